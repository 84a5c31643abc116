#pragma once

#include <QSizeF>
#include <QString>

#include "app/desktop/plot/figure_table.h"

QT_BEGIN_NAMESPACE
class QPainter;
QT_END_NAMESPACE

namespace lpstudio {

/// A picture with data behind it, as whoever copies or exports it sees it: a chart, a diagram.
class Figure {
public:
    virtual ~Figure() = default;

    /// Plain text; names the file.
    virtual QString figureTitle() const = 0;
    /// On the screen, in pixels at scale 1.
    virtual QSizeF figureSize() const = 0;
    /// Paints what is shown now in the theme for paper (ChartTheme::print()) into a rectangle of
    /// this size in points at the origin. The screen stays as it is.
    virtual void paintFigure(QPainter& painter, const QSizeF& points) = 0;
    /// All the data, shown or not.
    virtual FigureTable figureTable() const = 0;

protected:
    Figure() = default;
    Figure(const Figure&) = default;
    Figure& operator=(const Figure&) = default;
};

}  // namespace lpstudio
