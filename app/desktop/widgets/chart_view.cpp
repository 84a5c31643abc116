#include "app/desktop/widgets/chart_view.h"

#include <QAccessibleWidget>
#include <QHelpEvent>
#include <QToolTip>
#include <utility>

#include "app/desktop/plot/plot_geometry.h"
#include "app/desktop/widgets/figure_actions.h"
#include "app/desktop/widgets/zoom_gestures.h"

namespace lpstudio {
namespace {

/// A screen reader tells a chart by the title that it has at the moment.
class ChartFace final : public QAccessibleWidget {
public:
    explicit ChartFace(ChartView* view)
        : QAccessibleWidget(view, QAccessible::Chart), view_(view) {}
    QString text(QAccessible::Text kind) const override {
        QString own = QAccessibleWidget::text(kind);
        if (kind != QAccessible::Name || !own.isEmpty()) return own;
        const QString title = view_->plot()->figureTitle();
        return title.isEmpty() ? ChartView::tr("Chart") : title;
    }

private:
    ChartView* view_;
};

QAccessibleInterface* makeFace(const QString& className, QObject* object) {
    if (className != QLatin1String(ChartView::staticMetaObject.className())) return nullptr;
    auto* view = qobject_cast<ChartView*>(object);
    return view != nullptr ? new ChartFace(view) : nullptr;
}

}  // namespace

ChartView::ChartView(PlotChart* chart, QWidget* parent)
    : QChartView(parent), plot_(chart), actions_(nullptr) {
    // A factory that is there already is not added again.
    QAccessible::installFactory(makeFace);
    setChart(chart);
    setRenderHint(QPainter::Antialiasing);
    setFrameShape(QFrame::NoFrame);
    setMinimumSize(240, 160);
    actions_ = new FigureActions(this, *chart, chart);
    auto* gestures = new ZoomGestures(viewport(), this, *chart, [this](const QPointF& place) {
        return plot_->mapFromScene(viewportTransform().inverted().map(place));
    });
    connect(gestures, &ZoomGestures::clicked, this,
            [this](const QPointF& place) { clickAt(place); });
    follow(chart);
}

void ChartView::linkHorizontally(PlotChart* a, PlotChart* b) {
    const auto pass = [](PlotChart* from, PlotChart* to) {
        connect(from, &PlotChart::windowChanged, to, [from, to] {
            PlotRange window = to->window();
            window.xFrom = from->window().xFrom;
            window.xTo = from->window().xTo;
            to->setWindow(window);
        });
    };
    pass(a, b);
    pass(b, a);
}

LayerBarsView::LayerBarsView(Qt::Orientation orientation, QWidget* parent)
    : ChartView(new LayerBarsChart(orientation), parent),
      chart_(static_cast<LayerBarsChart*>(chart())) {}

void LayerBarsView::setBars(LayerBars bars) {
    setVisible(!bars.bars.empty());
    chart_->setBars(std::move(bars));
}

void LayerBarsView::clickAt(const QPointF& place) {
    if (const int layer = chart_->layerAt(place); layer >= 0) Q_EMIT layerClicked(layer);
}

bool LayerBarsView::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const int layer = chart_->layerAt(chart_->mapFromScene(mapToScene(help->pos())));
        if (layer >= 0)
            QToolTip::showText(help->globalPos(), chart_->textOf(layer), this);
        else
            QToolTip::hideText();
        return true;
    }
    return ChartView::viewportEvent(event);
}

}  // namespace lpstudio
