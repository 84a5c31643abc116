#include <QKeyEvent>
#include <QMouseEvent>
#include <QToolTip>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "app/charts/pareto_chart.h"

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
    return tr("Candidate %1\n%2: %3\n%4: %5")
        .arg(QString::number(id.value), shown.x.title, valueText(shown.x, found->x), shown.y.title,
             valueText(shown.y, found->y));
}

void ParetoView::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return QChartView::mousePressEvent(event);
    pressed_ = dragged_ = event->pos();
    moved_ = false;
}

void ParetoView::mouseMoveEvent(QMouseEvent* event) {
    if (dragged_) {
        moved_ = moved_ || (event->pos() - *pressed_).manhattanLength() >= kDragPixels;
        if (!moved_) return;
        const QRectF plot = chart_->plotArea();
        const PlotRange range = chart_->range();
        const QPoint by = event->pos() - *dragged_;
        move(-by.x() / plot.width() * range.width(), by.y() / plot.height() * range.height());
        dragged_ = event->pos();
        setCursor(Qt::ClosedHandCursor);
        return;
    }
    const auto id = chart_->candidateAt(chart_->mapFromScene(mapToScene(event->pos())));
    chart_->setHovered(id);
    setCursor(id ? Qt::PointingHandCursor : Qt::ArrowCursor);
    if (id) {
        QToolTip::showText(event->globalPosition().toPoint(),
                           hoverText_ ? hoverText_(*id) : defaultText(*id), this);
    } else {
        QToolTip::hideText();
    }
}

void ParetoView::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return QChartView::mouseReleaseEvent(event);
    const bool clicked = pressed_ && !moved_;
    pressed_.reset();
    dragged_.reset();
    setCursor(Qt::ArrowCursor);
    if (!clicked) return;
    const auto id = chart_->candidateAt(chart_->mapFromScene(mapToScene(event->pos())));
    if (!id) return;
    if (event->modifiers() & Qt::ControlModifier) {
        Q_EMIT pointAdded(*id);
    } else {
        chart_->setSelected(id);
        Q_EMIT pointClicked(*id);
    }
}

void ParetoView::leaveEvent(QEvent* event) {
    chart_->setHovered(std::nullopt);
    QChartView::leaveEvent(event);
}

void ParetoView::wheelEvent(QWheelEvent* event) {
    const double steps = event->angleDelta().y() / 120.0;
    if (steps != 0)
        zoom(std::pow(kKeyZoom, steps),
             chart_->mapFromScene(mapToScene(event->position().toPoint())));
    event->accept();
}

void ParetoView::keyPressEvent(QKeyEvent* event) {
    const PlotRange range = chart_->range();
    const double dx = kKeyMove * range.width(), dy = kKeyMove * range.height();
    switch (event->key()) {
        case Qt::Key_Plus:
        case Qt::Key_Equal:
            return zoom(kKeyZoom, chart_->plotArea().center());
        case Qt::Key_Minus:
            return zoom(1 / kKeyZoom, chart_->plotArea().center());
        case Qt::Key_0:
            return chart_->resetRange();
        case Qt::Key_Left:
            return move(-dx, 0);
        case Qt::Key_Right:
            return move(dx, 0);
        case Qt::Key_Up:
            return move(0, dy);
        case Qt::Key_Down:
            return move(0, -dy);
        default:
            QChartView::keyPressEvent(event);
    }
}

void ParetoView::zoom(double factor, const QPointF& around) {
    const QRectF plot = chart_->plotArea();
    const PlotRange range = chart_->range();
    const PlotMap map{range, plot.left(), plot.top(), plot.width(), plot.height()};
    const double x = map.dataX(around.x()), y = map.dataY(around.y());
    chart_->setRange({x + (range.xFrom - x) / factor, x + (range.xTo - x) / factor,
                      y + (range.yFrom - y) / factor, y + (range.yTo - y) / factor});
}

void ParetoView::move(double dx, double dy) {
    const PlotRange range = chart_->range();
    chart_->setRange({range.xFrom + dx, range.xTo + dx, range.yFrom + dy, range.yTo + dy});
}

}  // namespace lpstudio
