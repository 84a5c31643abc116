#pragma once

#include <QIcon>
#include <QString>

namespace lpstudio {

/// The single-colour icon resources/icons/NAME.svg, drawn in the colour of the palette's text at
/// the moment it is painted, so that it follows the theme.
QIcon themedIcon(const QString& name);

/// The program's own icon.
QIcon applicationIcon();

}  // namespace lpstudio
