#include "app/desktop/shell/translation.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QTranslator>
#include <memory>

#include "app/desktop/jobs/example_project.h"
#include "core/base/error.h"

namespace lpstudio {
namespace {

QString install(const QLocale& locale, const QString& name, const QString& folder) {
    auto translator = std::make_unique<QTranslator>();
    if (!translator->load(locale, name, QStringLiteral("_"), folder)) return {};
    QString file = translator->filePath();
    if (!QCoreApplication::installTranslator(translator.get())) return {};
    // Until the program ends.
    translator.release()->setParent(QCoreApplication::instance());
    return file;
}

}  // namespace

QStringList installTranslations(const QLocale& locale, const QStringList& folders) {
    QStringList files;
    const QString qt = install(locale, QStringLiteral("qtbase"),
                               QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    if (!qt.isEmpty()) files << qt;
    for (const QString& folder : folders) {
        const QString own = install(locale, QStringLiteral("lpstudio"), folder);
        if (own.isEmpty()) continue;
        files << own;
        break;
    }
    return files;
}

QStringList installTranslations(const QLocale& locale) {
    QStringList folders{QStringLiteral(":/translations")};
    try {
        folders << QString::fromStdString(resourcePath("translations").string());
    } catch (const Error&) {
        // There are none beside the program.
    }
    return installTranslations(locale, folders);
}

}  // namespace lpstudio
