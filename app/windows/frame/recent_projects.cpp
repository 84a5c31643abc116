#include "app/windows/frame/recent_projects.h"

#include <QFileInfo>
#include <QSettings>

namespace lpstudio {
namespace {

const QString kKey = QStringLiteral("recent");
constexpr int kMost = 10;

}  // namespace

QStringList recentProjects() {
    QStringList files = QSettings().value(kKey).toStringList();
    files.removeIf([](const QString& file) { return !QFileInfo::exists(file); });
    return files;
}

void rememberProject(const QString& file) {
    QStringList files = QSettings().value(kKey).toStringList();
    files.removeAll(file);
    files.prepend(file);
    QSettings().setValue(kKey, QStringList(files.mid(0, kMost)));
}

}  // namespace lpstudio
