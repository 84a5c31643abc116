#include "app/desktop/charts/pareto_view.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QToolTip>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "app/desktop/charts/pareto_overlay.h"
#include "app/desktop/plot/plot_geometry.h"

namespace lpstudio {
namespace {

constexpr double kKeyZoom = 1.25;
/// Share of the range by which an arrow key moves.
constexpr double kKeyMove = 0.1;
/// Pixels between press and release from which on it is a drag.
constexpr int kDragPixels = 4;

}  // namespace

ParetoView::ParetoView(QWidget* parent) : QChartView(parent), chart_(new ParetoChart) {
    setChart(chart_);
    setRenderHint(QPainter::Antialiasing);
    setFrameShape(QFrame::NoFrame);
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setMinimumSize(320, 240);
    setAccessibleName(tr("Pareto chart"));
    chart_->overlay()->setHandlesShown(true);
    setTheme(chart_->theme());
}

void ParetoView::setTheme(const ChartTheme& theme) {
    chart_->setTheme(theme);
    setBackgroundBrush(theme.base);
}

void ParetoView::setData(ParetoData shown) {
    chart_->setHovered(std::nullopt);
    chart_->setData(std::move(shown));
}

void ParetoView::setSelected(std::optional<CandidateId> selected) {
    chart_->setSelected(selected);
}

void ParetoView::setHoverText(std::function<QString(CandidateId)> text) {
    hoverText_ = std::move(text);
}

QString ParetoView::defaultText(CandidateId id) const {
    const ParetoData& shown = chart_->data();
    const auto found = std::find_if(shown.points.begin(), shown.points.end(),
                                    [&](const ParetoPoint& point) { return point.id == id; });
    if (found == shown.points.end()) return {};
    return tr("Candidate %1").arg(id.value) + valuesText(*found);
}

QString ParetoView::otherText(std::size_t position) const {
    const ParetoOthers& others = chart_->data().others;
    const ParetoPoint& point = others.points[position];
    if (otherText_) return otherText_(others.runs[position], point.id);
    const auto name = others.names.find(others.runs[position]);
    return tr("Candidate %1 of %2")
               .arg(QString::number(point.id.value),
                    name == others.names.end() ? tr("another run") : name->second) +
           valuesText(point);
}

QString ParetoView::valuesText(const ParetoPoint& point) const {
    const ParetoData& shown = chart_->data();
    return QStringLiteral("\n%1: %2\n%3: %4")
        .arg(shown.x.title, valueText(shown.x, point.x), shown.y.title,
             valueText(shown.y, point.y));
}

void ParetoView::setOtherText(std::function<QString(RunId, CandidateId)> text) {
    otherText_ = std::move(text);
}

void ParetoView::setRegionMode(bool on) {
    regionMode_ = on;
}

QPointF ParetoView::inChart(const QPoint& position) const {
    return chart_->mapFromScene(mapToScene(position));
}

bool ParetoView::viewportEvent(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QChartView::viewportEvent(event);
    // The scene would ask its items for a text and, none of them having one, hide what is shown.
    const auto* help = static_cast<QHelpEvent*>(event);
    if (!dragged_) hover(inChart(help->pos()), help->globalPos());
    return true;
}

void ParetoView::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return QChartView::mousePressEvent(event);
    handle_ = chart_->overlay()->handleAt(inChart(event->pos()));
    pressed_ = dragged_ = event->pos();
    moved_ = false;
    drag_ = Drag::None;
    if (!handle_)
        drag_ = regionMode_ || event->modifiers().testFlag(Qt::ShiftModifier) ? Drag::Region
                                                                              : Drag::Move;
}

void ParetoView::mouseMoveEvent(QMouseEvent* event) {
    const QPointF place = inChart(event->pos());
    if (!dragged_) return hover(place, event->globalPosition().toPoint());
    moved_ = moved_ || (event->pos() - *pressed_).manhattanLength() >= kDragPixels;
    if (!moved_) return;
    if (handle_) {
        dragHandle(place);
    } else if (drag_ == Drag::Region) {
        setCursor(Qt::CrossCursor);
        chart_->setRegion(rangeBetween(inChart(*pressed_), place));
    } else {
        chart_->panBy(event->pos() - *dragged_);
        setCursor(Qt::ClosedHandCursor);
    }
    dragged_ = event->pos();
}

PlotRange ParetoView::rangeBetween(const QPointF& a, const QPointF& b) const {
    const PlotMap map = chart_->map();
    const auto [xFrom, xTo] = std::minmax({map.dataX(a.x()), map.dataX(b.x())});
    const auto [yFrom, yTo] = std::minmax({map.dataY(a.y()), map.dataY(b.y())});
    return {xFrom, xTo, yFrom, yTo};
}

void ParetoView::setRegion(std::optional<PlotRange> region) {
    chart_->setRegion(region);
    Q_EMIT regionChanged(region);
}

void ParetoView::dragHandle(const QPointF& position) {
    const ParetoData& shown = chart_->data();
    const Limit limit = limitOn(chart_->limits(), (isHorizontal(*handle_) ? shown.x : shown.y).key);
    announceLimit(*handle_, dragged(*handle_, position.x(), position.y(), chart_->map(), limit));
}

void ParetoView::announceLimit(LimitHandle handle, const Limit& limit) {
    const ParetoData& shown = chart_->data();
    Q_EMIT limitChanged(QString::fromStdString(isHorizontal(handle) ? shown.x.key : shown.y.key),
                        limit);
}

