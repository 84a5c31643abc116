#include "app/desktop/shell/recent_projects.h"

#include <QFileInfo>
#include <QSettings>
#include <QStringList>

#include "app/project/store/bundle_manifest.h"

namespace lpstudio {
namespace {

const QString kKey = QStringLiteral("recent");
constexpr int kMost = 10;

}  // namespace

QString projectNameOf(const QString& file) {
    const QFileInfo info(file);
    return info.fileName() == QString::fromUtf8(kProjectInBundle)
               ? QFileInfo(info.absolutePath()).fileName()
               : info.completeBaseName();
}

std::vector<RecentProject> recentProjects() {
    std::vector<RecentProject> projects;
    const QStringList files = QSettings().value(kKey).toStringList();
    for (const QString& file : files)
        projects.push_back({file, projectNameOf(file), QFileInfo::exists(file)});
    return projects;
}

void rememberProject(const QString& file) {
    const QString absolute = QFileInfo(file).absoluteFilePath();
    QStringList files = QSettings().value(kKey).toStringList();
    files.removeAll(absolute);
    files.prepend(absolute);
    QSettings().setValue(kKey, QStringList(files.mid(0, kMost)));
}

void forgetProject(const QString& file) {
    QStringList files = QSettings().value(kKey).toStringList();
    files.removeAll(file);
    QSettings().setValue(kKey, files);
}

}  // namespace lpstudio
