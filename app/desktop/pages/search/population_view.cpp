#include "app/desktop/pages/search/population_view.h"

#include <QHBoxLayout>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>
#include <QToolButton>
#include <QToolTip>
#include <QVBoxLayout>
#include <algorithm>
#include <limits>
#include <utility>

#include "app/desktop/pages/search/search_history.h"
#include "app/desktop/plot/number_text.h"
#include "app/desktop/session/selection.h"
#include "app/desktop/widgets/layer_table.h"

namespace lpstudio {
namespace {

constexpr int kRefreshMilliseconds = 250;

}  // namespace

HeatMapView::HeatMapView(QWidget* parent)
    : ChartView(new HeatMapChart, parent), chart_(static_cast<HeatMapChart*>(chart())) {
    setAccessibleName(tr("Population"));
    viewport()->setMouseTracking(true);
}

void HeatMapView::clickAt(const QPointF& place) {
    if (const auto cell = chart_->cellAt(place)) Q_EMIT cellChosen(*cell);
}

bool HeatMapView::viewportEvent(QEvent* event) {
    const auto cellAt = [this](const QPoint& place) {
        return chart_->cellAt(chart_->mapFromScene(mapToScene(place)));
    };
    switch (event->type()) {
        case QEvent::ToolTip: {
            const auto* help = static_cast<QHelpEvent*>(event);
            const auto cell = cellAt(help->pos());
            if (cell && textOf_)
                QToolTip::showText(help->globalPos(), textOf_(*cell), this);
            else
                QToolTip::hideText();
            return true;
        }
        case QEvent::MouseMove:
            chart_->setHovered(cellAt(static_cast<QMouseEvent*>(event)->pos()));
            break;
        case QEvent::Leave:
            chart_->setHovered({});
            break;
        default:
            break;
    }
    return ChartView::viewportEvent(event);
}

void HeatMapView::keyPressEvent(QKeyEvent* event) {
    const WidthMap& map = chart_->map();
    const auto move = [&](int down, int right) {
        const auto cell = movedCell(current_, down, right, static_cast<int>(map.rows.size()),
                                    static_cast<int>(map.layers.size()));
        if (cell) Q_EMIT cellChosen(*cell);
    };
    switch (event->key()) {
        case Qt::Key_Left:
            return move(0, -1);
        case Qt::Key_Right:
            return move(0, 1);
        case Qt::Key_Up:
            return move(-1, 0);
        case Qt::Key_Down:
            return move(1, 0);
        default:
            ChartView::keyPressEvent(event);
    }
}

PopulationView::PopulationView(Selection& selection, QWidget* parent)
    : QWidget(parent),
      selection_(selection),
      view_(new HeatMapView),
      slider_(new QSlider(Qt::Horizontal)),
      moment_(new QLabel),
      facts_(new QLabel),
      newest_(new QToolButton) {
    slider_->setObjectName(QStringLiteral("moment"));
    slider_->setAccessibleName(tr("Point in the search"));
    slider_->setToolTip(tr("The population after this many candidates"));
    newest_->setText(tr("Latest"));
    newest_->setToolTip(tr("Show the population as it is now, or was at the end"));
    newest_->setCheckable(true);
    newest_->setChecked(true);
    newest_->setAutoRaise(true);
    facts_->setProperty("quiet", true);
    facts_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    facts_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    moment_->setMinimumWidth(
        moment_->fontMetrics().horizontalAdvance(tr("after %1 of %2").arg(99999).arg(99999)));
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(moment_);
    row->addWidget(slider_, 1);
    row->addWidget(newest_);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(view_, 1);
    layout->addWidget(facts_);
    layout->addLayout(row);
    view_->setTextOf([this](const HeatMapCell& cell) { return cellText(cell); });

    soon_.setSingleShot(true);
    soon_.setInterval(kRefreshMilliseconds);
    connect(&soon_, &QTimer::timeout, this, &PopulationView::flush);
    connect(slider_, &QSlider::valueChanged, this, [this](int at) { showMoment(at); });
    connect(newest_, &QToolButton::clicked, this, [this](bool on) {
        if (on)
            showNewest();
        else
            showMoment(slider_->value());
    });
    connect(view_, &HeatMapView::cellChosen, this, &PopulationView::choose);
    connect(&selection, &Selection::candidateChanged, this, &PopulationView::showSelection);
    connect(&selection, &Selection::layerChanged, this, &PopulationView::showSelection);
    connect(&selection, &Selection::networkChanged, this, &PopulationView::flush);
    flush();
}

void PopulationView::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (stale_) flush();
}

void PopulationView::setHistory(std::shared_ptr<const SearchHistory> history) {
    history_ = std::move(history);
    showNewest();
}

