#pragma once

#include "app/desktop/charts/roofline_chart.h"
#include "app/desktop/widgets/chart_view.h"

namespace lpstudio {

/// A roofline in a view: a click chooses the layer under the hand, the tooltip tells where it
/// stands.
class RooflineView final : public ChartView {
    Q_OBJECT

public:
    explicit RooflineView(QWidget* parent = nullptr);
    RooflineChart* roofline() const { return chart_; }

Q_SIGNALS:
    void layerClicked(int layer);

protected:
    void clickAt(const QPointF& place) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    int layerAt(const QPoint& position) const;

    RooflineChart* chart_;
};

}  // namespace lpstudio
