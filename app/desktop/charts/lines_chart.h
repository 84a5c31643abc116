#pragma once

#include <QString>
#include <vector>

#include "app/desktop/charts/lines_item.h"
#include "app/desktop/plot/plot_chart.h"
#include "app/desktop/plot/plot_geometry.h"

QT_BEGIN_NAMESPACE
class QValueAxis;
QT_END_NAMESPACE

namespace lpstudio {

/// Titles of a chart of lines, and the data that its axes cover at least.
struct LineAxes {
    QString title, x, y;
    PlotRange range;
    int xTicks = 8;
};

/// Lines that compare number formats, a label at the end of each; one family can be brought out.
class LinesChart : public PlotChart {
    Q_OBJECT
public:
    explicit LinesChart(const lpstudio::ChartTheme& theme = lpstudio::ChartTheme::light(),
                        QGraphicsItem* parent = nullptr);

    /// The y axis is widened to whole steps, the x axis is exact. No lines empty the chart.
    void setLines(std::vector<PlotLine> lines, const LineAxes& axes);
    const std::vector<PlotLine>& lines() const { return item_->lines(); }
    /// Brings out one family and dims the rest; empty, or a family without a line: all alike. A
    /// line under the mouse comes first.
    void setHighlighted(const QString& family);
    /// The family that is brought out now.
    const QString& highlighted() const { return item_->highlighted(); }

    FigureTable figureTable() const override;

protected:
    void showTheme() override;
    void showWindow() override;

private:
    void fitAxes();
    void bringOut(const QString& family);
    void makeRoom();

    LineAxes axes_;
    PlotRange whole_;  ///< y in whole steps
    QString chosen_;
    QValueAxis* xAxis_;
    QValueAxis* yAxis_;
    LinesItem* item_;
};

}  // namespace lpstudio
