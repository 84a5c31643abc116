#pragma once

#include <QPointF>
#include <QRectF>
#include <QString>
#include <QStringList>
#include <optional>
#include <vector>

#include "app/desktop/charts/roofline_chart.h"
#include "app/desktop/plot/chart_theme.h"
#include "app/desktop/plot/plot_chart.h"
#include "app/desktop/plot/plot_geometry.h"

QT_BEGIN_NAMESPACE
class QFontMetricsF;
QT_END_NAMESPACE

namespace lpstudio {

/// Roofs and layers of a roofline chart, painted with QPainter.
class RooflineItem final : public PlotItem {
    Q_OBJECT
public:
    explicit RooflineItem(QChart* chart);

    /// `peakLabels`: one a peak. `roofline` must outlive the item or the next call.
    void setRoofline(const Roofline* roofline, const PlotRange& range, QString bandwidthLabel,
                     QStringList peakLabels);
    void setSelected(int layer);
    void setHovered(int layer);
    /// The layer nearest to a place in chart coordinates, -1 if none is within `radius` pixels.
    int pointAt(const QPointF& position, double radius) const;

    /// What is written beside the roofs and where, in chart coordinates.
    struct Label {
        QString text;
        QRectF place;               ///< before it is turned
        double degrees = 0;         ///< about the place's bottom left
        std::optional<QPointF> of;  ///< the place it belongs to, if a leader must show that
    };
    std::vector<Label> labels() const;

    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    const RooflinePoint* pointOf(int layer) const;
    QPointF place(const PlotPoint& log) const;
    QPointF placeOf(const RooflinePoint& point) const;
    std::vector<QPointF> places() const;
    void addPeakLabels(std::vector<Label>& labels, const QFontMetricsF& metrics) const;
    void addLayerLabel(std::vector<Label>& labels, const QFontMetricsF& metrics) const;
    void paintBeyond(QPainter& painter) const;
    void paintRoofs(QPainter& painter) const;
    void paintPoint(QPainter& painter, const RooflinePoint& point) const;
    void paintPlumb(QPainter& painter, const RooflinePoint& point, const QColor& color) const;
    void paintRing(QPainter& painter, const RooflinePoint& point, const QColor& color) const;
    void paintLeader(QPainter& painter, const QRectF& label, const QPointF& center) const;
    void paintLabels(QPainter& painter) const;

    const Roofline* roofline_ = nullptr;
    QString bandwidthLabel_;
    QStringList peakLabels_;
    int selected_ = -1, hovered_ = -1;
};

}  // namespace lpstudio