void PopulationView::refresh() {
    stale_ = true;
    if (isVisible() && !soon_.isActive()) soon_.start();
}

void PopulationView::showMoment(std::int64_t candidates) {
    shown_ = candidates;
    newest_->setChecked(false);
    flush();
    Q_EMIT momentChanged(static_cast<double>(candidates));
}

void PopulationView::showNewest() {
    shown_.reset();
    newest_->setChecked(true);
    flush();
    Q_EMIT momentChanged(std::numeric_limits<double>::quiet_NaN());
}

void PopulationView::flush() {
    soon_.stop();
    const std::int64_t count = history_ ? history_->count() : 0;
    {
        const QSignalBlocker quiet(slider_);
        slider_->setRange(count > 0 ? 1 : 0, static_cast<int>(count));
        slider_->setValue(static_cast<int>(shown_.value_or(count)));
        const auto steps = history_ ? static_cast<std::int64_t>(history_->changes().size()) : 0;
        // A step of the slider about a change of the population.
        slider_->setSingleStep(
            static_cast<int>(steps > 0 ? std::max<std::int64_t>(1, count / steps) : 1));
        slider_->setPageStep(static_cast<int>(std::max<std::int64_t>(1, count / 20)));
    }
    slider_->setEnabled(count > 0);
    newest_->setEnabled(count > 0);
    moment_->setText(tr("after %1 of %2").arg(countText(shown_.value_or(count)), countText(count)));
    stale_ = !isVisible();
    if (stale_ && count > 0) return;

    WidthMap map;
    map.title = tr("Widths in the population");
    const auto& network = selection_.network();
    if (history_ && network && selection_.run() &&
        selection_.runRecord().model == selection_.model()) {
        map.layers = layerLabels(network->layers());
        auto members = history_->membersAt(shown_.value_or(count));
        std::ranges::sort(
            members, [this](CandidateId a, CandidateId b) { return history_->isBetter(a, b); });
        for (const CandidateId id : members) {
            const auto widths = history_->widthsOf(id);
            map.rows.push_back({id, history_->fitnessOf(id), {widths.begin(), widths.end()}});
        }
    }
    view_->heatMap()->setMap(std::move(map));
    showSelection();
}

void PopulationView::choose(const HeatMapCell& cell) {
    const WidthMap& map = view_->heatMap()->map();
    if (cell.row >= static_cast<int>(map.rows.size())) return;
    // Showing the choice replaces nothing of the map.
    const CandidateId id = map.rows[static_cast<std::size_t>(cell.row)].id;
    selection_.setLayer(cell.column);
    selection_.setCandidate(id);
}

void PopulationView::showSelection() {
    const ScoredCandidate* candidate = selection_.candidate();
    HeatMapChart* chart = view_->heatMap();
    const int layer = selection_.layerNumber();
    chart->setSelected(candidate != nullptr ? std::optional(candidate->id) : std::nullopt, layer);
    const int row = candidate != nullptr ? chart->rowOf(candidate->id) : -1;
    view_->setCurrent(row >= 0 ? std::optional(HeatMapCell{row, layer}) : std::nullopt);
    facts_->setText(row >= 0 ? cellText({row, layer}).replace(u'\n', QStringLiteral("   "))
                             : tr("Click a cell to choose candidate and layer"));
    facts_->setToolTip(facts_->text());
}

QString PopulationView::cellText(const HeatMapCell& cell) const {
    const WidthMap& map = view_->heatMap()->map();
    if (cell.row < 0 || cell.row >= static_cast<int>(map.rows.size()) || cell.column < 0 ||
        cell.column >= static_cast<int>(map.layers.size()))
        return {};
    const WidthMap::Row& row = map.rows[static_cast<std::size_t>(cell.row)];
    QStringList lines{
        tr("Candidate %1, rank %2 of %3").arg(row.id.value).arg(cell.row + 1).arg(map.rows.size()),
        tr("Fitness %1").arg(shortText(row.fitness))};
    const auto& network = selection_.network();
    const auto column = static_cast<std::size_t>(cell.column);
    QString layer = map.layers[cell.column];
    if (network && column < network->layers().size())
        layer = QString::fromStdString(network->layers()[column].name);
    QString spec = column < row.widths.size() ? tr("%1 bit").arg(row.widths[column]) : QString();
    if (const auto& all = selection_.candidates()) {
        const auto at = std::ranges::lower_bound(*all, row.id, {}, &ScoredCandidate::id);
        if (at != all->end() && at->id == row.id && column < at->candidate.genes.size())
            spec += QStringLiteral(", ") +
                    shortSpec(QString::fromStdString(LpFormat(at->candidate.genes[column]).spec()));
    }
    lines << tr("%1: %2").arg(layer, spec);
    return lines.join(u'\n');
}

}  // namespace lpstudio
