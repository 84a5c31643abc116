#pragma once

#include <QColor>
#include <QString>
#include <functional>
#include <optional>

#include "app/desktop/charts/octave_geometry.h"
#include "app/desktop/plot/plot_geometry.h"
#include "app/desktop/plot/plot_item.h"

namespace lpstudio {

/// The octave under the mouse, lit from the bottom of a plot to its top; its tooltip reads it out.
class OctaveBand final : public PlotItem {
    Q_OBJECT
public:
    explicit OctaveBand(QChart* chart);

    /// `textOf`: what the tooltip says of an octave.
    void setReadOut(std::function<QString(const OctavePlace&)> textOf) {
        textOf_ = std::move(textOf);
    }
    void setAxis(const AxisInterval& axis, DistributionScale scale);
    void setColor(const QColor& color);

    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

protected:
    void hoverMoveEvent(QGraphicsSceneHoverEvent* event) override;
    void hoverLeaveEvent(QGraphicsSceneHoverEvent* event) override;

private:
    void light(std::optional<OctavePlace> place);

    std::function<QString(const OctavePlace&)> textOf_;
    AxisInterval axis_;
    DistributionScale scale_ = DistributionScale::Linear;
    QColor color_;
    std::optional<OctavePlace> lit_;
};

}  // namespace lpstudio
