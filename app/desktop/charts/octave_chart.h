#pragma once

#include <QColor>
#include <QString>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "app/desktop/charts/distribution_data.h"
#include "app/desktop/plot/plot_chart.h"
#include "app/desktop/plot/plot_geometry.h"
#include "core/number/format.h"

QT_BEGIN_NAMESPACE
class QCategoryAxis;
class QLineSeries;
class QValueAxis;
QT_END_NAMESPACE

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

/// Share of a tensor's values in each octave of their magnitude against the precision that a format
/// has there (log2 of its code points in the octave): where the bits are needed and where they are.
/// Has the x axis of the DistributionChart of the same data. On the linear scale each sign has its
/// own octaves. Moving the format costs nothing but its own steps.
class OctaveChart : public PlotChart {
    Q_OBJECT
public:
    using QuantizerPtr = std::shared_ptr<const Quantizer>;

    explicit OctaveChart(const lpstudio::ChartTheme& theme = lpstudio::ChartTheme::light(),
                         QGraphicsItem* parent = nullptr);

    /// What the values are: "weight" (default), "activation".
    void setQuantity(const QString& quantity);
    /// No tensors empty the chart; its title then tells what belongs there.
    void setData(const DistributionData& data);
    /// Null: no steps.
    void setFormat(const FormatPtr& format, const QuantizerPtr& quantizer);
    void setScale(DistributionScale scale);

    /// What the chart tells about an octave: its limits, the share of each tensor, the format's
    /// code points; a line each.
    QString textOf(const OctavePlace& place) const;
    /// Of the format's steps; empty if there is none.
    QList<QPointF> steps() const;

    FigureTable figureTable() const override;
    Qt::Orientations zoomAxes() const override { return Qt::Horizontal; }

protected:
    void showTheme() override;
    void showWindow() override;

private:
    struct Tensor {
        QString name;
        OctaveCounts octaves;
    };

    void rebuild();
    void fitAxes();
    /// The x axis while all is shown.
    AxisInterval wholeX() const;
    void addTensors();
    void showFormat();
    void fitBits(int most);
    QString legendText(const Tensor& tensor) const;

    QString quantity_;
    std::vector<Tensor> tensors_;
    AxisInterval linear_, log2_;
    FormatPtr format_;
    QuantizerPtr quantizer_;
    DistributionScale scale_ = DistributionScale::Linear;

    QValueAxis* xAxis_;
    QValueAxis* shareAxis_;
    QCategoryAxis* bitsAxis_;
    OctaveBand* band_;
    QLineSeries* steps_ = nullptr;
    int bitsTop_ = 0;  ///< what the axis shows now
};

}  // namespace lpstudio