void ParetoView::hover(const QPointF& position, const QPoint& screen) {
    const auto handle = chart_->overlay()->handleAt(position);
    chart_->overlay()->setActive(handle);
    const auto id = handle ? std::nullopt : chart_->candidateAt(position);
    const auto other = handle ? std::nullopt : chart_->otherAt(position);
    chart_->setHovered(id);
    chart_->setHoveredOther(other);
    if (handle)
        setCursor(isHorizontal(*handle) ? Qt::SizeHorCursor : Qt::SizeVerCursor);
    else
        setCursor(id || other   ? Qt::PointingHandCursor
                  : regionMode_ ? Qt::CrossCursor
                                : Qt::ArrowCursor);
    if (handle) {
        QToolTip::showText(screen,
                           tr("Drag to set a limit; candidates beyond it are greyed out.\n"
                              "Double-click to remove it."),
                           this);
    } else if (id) {
        QToolTip::showText(screen, hoverText_ ? hoverText_(*id) : defaultText(*id), this);
    } else if (other) {
        QToolTip::showText(screen, otherText(*other), this);
    } else {
        QToolTip::hideText();
    }
}

void ParetoView::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return QChartView::mouseReleaseEvent(event);
    const bool clicked = pressed_ && !moved_ && !handle_;
    const bool region = moved_ && drag_ == Drag::Region;
    pressed_.reset();
    dragged_.reset();
    handle_.reset();
    setCursor(Qt::ArrowCursor);
    if (region) Q_EMIT regionChanged(chart_->region());
    if (clicked)
        click(inChart(event->pos()),
              (event->modifiers() & (Qt::ControlModifier | Qt::ShiftModifier)) != 0);
}

void ParetoView::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return QChartView::mouseDoubleClickEvent(event);
    const auto handle = chart_->overlay()->handleAt(inChart(event->pos()));
    if (!handle) return chart_->resetRange();
    const ParetoData& shown = chart_->data();
    Limit limit = limitOn(chart_->limits(), (isHorizontal(*handle) ? shown.x : shown.y).key);
    (isLeast(*handle) ? limit.least : limit.most).reset();
    announceLimit(*handle, limit);
}

void ParetoView::click(const QPointF& position, bool add) {
    const auto id = chart_->candidateAt(position);
    if (id && add) {
        Q_EMIT pointAdded(*id);
    } else if (id) {
        chart_->setSelected(id);
        Q_EMIT pointClicked(*id);
    } else if (const auto other = chart_->otherAt(position)) {
        // The receiver may replace the data.
        const RunId run = chart_->data().others.runs[*other];
        const CandidateId candidate = chart_->data().others.points[*other].id;
        if (add)
            Q_EMIT otherAdded(run, candidate);
        else
            Q_EMIT otherClicked(run, candidate);
    }
}

void ParetoView::walkFront(int step) {
    const auto& front = chart_->front();
    if (front.empty()) return;
    const auto& points = chart_->data().points;
    const auto at = std::find_if(front.begin(), front.end(),
                                 [&](std::size_t i) { return points[i].id == chart_->selected(); });
    const auto last = static_cast<std::ptrdiff_t>(front.size()) - 1;
    const std::ptrdiff_t next =
        at == front.end() ? (step > 0 ? 0 : last)
                          : std::clamp<std::ptrdiff_t>(at - front.begin() + step, 0, last);
    const CandidateId id = points[front[static_cast<std::size_t>(next)]].id;
    chart_->setSelected(id);
    Q_EMIT pointClicked(id);
}

void ParetoView::leaveEvent(QEvent* event) {
    chart_->setHovered(std::nullopt);
    chart_->setHoveredOther(std::nullopt);
    chart_->overlay()->setActive(std::nullopt);
    QChartView::leaveEvent(event);
}

void ParetoView::wheelEvent(QWheelEvent* event) {
    const double steps = event->angleDelta().y() / 120.0;
    if (steps != 0) chart_->zoomAt(std::pow(kKeyZoom, steps), inChart(event->position().toPoint()));
    event->accept();
}

void ParetoView::keyPressEvent(QKeyEvent* event) {
    const QRectF area = chart_->plotArea();
    const double dx = kKeyMove * area.width(), dy = kKeyMove * area.height();
    switch (event->key()) {
        case Qt::Key_Plus:
        case Qt::Key_Equal:
            return chart_->zoomAt(kKeyZoom, area.center());
        case Qt::Key_Minus:
            return chart_->zoomAt(1 / kKeyZoom, area.center());
        case Qt::Key_0:
            return chart_->resetRange();
        case Qt::Key_PageUp:
            return walkFront(-1);
        case Qt::Key_PageDown:
            return walkFront(1);
        case Qt::Key_Escape:
            if (!chart_->region()) return QChartView::keyPressEvent(event);
            return setRegion(std::nullopt);
        case Qt::Key_Left:
            return chart_->panBy({dx, 0});
        case Qt::Key_Right:
            return chart_->panBy({-dx, 0});
        case Qt::Key_Up:
            return chart_->panBy({0, dy});
        case Qt::Key_Down:
            return chart_->panBy({0, -dy});
        default:
            QChartView::keyPressEvent(event);
    }
}

}  // namespace lpstudio
