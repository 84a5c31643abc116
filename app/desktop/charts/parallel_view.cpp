#include "app/desktop/charts/parallel_view.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QToolTip>
#include <algorithm>

namespace lpstudio {
namespace {

/// Pixels between press and release from which on it is a drag.
constexpr int kDragPixels = 4;
/// Share of an axis by which a key moves an end.
constexpr double kKeyStep = 0.02;

}  // namespace

ParallelView::ParallelView(QWidget* parent) : QChartView(parent), chart_(new ParallelChart) {
    setChart(chart_);
    setRenderHint(QPainter::Antialiasing);
    setFrameShape(QFrame::NoFrame);
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setMinimumSize(320, 240);
    setAccessibleName(tr("Parallel coordinates"));
    setTheme(chart_->theme());
}

void ParallelView::setTheme(const lpstudio::ChartTheme& theme) {
    chart_->setTheme(theme);
    setBackgroundBrush(theme.base);
}

void ParallelView::setHoverText(std::function<QString(std::size_t)> text) {
    hoverText_ = std::move(text);
}

QPointF ParallelView::inChart(const QPoint& position) const {
    return chart_->mapFromScene(mapToScene(position));
}

void ParallelView::announce(std::size_t axis, const Limit& limit) {
    Q_EMIT limitChanged(QString::fromStdString(chart_->data().axes[axis]), limit);
}

void ParallelView::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return QChartView::mousePressEvent(event);
    pressed_ = event->pos();
    moved_ = false;
    brush_.reset();
    const QPointF place = inChart(event->pos());
    if (const auto axis = chart_->axisAt(place)) {
        axis_ = *axis;
        const ParallelData& shown = chart_->data();
        brush_.emplace(chart_->map(), chart_->span(axis_), limitOn(shown.limits, shown.axes[axis_]),
                       place.y());
    }
}

void ParallelView::mouseMoveEvent(QMouseEvent* event) {
    const QPointF place = inChart(event->pos());
    if (pressed_) {
        moved_ = moved_ || (event->pos() - *pressed_).manhattanLength() >= kDragPixels;
        if (moved_ && brush_) announce(axis_, brush_->at(place.y()));
        return;
    }
    hover(event->pos(), event->globalPosition().toPoint());
}

bool ParallelView::viewportEvent(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QChartView::viewportEvent(event);
    // The scene would ask its items for a text and, none of them having one, hide what is shown.
    const auto* help = static_cast<QHelpEvent*>(event);
    if (!pressed_) hover(help->pos(), help->globalPos());
    return true;
}

void ParallelView::hover(const QPoint& position, const QPoint& screen) {
    const QPointF place = inChart(position);
    const bool onAxis = chart_->axisAt(place).has_value();
    const auto row = onAxis ? std::nullopt : chart_->rowAt(place);
    chart_->setHovered(row);
    setCursor(onAxis ? Qt::SizeVerCursor : row ? Qt::PointingHandCursor : Qt::ArrowCursor);
    if (row && hoverText_)
        QToolTip::showText(screen, hoverText_(*row), this);
    else
        QToolTip::hideText();
}

void ParallelView::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return QChartView::mouseReleaseEvent(event);
    const bool clicked = pressed_ && !moved_;
    pressed_.reset();
    brush_.reset();
    if (!clicked) return;
    const auto row = chart_->rowAt(inChart(event->pos()));
    if (!row) return;
    if (event->modifiers() & (Qt::ControlModifier | Qt::ShiftModifier))
        Q_EMIT rowAdded(*row);
    else
        Q_EMIT rowClicked(*row);
}

void ParallelView::mouseDoubleClickEvent(QMouseEvent* event) {
    if (const auto axis = chart_->axisAt(inChart(event->pos()))) announce(*axis, {});
}

void ParallelView::leaveEvent(QEvent* event) {
    chart_->setHovered(std::nullopt);
    QChartView::leaveEvent(event);
}

void ParallelView::moveEnd(bool upper, double by) {
    const AxisSpan& span = chart_->span(axis_);
    Limit limit = limitOn(chart_->data().limits, chart_->data().axes[axis_]);
    auto& end = upper ? limit.most : limit.least;
    const double now = end ? span.share(*end) : (upper ? 1.0 : 0.0);
    double least = 0, most = 1;
    if (upper && limit.least) least = span.share(*limit.least);
    if (!upper && limit.most) most = span.share(*limit.most);
    const double next = std::clamp(now + by, least, std::max(least, most));
    end.reset();
    if (upper ? next < 1 : next > 0) end = span.value(next);
    announce(axis_, limit);
}

void ParallelView::keyPressEvent(QKeyEvent* event) {
    const std::size_t axes = chart_->data().axes.size();
    if (axes == 0) return QChartView::keyPressEvent(event);
    axis_ = std::min(axis_, axes - 1);
    const bool upper = !event->modifiers().testFlag(Qt::ShiftModifier);
    const auto tell = [this] {
        setAccessibleDescription(
            tr("Axis: %1").arg(paretoQuantity(chart_->data().axes[axis_]).title));
    };
    switch (event->key()) {
        case Qt::Key_Left:
            axis_ = axis_ > 0 ? axis_ - 1 : 0;
            return tell();
        case Qt::Key_Right:
            axis_ = std::min(axis_ + 1, axes - 1);
            return tell();
        case Qt::Key_PageUp:
            return moveEnd(upper, kKeyStep);
        case Qt::Key_PageDown:
            return moveEnd(upper, -kKeyStep);
        case Qt::Key_Delete:
            return announce(axis_, {});
        default:
            QChartView::keyPressEvent(event);
    }
}

}  // namespace lpstudio
