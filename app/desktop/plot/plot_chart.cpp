#include "app/desktop/plot/plot_chart.h"

#include <QChart>
#include <QCoreApplication>
#include <QEvent>
#include <QGraphicsLayout>
#include <QGraphicsScene>
#include <QLocale>
#include <QPainter>
#include <QTextDocumentFragment>
#include <QValueAxis>
#include <algorithm>
#include <memory>

#include "app/desktop/plot/axes.h"

namespace lpstudio {
namespace {

/// Above grid, axes and series of Qt Charts, whose z values are small.
constexpr double kAboveSeries = 100;
/// Labels and outlines may reach a little beyond the plot area.
constexpr double kMargin = 8;

}  // namespace

QString titleWithFacts(const QString& title, const QString& facts, const ChartTheme& theme,
                       int emptyLines) {
    if (title.isEmpty() || facts.isEmpty()) return title.toHtmlEscaped();
    // A table, because a title's lines are otherwise not centred on each other.
    QString text =
        QStringLiteral(
            "<table cellspacing=\"0\" cellpadding=\"0\"><tr><td align=\"center\">%1</td></tr>"
            "<tr><td align=\"center\"><span style=\"font-weight:normal; font-size:%2px; "
            "color:%3\">%4</span></td></tr>")
            .arg(title.toHtmlEscaped(), QString::number(theme.fontPixels), theme.secondary.name(),
                 facts.toHtmlEscaped());
    if (emptyLines > 0)
        text += QStringLiteral("<tr><td style=\"font-size:%1px\">\u00a0%2</td></tr>")
                    .arg(theme.fontPixels)
                    .arg(QStringLiteral("<br>\u00a0").repeated(emptyLines - 1));
    return text + QStringLiteral("</table>");
}

PlotChart::PlotChart(QGraphicsItem* parent) : QChart(parent) {
    // The axes of Qt Charts: in the user's locale, and without the group separators that labels
    // have no room for.
    QLocale locale;
    locale.setNumberOptions(QLocale::OmitGroupSeparator);
    setLocale(locale);
    setLocalizeNumbers(true);
}

void PlotChart::setTheme(const lpstudio::ChartTheme& theme) {
    theme_ = theme;
    theme_.apply(*this);
    showTheme();
}

void PlotChart::setWindow(const PlotRange& window) {
    const PlotRange clamped = clampedWindow(window);
    if (clamped == window_) return;
    window_ = clamped;
    showWindow();
    Q_EMIT windowChanged();
}

void PlotChart::forgetWindow() {
    if (showsAll()) return;
    window_ = kWholeWindow;
    Q_EMIT windowChanged();
}

void PlotChart::rebase(const PlotRange& before, const PlotRange& after) {
    const PlotRange rebased = rebasedWindow(window_, before, after);
    if (rebased == window_) return;
    window_ = rebased;
    Q_EMIT windowChanged();
}

void PlotChart::zoomAt(double factor, const QPointF& place) {
    const QRectF area = plotArea();
    if (area.isEmpty()) return;
    setWindow(zoomedWindow(window_, factor, (place.x() - area.left()) / area.width(),
                           (area.bottom() - place.y()) / area.height(), zoomAxes()));
}

void PlotChart::panBy(const QPointF& pixels) {
    const QRectF area = plotArea();
    if (area.isEmpty()) return;
    setWindow(movedWindow(window_, -pixels.x() / area.width(), pixels.y() / area.height()));
}

void PlotChart::zoomToRect(const QRectF& rect) {
    setWindow(windowOf(window_, rect, plotArea(), zoomAxes()));
}

AxisInterval PlotChart::shownX(const AxisInterval& whole) const {
    return shownOf(whole, window_.xFrom, window_.xTo);
}

AxisInterval PlotChart::shownY(const AxisInterval& whole) const {
    return shownOf(whole, window_.yFrom, window_.yTo);
}

void PlotChart::showX(QValueAxis& axis, const AxisInterval& data, int ticks) const {
    if (!(window_.width() < 1)) return setNiceRange(axis, data.from, data.to, ticks);
    const AxisInterval shown = shownX(niceInterval(data.from, data.to, ticks));
    setExactRange(axis, shown.from, shown.to, ticks);
}

void PlotChart::showY(QValueAxis& axis, const AxisInterval& data, int ticks) const {
    if (!(window_.height() < 1)) return setNiceRange(axis, data.from, data.to, ticks);
    const AxisInterval shown = shownY(niceInterval(data.from, data.to, ticks));
    setExactRange(axis, shown.from, shown.to, ticks);
}

int PlotChart::ticksAcross(int most) const {
    // Room for a number of five digits and the gap beside it.
    const double label = 4.5 * theme_.fontPixels;
    const double width = plotArea().width();
    return width > 0 ? std::clamp(static_cast<int>(width / label), 2, most) : most;
}

QString PlotChart::figureTitle() const {
    const QString text = QTextDocumentFragment::fromHtml(title()).toPlainText();
    return text.section(u'\n', 0, 0, QString::SectionSkipEmpty).trimmed();
}

void PlotChart::settleLayout() {
    // Labels chosen for the new size ask for another layout, which would wait for the event loop.
    for (int round = 0; round < 3; ++round) {
        layout()->activate();
        QCoreApplication::sendPostedEvents(this, QEvent::LayoutRequest);
    }
}

void PlotChart::paintFigure(QPainter& painter, const QSizeF& points) {
    const lpstudio::ChartTheme shown = theme_;
    const QSizeF before = size();
    // A chart without a view has no scene to be painted from.
    std::unique_ptr<QGraphicsScene> own;
    if (scene() == nullptr) {
        own = std::make_unique<QGraphicsScene>();
        own->addItem(this);
    }
    setTheme(lpstudio::ChartTheme::print());
    resize(points);
    settleLayout();
    scene()->render(&painter, QRectF({}, points), mapRectToScene(QRectF({}, points)));
    setTheme(shown);
    resize(before);
    settleLayout();
    if (own) own->removeItem(this);
}

PlotItem::PlotItem(QChart* chart)
    : QGraphicsObject(chart),
      plot_(qobject_cast<const PlotChart*>(chart)),
      area_(chart->plotArea()) {
    setZValue(kAboveSeries);
    setAcceptedMouseButtons(Qt::NoButton);
    connect(chart, &QChart::plotAreaChanged, this, [this](const QRectF& area) {
        prepareGeometryChange();
        area_ = area;
        Q_EMIT areaChanged();
    });
}

void PlotItem::setTheme(const ChartTheme& theme) {
    theme_ = theme;
    refresh();
}

void PlotItem::setRange(const PlotRange& range) {
    if (range == range_) return;
    range_ = range;
    refresh();
}

QRectF PlotItem::whole() const {
    return plot_ != nullptr ? wholeRect(area_, plot_->window()) : area_;
}

QRectF PlotItem::boundingRect() const {
    return area_.adjusted(-kMargin, -kMargin, kMargin, kMargin);
}

}  // namespace lpstudio
