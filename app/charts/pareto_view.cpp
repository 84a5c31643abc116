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
    return tr("Candidate %1").arg(id.value) + valuesText(*found);
}

QString ParetoView::otherText(std::size_t position) const {
    const ParetoOthers& others = chart_->data().others;
    const ParetoPoint& point = others.points[position];
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
    hover(chart_->mapFromScene(mapToScene(event->pos())), event->globalPosition().toPoint());
}

void ParetoView::hover(const QPointF& position, const QPoint& screen) {
    const auto id = chart_->candidateAt(position);
    const auto other = chart_->otherAt(position);
    chart_->setHovered(id);
    chart_->setHoveredOther(other);
    setCursor(id || other ? Qt::PointingHandCursor : Qt::ArrowCursor);
    if (id) {
        QToolTip::showText(screen, hoverText_ ? hoverText_(*id) : defaultText(*id), this);
    } else if (other) {
        QToolTip::showText(screen, otherText(*other), this);
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
    if (clicked)
        click(chart_->mapFromScene(mapToScene(event->pos())),
              event->modifiers() & Qt::ControlModifier);
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
        Q_EMIT otherClicked(run, candidate);
    }
}

void ParetoView::leaveEvent(QEvent* event) {
    chart_->setHovered(std::nullopt);
    chart_->setHoveredOther(std::nullopt);
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
