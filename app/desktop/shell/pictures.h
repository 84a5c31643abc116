#pragma once

#include <QSize>
#include <filesystem>

namespace lpstudio {

/// Renders every page of a project in both themes to DIR/NN-PAGE-THEME.png (further views of a page
/// to DIR/NN-PAGE-VIEW-THEME.png), the help and the command palette, each once its loading is done.
/// Needs a QApplication; runs the event loop. Throws Error.
void renderPictures(const std::filesystem::path& project, const std::filesystem::path& directory,
                    QSize size = {1440, 900});

}  // namespace lpstudio
