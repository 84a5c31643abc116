#pragma once

#include <vector>

#include "app/charts/distribution_geometry.h"
#include "app/charts/plot_chart.h"

QT_BEGIN_NAMESPACE
class QLineSeries;
class QValueAxis;
QT_END_NAMESPACE

namespace lpstudio {

/// How the front of a search grew: the hypervolume in score and cost that it dominates over the
/// candidates scored.
class GrowthChart final : public PlotChart {
    Q_OBJECT
public:
    explicit GrowthChart(const lpstudio::ChartTheme& theme = lpstudio::ChartTheme::light(),
                         QGraphicsItem* parent = nullptr);

    /// x: candidates scored, ascending; y: share of the front's box, 0 to 1. Empty: no search.
    void setGrowth(const std::vector<PlotPoint>& growth);

    FigureTable figureTable() const override;

protected:
    void showTheme() override;
    void showWindow() override;

private:
    double largestX_ = 100;
    int xTicks_ = 0;
    QLineSeries* series_;
    QValueAxis* xAxis_;
    QValueAxis* yAxis_;
};

}  // namespace lpstudio
