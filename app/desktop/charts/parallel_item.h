#pragma once

#include <QElapsedTimer>
#include <QImage>
#include <QTimer>
#include <cstdint>

#include "app/desktop/plot/plot_item.h"

namespace lpstudio {

class ParallelChart;

/// The lines, axes and ranges of a chart of parallel coordinates.
class ParallelItem : public PlotItem {
    Q_OBJECT
public:
    explicit ParallelItem(ParallelChart* chart);

    /// The lines have changed. While they change quickly, under the hand, a part of them is drawn,
    /// and all once they rest.
    void redraw();

    QRectF boundingRect() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    void paintPicture(QPainter& painter);
    void paintLines(QPainter& painter) const;
    void paintRow(QPainter& painter, std::size_t row) const;
    void paintAxis(QPainter& painter, std::size_t axis) const;
    void paintLimit(QPainter& painter, std::size_t axis) const;
    QColor colorOf(std::size_t row) const;
    double alpha() const;

    ParallelChart* chart_;
    QImage picture_;  ///< of the lines, on a screen
    bool stale_ = true;
    bool draft_ = false;  ///< the picture is to hold a part of the lines
    QElapsedTimer sinceRedraw_;
    QTimer rest_;
};

}  // namespace lpstudio
