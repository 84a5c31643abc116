#pragma once

#include <QImage>
#include <cstdint>

#include "app/charts/plot_item.h"

namespace lpstudio {

class ParallelChart;

/// The lines, axes and ranges of a chart of parallel coordinates.
class ParallelItem : public PlotItem {
    Q_OBJECT
public:
    explicit ParallelItem(ParallelChart* chart);

    /// The lines have changed.
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
};

}  // namespace lpstudio
