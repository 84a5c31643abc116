#pragma once

#include <QChartView>
#include <functional>
#include <optional>

#include "app/desktop/charts/parallel_chart.h"

namespace lpstudio {

/// Parallel coordinates in a widget: a drag along an axis chooses a range of it, a range is moved
/// or widened by its edges, a double click on an axis takes it away; hover shows a tooltip, a click
/// reports the candidate, with Ctrl or Shift that it is to be compared. Keys: Left and Right choose
/// an axis, Page Up and Down move the upper end of its range, with Shift the lower one, Delete
/// takes it away.
class ParallelView : public QChartView {
    Q_OBJECT
public:
    explicit ParallelView(QWidget* parent = nullptr);

    ParallelChart* parallelChart() const { return chart_; }
    void setTheme(const lpstudio::ChartTheme& theme);
    /// Text of the tooltip over a row's line.
    void setHoverText(std::function<QString(std::size_t)> text);

Q_SIGNALS:
    void rowClicked(std::size_t row);
    void rowAdded(std::size_t row);
    /// While a range is dragged.
    void limitChanged(const QString& key, const lpstudio::Limit& limit);

protected:
    bool viewportEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void hover(const QPoint& position, const QPoint& screen);
    QPointF inChart(const QPoint& position) const;
    void announce(std::size_t axis, const Limit& limit);
    void moveEnd(bool upper, double by);

    ParallelChart* chart_;
    std::function<QString(std::size_t)> hoverText_;
    std::optional<QPoint> pressed_;
    std::optional<AxisBrush> brush_;
    std::size_t axis_ = 0;  ///< being dragged, or that the keys move
    bool moved_ = false;
};

}  // namespace lpstudio
