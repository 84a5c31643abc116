#include "app/windows/frame/chart_view.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QToolTip>
#include <utility>

namespace lpstudio {

void ChartView::setUp(QChart* chart) {
    setChart(chart);
    setRenderHint(QPainter::Antialiasing);
    setFrameShape(QFrame::NoFrame);
    setMinimumSize(240, 160);
    addCopyAction(this);
}

void ChartView::addCopyAction(QChartView* view) {
    auto* copy = new QAction(tr("Copy picture"), view);
    copy->setShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C));
    copy->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    connect(copy, &QAction::triggered, view,
            [view] { QApplication::clipboard()->setPixmap(view->grab()); });
    view->addAction(copy);
    view->setContextMenuPolicy(Qt::ActionsContextMenu);
    view->setFocusPolicy(Qt::StrongFocus);
}

LayerBarsView::LayerBarsView(Qt::Orientation orientation, QWidget* parent)
    : ChartView(new LayerBarsChart(orientation), parent),
      chart_(static_cast<LayerBarsChart*>(chart())) {}

void LayerBarsView::setBars(LayerBars bars) {
    setVisible(!bars.bars.empty());
    chart_->setBars(std::move(bars));
}

int LayerBarsView::layerAt(const QPoint& position) const {
    return chart_->layerAt(chart_->mapFromScene(mapToScene(position)));
}

void LayerBarsView::mousePressEvent(QMouseEvent* event) {
    ChartView::mousePressEvent(event);
    if (event->button() != Qt::LeftButton) return;
    if (const int layer = layerAt(event->pos()); layer >= 0) Q_EMIT layerClicked(layer);
}

bool LayerBarsView::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const int layer = layerAt(help->pos());
        if (layer >= 0)
            QToolTip::showText(help->globalPos(), chart_->textOf(layer), this);
        else
            QToolTip::hideText();
        return true;
    }
    return ChartView::viewportEvent(event);
}

}  // namespace lpstudio
