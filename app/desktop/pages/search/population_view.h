#pragma once

#include <QTimer>
#include <QWidget>
#include <functional>
#include <memory>
#include <optional>

#include "app/desktop/charts/heat_map_chart.h"
#include "app/desktop/widgets/chart_view.h"

class QLabel;
class QSlider;
class QToolButton;

namespace lpstudio {

class SearchHistory;
class Selection;

/// A population in a view: a click chooses candidate and layer, and so do the arrow keys while the
/// whole is shown; the tooltip tells what is under the mouse.
class HeatMapView final : public ChartView {
    Q_OBJECT

public:
    explicit HeatMapView(QWidget* parent = nullptr);
    HeatMapChart* heatMap() const { return chart_; }
    /// What the tooltip says of a cell.
    void setTextOf(std::function<QString(const HeatMapCell&)> textOf) {
        textOf_ = std::move(textOf);
    }
    /// Where the arrow keys start from.
    void setCurrent(std::optional<HeatMapCell> cell) { current_ = cell; }

Q_SIGNALS:
    void cellChosen(const lpstudio::HeatMapCell& cell);

protected:
    void clickAt(const QPointF& place) override;
    bool viewportEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    HeatMapChart* chart_;
    std::function<QString(const HeatMapCell&)> textOf_;
    std::optional<HeatMapCell> current_;
};

/// The population of a search as a heat map, now or after any number of candidates.
class PopulationView final : public QWidget {
    Q_OBJECT

public:
    explicit PopulationView(Selection& selection, QWidget* parent = nullptr);
    /// Null: none. The newest moment is shown.
    void setHistory(std::shared_ptr<const SearchHistory> history);
    /// The history has grown.
    void refresh();
    /// Shows the population after so many candidates.
    void showMoment(std::int64_t candidates);
    /// Follows the search.
    void showNewest();

    QString cellText(const HeatMapCell& cell) const;

Q_SIGNALS:
    /// A moment of the past is shown; NaN: the newest.
    void momentChanged(double candidates);

protected:
    void showEvent(QShowEvent* event) override;

private:
    void flush();
    void choose(const HeatMapCell& cell);
    void showSelection();

    Selection& selection_;
    HeatMapView* view_;
    QSlider* slider_;
    QLabel *moment_, *facts_;
    QToolButton* newest_;
    std::shared_ptr<const SearchHistory> history_;
    std::optional<std::int64_t> shown_;  ///< moment; empty: the newest
    QTimer soon_;
    bool stale_ = true;
};

}  // namespace lpstudio
