#pragma once

#include <QString>
#include <memory>
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

class RugItem;

/// Histogram of one or more tensors on a log count axis, the code points of a format as ticks under
/// it (of two formats: one strip each), and the formats' relative accuracy on a second axis: where
/// the values are and where the precision is. Moving a format costs nothing but its own curves:
/// axes, series and legend entries stay.
class DistributionChart : public PlotChart {
    Q_OBJECT
public:
    using QuantizerPtr = std::shared_ptr<const Quantizer>;

    explicit DistributionChart(const lpstudio::ChartTheme& theme = lpstudio::ChartTheme::light(),
                               QGraphicsItem* parent = nullptr);

    /// What the values are: "weight" (default), "activation"; stands in the axis titles.
    void setQuantity(const QString& quantity);
    /// Non-finite values are left out. An empty list empties the chart.
    void setLayers(const std::vector<DistributionLayer>& layers);
    /// `heading`: title instead of the chart's own, for what is special or why there is nothing.
    void setData(DistributionData data, const QString& heading = {});
    const DistributionData& data() const { return data_; }
    /// Null or unfitted: no ticks and no curve.
    void setFormat(const FormatPtr& format, Rounding rounding = Rounding::Nearest);
    /// The same with the format's quantizer, where the caller has it already.
    void setFormat(const FormatPtr& format, QuantizerPtr quantizer);
    /// A strip of ticks for each, the first at the top. Null or unfitted ones keep theirs empty.
    void setFormats(const std::vector<FormatPtr>& formats, Rounding rounding = Rounding::Nearest);
    void setScale(DistributionScale scale);
    void setAccuracyVisible(bool visible);

    DistributionScale scale() const { return scale_; }
    /// Colour of a format that is shown; formats of one family do not share it.
    QColor formatColor(std::size_t format) const;

    FigureTable figureTable() const override;
    /// Counts are logarithmic and fit whole.
    Qt::Orientations zoomAxes() const override { return Qt::Horizontal; }

protected:
    void showTheme() override;
    void showWindow() override;

private:
    struct Shown {
        FormatPtr format;  ///< null: nothing
        QuantizerPtr quantizer;
    };
    /// Series of one format's accuracy curve; the first stands in the legend for ticks and curve.
    using Curve = std::vector<QLineSeries*>;

    void setShown(std::vector<Shown> shown);
    void rebuild();
    void fitAxes();
    /// The x axis while all is shown.
    AxisInterval wholeX() const;
    void addFormatRows(FigureTable& table, std::size_t format) const;
    void showLegend();
    void showFormats();
    void showTicks(std::size_t format);
    void showCurve(std::size_t format, const std::vector<std::vector<PlotPoint>>& pieces);
    std::vector<std::vector<std::vector<PlotPoint>>> accuracyPieces();
    void makeSeries(std::size_t format, std::size_t count);
    double stripShare() const;

    QString quantity_, heading_;
    DistributionData data_;
    std::vector<Shown> shown_{1};
    DistributionScale scale_ = DistributionScale::Linear;
    bool accuracyVisible_ = true;

    QValueAxis* xAxis_ = nullptr;
    QCategoryAxis* countAxis_ = nullptr;
    QValueAxis* accuracyAxis_ = nullptr;
    double accuracyTop_ = 0, accuracyStrip_ = 0;  ///< what the axis shows now
    std::vector<RugItem*> rugs_;
    std::vector<Curve> curves_;
};

}  // namespace lpstudio
