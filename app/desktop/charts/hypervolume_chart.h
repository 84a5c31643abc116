#pragma once

#include <vector>

#include "app/desktop/plot/plot_chart.h"
#include "app/desktop/plot/plot_geometry.h"

QT_BEGIN_NAMESPACE
class QLineSeries;
class QValueAxis;
QT_END_NAMESPACE

namespace lpstudio {

/// How the front of a search grew: the hypervolume in score and cost that it dominates over the
/// candidates scored.
class HypervolumeChart final : public PlotChart {
    Q_OBJECT
public:
    explicit HypervolumeChart(const lpstudio::ChartTheme& theme = lpstudio::ChartTheme::light(),
                              QGraphicsItem* parent = nullptr);

    /// x: candidates scored, ascending; y: share of the front's box, 0 to 1. Empty: no search.
    void setHypervolume(const std::vector<PlotPoint>& hypervolume);

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
