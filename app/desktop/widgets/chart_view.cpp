#include "app/desktop/widgets/chart_view.h"

#include <QAccessibleWidget>
#include <QButtonGroup>
#include <QHBoxLayout>
#include <QHelpEvent>
#include <QLabel>
#include <QMouseEvent>
#include <QRadioButton>
#include <QToolTip>
#include <utility>

#include "app/desktop/plot/plot_geometry.h"
#include "app/desktop/widgets/figure_actions.h"
#include "app/desktop/widgets/zoom_gestures.h"

namespace lpstudio {

ScaleChoice::ScaleChoice(QWidget* parent) : QWidget(parent), buttons_(new QButtonGroup(this)) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(new QLabel(tr("Horizontal axis")));
    for (const auto scale : {DistributionScale::Linear, DistributionScale::Log2}) {
        auto* button = new QRadioButton;
        buttons_->addButton(button, static_cast<int>(scale));
        layout->addWidget(button);
    }
    setQuantity(tr("weight"));
    buttons_->button(static_cast<int>(DistributionScale::Linear))->setChecked(true);
    connect(buttons_, &QButtonGroup::idToggled, this, [this](int id, bool on) {
        if (on) Q_EMIT chosen(static_cast<DistributionScale>(id));
    });
}

void ScaleChoice::setQuantity(const QString& quantity) {
    buttons_->button(static_cast<int>(DistributionScale::Linear))->setText(quantity);
    buttons_->button(static_cast<int>(DistributionScale::Log2))
        ->setText(tr("log2 |%1|").arg(quantity));
}

void ScaleChoice::choose(DistributionScale scale) {
    buttons_->button(static_cast<int>(scale))->setChecked(true);
}

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

void ChartView::mouseMoveEvent(QMouseEvent* event) {
    QChartView::mouseMoveEvent(event);
    hoverAt(event->pos(), event->globalPosition().toPoint());
}

bool ChartView::viewportEvent(QEvent* event) {
    // The scene would ask its items for a text and, none of them having one, hide what is shown.
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        if (hoverAt(help->pos(), help->globalPos())) return true;
    }
    return QChartView::viewportEvent(event);
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

bool LayerBarsView::hoverAt(const QPoint& position, const QPoint& screen) {
    const int layer = chart_->layerAt(chart_->mapFromScene(mapToScene(position)));
    if (layer >= 0)
        QToolTip::showText(screen, chart_->textOf(layer), this);
    else
        QToolTip::hideText();
    return true;
}

}  // namespace lpstudio
