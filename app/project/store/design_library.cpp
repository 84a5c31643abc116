#include "app/project/store/design_library.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <QStandardPaths>
#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "hw/accelerator_json.h"

namespace lpstudio {
namespace {

QString folder() {
    return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) +
           QStringLiteral("/hardware");
}

/// What can stand in a file's name everywhere.
QString tamed(const QString& name) {
    static const QRegularExpression forbidden(QStringLiteral("[/\\\\:*?\"<>|\\x00-\\x1f]"));
    QString text = name;
    text.replace(forbidden, QStringLiteral("-"));
    text = text.simplified().left(80);
    while (text.startsWith(u'.')) text.remove(0, 1);
    return text.isEmpty() ? DesignLibrary::tr("design") : text;
}

}  // namespace

DesignLibrary& DesignLibrary::instance() {
    static DesignLibrary library;
    return library;
}

QStringList DesignLibrary::presetNames() const {
    QStringList names;
    for (const PresetInfo& preset : presets()) names << QString::fromStdString(preset.name);
    return names;
}

QStringList DesignLibrary::ownNames() const {
    QStringList names;
    for (const QFileInfo& file :
         QDir(folder()).entryInfoList({QStringLiteral("*.json")}, QDir::Files, QDir::Name))
        names << file.completeBaseName();
    return names;
}

bool DesignLibrary::isOwn(const QString& name) const {
    return !presetNames().contains(name) && QFile::exists(fileOf(name));
}

QString DesignLibrary::fileOf(const QString& name) const {
    return folder() + u'/' + name + QStringLiteral(".json");
}

std::string DesignLibrary::specOf(const QString& name) const {
    return (isOwn(name) ? fileOf(name) : name).toStdString();
}

QString DesignLibrary::nameOf(const std::string& spec) const {
    const QString text = QString::fromStdString(spec);
    const QString name = QFileInfo(text).completeBaseName();
    return text == fileOf(name) ? name : text;
}

Accelerator DesignLibrary::load(const QString& name) const {
    Accelerator accelerator = loadAccelerator(specOf(name));
    // The file's name counts: the user may have copied it here.
    if (isOwn(name)) accelerator.name = name.toStdString();
    return accelerator;
}

QString DesignLibrary::freeName(const QString& wanted) const {
    const QStringList taken = presetNames() + ownNames();
    QString name = tamed(wanted);
    for (int number = 2; taken.contains(name, Qt::CaseInsensitive); ++number)
        name = QStringLiteral("%1 %2").arg(tamed(wanted)).arg(number);
    return name;
}

QString DesignLibrary::add(Accelerator accelerator) {
    const QString own = QString::fromStdString(accelerator.name);
    QString name = freeName(presetNames().contains(own) ? tr("%1 copy").arg(own) : own);
    accelerator.name = name.toStdString();
    store(accelerator);
    Q_EMIT changed();
    return name;
}

void DesignLibrary::store(const Accelerator& accelerator) {
    if (!QDir().mkpath(folder()))
        throw Error(folder().toStdString() + ": cannot be made; check its permissions");
    writeFileAtomically(fileOf(QString::fromStdString(accelerator.name)).toStdString(),
                        acceleratorToJson(accelerator).dump(2) + "\n");
}

void DesignLibrary::remove(const QString& name) {
    if (!isOwn(name)) return;
    if (!QFile::remove(fileOf(name)))
        throw Error(fileOf(name).toStdString() + ": cannot be removed; check its permissions");
    Q_EMIT changed();
}

QString DesignLibrary::rename(const QString& name, const QString& wanted) {
    if (!isOwn(name) || tamed(wanted) == name) return name;
    Accelerator accelerator = load(name);
    QString chosen = freeName(wanted);
    accelerator.name = chosen.toStdString();
    store(accelerator);
    QFile::remove(fileOf(name));
    Q_EMIT changed();
    return chosen;
}

}  // namespace lpstudio
