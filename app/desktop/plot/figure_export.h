#pragma once

#include <QByteArray>
#include <QImage>
#include <QSizeF>

#include "app/desktop/plot/figure.h"

namespace lpstudio {

// A figure as a file or in the clipboard: always in the theme for paper, with the proportions that
// it has on the screen.

/// Type of 12 pixels becomes type of 8 points. Not so small that titles are cut.
QSizeF figurePoints(const Figure& figure);

/// Pixels of the picture for each pixel on the screen.
inline constexpr double kPictureScale = 2;
QImage figureImage(Figure& figure, double scale = kPictureScale);
QByteArray figurePng(Figure& figure);
/// Vector, text as text.
QByteArray figureSvg(Figure& figure);
/// One page of the figure's size in whole points; vector, text as text.
QByteArray figurePdf(Figure& figure);

}  // namespace lpstudio
