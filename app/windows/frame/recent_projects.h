#pragma once

#include <QStringList>

namespace lpstudio {

/// Projects opened before, newest first; those that are gone are left out.
QStringList recentProjects();
void rememberProject(const QString& file);

}  // namespace lpstudio
