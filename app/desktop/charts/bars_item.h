#pragma once

#include <QColor>
#include <vector>

#include "app/desktop/plot/plot_item.h"

namespace lpstudio {

/// Bars inside a chart's plot area, one for each unit of the layer axis.
class BarsItem : public PlotItem {
    Q_OBJECT
public:
    struct Bar {
        double share = 0;  ///< of the value axis
        QColor color;
        double part = 0;  ///< of the value axis, the far end of the bar
        QColor partColor;
    };

    BarsItem(QChart* chart, Qt::Orientation orientation)
        : PlotItem(chart), orientation_(orientation) {}

    void setBars(std::vector<Bar> bars);
    void setSelected(int bar, const QColor& outline);
    /// The bar in whose row or column the position (chart coordinates) lies; -1: none.
    int barAt(const QPointF& position) const;

    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    QRectF rectOf(std::size_t bar) const;
    QRectF partOf(std::size_t bar) const;

    Qt::Orientation orientation_;
    std::vector<Bar> bars_;
    int selected_ = -1;
    QColor outline_;
};

}  // namespace lpstudio
