#pragma once

#include <QTimer>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "app/desktop/plot/plot_chart.h"
#include "app/desktop/plot/plot_geometry.h"
#include "core/search/candidate.h"

QT_BEGIN_NAMESPACE
class QLineSeries;
class QValueAxis;
QT_END_NAMESPACE

namespace lpstudio {

/// A curve that grows for ever and keeps at most `limit` points: when full, every second point is
/// dropped and from then on only every second (fourth, ...) one is kept. The newest is always
/// there.
class DecimatedCurve {
public:
    explicit DecimatedCurve(std::size_t limit = 2000) : limit_(limit) {}

    void append(double x, double y);
    void clear();
    std::vector<PlotPoint> points() const;
    bool empty() const { return seen_ == 0; }
    double smallest() const { return smallest_; }  ///< of all y appended
    double largest() const { return largest_; }
    double lastX() const { return last_.x; }

private:
    std::size_t limit_, stride_ = 1, seen_ = 0;
    std::vector<PlotPoint> kept_;
    PlotPoint last_;
    double smallest_ = std::numeric_limits<double>::infinity();
    double largest_ = -std::numeric_limits<double>::infinity();
};

/// Least fitness so far (NaN before there is one) and the mean of the last `window` candidates, one
/// entry a candidate. Where a search has a target for the mean weight width, only candidates at or
/// under `targetBits` count as best; 0: no target.
struct FitnessHistory {
    std::vector<double> best, mean;
};
FitnessHistory fitnessHistory(std::span<const ScoredCandidate> candidates, int window,
                              double targetBits = 0);

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
