#pragma once

#include <QGraphicsScene>
#include <QSizeF>
#include <memory>

#include "app/report/document.h"

namespace lpstudio {

/// The charts of a figure laid out in a scene of this size (points), ready to be rendered as
/// vectors. Needs a QApplication and its thread.
std::unique_ptr<QGraphicsScene> chartScene(const DocFigure& figure, const QSizeF& size);

}  // namespace lpstudio
