#pragma once

#include <QChart>
#include <vector>

#include "app/charts/chart_theme.h"
#include "app/charts/distribution_geometry.h"

QT_BEGIN_NAMESPACE
class QLineSeries;
class QValueAxis;
QT_END_NAMESPACE

namespace lpstudio {

/// How the front of a search grew: the hypervolume in score and cost that it dominates over the
/// candidates scored.
class GrowthChart : public QChart {
    Q_OBJECT
public:
    explicit GrowthChart(const lpstudio::ChartTheme& theme = lpstudio::ChartTheme::light(),
                         QGraphicsItem* parent = nullptr);

    void setTheme(const lpstudio::ChartTheme& theme);
    /// x: candidates scored, ascending; y: share of the front's box, 0 to 1. Empty: no search.
    void setGrowth(const std::vector<PlotPoint>& growth);

private:
    lpstudio::ChartTheme theme_;
    QLineSeries* series_;
    QValueAxis* xAxis_;
    QValueAxis* yAxis_;
};

}  // namespace lpstudio
