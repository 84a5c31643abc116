#pragma once

#include <QChart>
#include <QString>
#include <span>
#include <vector>

#include "app/charts/chart_theme.h"
#include "app/charts/distribution_geometry.h"
#include "core/number/format.h"

QT_BEGIN_NAMESPACE
class QCategoryAxis;
class QLineSeries;
class QValueAxis;
QT_END_NAMESPACE

namespace lpstudio {

class RugItem;

/// One tensor to show; `values` is read during setLayers() only.
struct DistributionLayer {
    QString name;
    std::span<const float> values;
};

/// Histogram of one or more tensors on a log count axis, the code points of a format as ticks under
/// it, and the format's relative accuracy on a second axis: where the values are and where the
/// precision is. Moving the format costs nothing but its own curves.
class DistributionChart : public QChart {
    Q_OBJECT
public:
    explicit DistributionChart(const lpstudio::ChartTheme& theme = lpstudio::ChartTheme::light(),
                               QGraphicsItem* parent = nullptr);

    void setTheme(const lpstudio::ChartTheme& theme);
    /// What the values are: "weight" (default), "activation"; stands in the axis titles.
    void setQuantity(const QString& quantity);
    /// Non-finite values are left out. An empty list empties the chart.
    void setLayers(const std::vector<DistributionLayer>& layers);
    /// Null or unfitted: no ticks and no curve.
    void setFormat(const FormatPtr& format, Rounding rounding = Rounding::Nearest);
    void setScale(DistributionScale scale);
    void setAccuracyVisible(bool visible);

    DistributionScale scale() const { return scale_; }

private:
    struct Tensor {
        QString name;
        Histogram linear, log2;
    };
    struct Range {
        double from = 0, to = 1;
        double width() const { return to - from; }
    };
    void rebuild();
    void rebuildFormat();
    void addAccuracy();

    lpstudio::ChartTheme theme_;
    QString quantity_ = QStringLiteral("weight");
    std::vector<Tensor> tensors_;
    FormatPtr format_;
    Rounding rounding_ = Rounding::Nearest;
    DistributionScale scale_ = DistributionScale::Linear;
    bool accuracyVisible_ = true;
    Range linear_, log2_;  ///< of the histograms

    QValueAxis* xAxis_ = nullptr;
    QCategoryAxis* countAxis_ = nullptr;
    QValueAxis* accuracyAxis_ = nullptr;
    RugItem* rug_ = nullptr;
    std::vector<QLineSeries*> accuracy_;
};

}  // namespace lpstudio
