#pragma once

#include <QTimer>
#include <cstdint>
#include <vector>

#include "app/desktop/charts/progress_geometry.h"
#include "app/desktop/plot/plot_chart.h"
#include "app/desktop/plot/plot_geometry.h"
#include "core/search/candidate.h"

QT_BEGIN_NAMESPACE
class QLineSeries;
class QValueAxis;
QT_END_NAMESPACE

namespace lpstudio {

/// Best and mean fitness over the candidates of a search. Grows while the search runs; the picture
/// is brought up to date at most 20 times a second and never holds more than a few thousand points.
class ProgressChart final : public PlotChart {
    Q_OBJECT
public:
    explicit ProgressChart(const lpstudio::ChartTheme& theme = lpstudio::ChartTheme::light(),
                           QGraphicsItem* parent = nullptr);

    /// What the mean is taken over; "population" unless told otherwise.
    void setMeanName(const QString& name);
    /// One more candidate: its number, the least fitness so far and the mean.
    void append(CandidateId candidate, double best, double mean);
    void clear();
    /// Shows a finished run from its candidates: least fitness so far, and the mean of the last
    /// `window` candidates. `targetBits`: of the search, 0 if it had none.
    void setCandidates(const std::vector<ScoredCandidate>& candidates, int window = 20,
                       double targetBits = 0);
    /// Brings the picture up to date at once.
    void flush();

    FigureTable figureTable() const override;

protected:
    void showTheme() override;
    void showWindow() override;

private:
    PlotRange whole() const;

    QString meanName_ = QStringLiteral("mean of the population");
    PlotRange data_{0, 100, 0, 1};
    DecimatedCurve best_, mean_;
    QLineSeries* bestSeries_;
    QLineSeries* meanSeries_;
    QValueAxis* xAxis_;
    QValueAxis* yAxis_;
    QTimer timer_;
};

}  // namespace lpstudio
