#pragma once

#include <QChartView>
#include <functional>
#include <optional>

#include "app/desktop/charts/pareto_chart.h"
#include "app/desktop/charts/pareto_overlay.h"
#include "app/desktop/plot/plot_geometry.h"

namespace lpstudio {

/// A Pareto chart in a widget. Hover shows a tooltip; a click reports the candidate, a click with
/// Ctrl or Shift that it is to be added to a comparison; dragging moves, dragging with Shift (or in
/// region mode) chooses a region; the handles at the axes drag limits, a double click on one takes
/// its limit away, elsewhere it shows everything. Keys: + and - zoom, arrows move, 0 shows
/// everything, Page Up and Down walk along the front, Esc gives up the region.
class ParetoView : public QChartView {
    Q_OBJECT
public:
    explicit ParetoView(QWidget* parent = nullptr);

    ParetoChart* paretoChart() const { return chart_; }
    void setTheme(const lpstudio::ChartTheme& theme);
    void setData(ParetoData shown);
    void setSelected(std::optional<CandidateId> selected);
    /// Text of the tooltip over a candidate; by default its number and the two values.
    void setHoverText(std::function<QString(CandidateId)> text);
    /// The same over a candidate of another run.
    void setOtherText(std::function<QString(RunId, CandidateId)> text);
    /// Whether a plain drag chooses a region.
    void setRegionMode(bool on);

Q_SIGNALS:
    void pointClicked(lpstudio::CandidateId id);
    /// A candidate of another run.
    void otherClicked(lpstudio::RunId run, lpstudio::CandidateId id);
    /// Ctrl-click or Shift-click.
    void pointAdded(lpstudio::CandidateId id);
    void otherAdded(lpstudio::RunId run, lpstudio::CandidateId id);
    /// While a handle is dragged; `key` is that of the axis' quantity.
    void limitChanged(const QString& key, const lpstudio::Limit& limit);
    /// Chosen or given up.
    void regionChanged(std::optional<lpstudio::PlotRange> region);

protected:
    bool viewportEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    enum class Drag { None, Move, Region };

    QPointF inChart(const QPoint& position) const;
    void dragHandle(const QPointF& position);
    void hover(const QPointF& position, const QPoint& screen);
    void click(const QPointF& position, bool add);
    void walkFront(int step);
    void announceLimit(LimitHandle handle, const Limit& limit);
    void setRegion(std::optional<PlotRange> region);
    PlotRange rangeBetween(const QPointF& a, const QPointF& b) const;
    QString defaultText(CandidateId id) const;
    QString otherText(std::size_t position) const;
    QString valuesText(const ParetoPoint& point) const;

    ParetoChart* chart_;
    std::function<QString(CandidateId)> hoverText_;
    std::function<QString(RunId, CandidateId)> otherText_;
    std::optional<QPoint> pressed_, dragged_;
    std::optional<LimitHandle> handle_;
    Drag drag_ = Drag::None;
    bool moved_ = false, regionMode_ = false;
};

}  // namespace lpstudio
