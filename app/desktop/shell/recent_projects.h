#pragma once

#include <QString>
#include <vector>

namespace lpstudio {

/// A project opened before.
struct RecentProject {
    QString file;         ///< absolute
    QString name;         ///< as the title bar tells it
    bool exists = false;  ///< now
};

/// Newest first, ten at most. Missing ones are among them: their disk may come back.
std::vector<RecentProject> recentProjects();
void rememberProject(const QString& file);
void forgetProject(const QString& file);

/// The name of a project by its file. In every unpacked bundle the file has the same name; the
/// folder has the user's.
QString projectNameOf(const QString& file);

}  // namespace lpstudio
