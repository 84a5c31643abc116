#pragma once

#include <QChart>
#include <QGraphicsObject>
#include <QRectF>
#include <QString>

#include "app/desktop/plot/chart_theme.h"
#include "app/desktop/plot/figure.h"
#include "app/desktop/plot/plot_geometry.h"
#include "app/desktop/plot/zoom_window.h"

QT_BEGIN_NAMESPACE
class QValueAxis;
QT_END_NAMESPACE

namespace lpstudio {

/// A chart's title with a second line of facts under it, smaller and lighter, centred, and with so
/// many empty lines below.
QString titleWithFacts(const QString& title, const QString& facts, const ChartTheme& theme,
                       int emptyLines = 0);

/// What every chart of the program has: a theme, a window through which it is looked at, a picture
/// for paper, and its data as a table. A chart of its own fills in showTheme(), showWindow() and
/// figureTable(); a ChartView adds the mouse, the keys and the menu.
class PlotChart : public QChart, public Figure, public Zoomable {
    Q_OBJECT
public:
    explicit PlotChart(QGraphicsItem* parent = nullptr);

    void setTheme(const lpstudio::ChartTheme& theme);
    const lpstudio::ChartTheme& theme() const { return theme_; }

    /// The part that is shown, see zoom_window.h.
    const PlotRange& window() const { return window_; }
    void setWindow(const PlotRange& window);

    QRectF zoomArea() const override { return plotArea(); }
    bool showsAll() const override { return window_ == kWholeWindow; }
    void zoomAt(double factor, const QPointF& place) override;
    void panBy(const QPointF& pixels) override;
    void zoomToRect(const QRectF& rect) override;
    void showAll() override { setWindow(kWholeWindow); }

    /// The title without markup; of one with facts under it the first line.
    QString figureTitle() const override;
    QSizeF figureSize() const override { return size(); }
    void paintFigure(QPainter& painter, const QSizeF& points) override;

Q_SIGNALS:
    void windowChanged();

protected:
    /// Background, title, legend and axes have the theme; the rest is left to do.
    virtual void showTheme() = 0;
    /// Brings axes and items to the window.
    virtual void showWindow() = 0;
    /// What the window shows of an axis.
    AxisInterval shownX(const AxisInterval& whole) const;
    AxisInterval shownY(const AxisInterval& whole) const;
    /// For data that grow: what is in view stays there although the whole has changed. Without a
    /// showWindow(), which the caller does anyway.
    void rebase(const PlotRange& before, const PlotRange& after);
    /// For other data than before: all is shown. Without a showWindow() either.
    void forgetWindow();

    /// An axis of values seen through the window: in whole steps while all is shown. `data`: what
    /// it covers at least.
    void showX(QValueAxis& axis, const AxisInterval& data, int ticks) const;
    void showY(QValueAxis& axis, const AxisInterval& data, int ticks) const;

    /// At most so many ticks, fewer where the plot is too narrow for their labels.
    int ticksAcross(int most) const;

    lpstudio::ChartTheme theme_ = lpstudio::ChartTheme::light();

private:
    void settleLayout();

    PlotRange window_ = kWholeWindow;
};

/// Something of ours that is painted inside the axes of a chart. It belongs to the chart, fills its
/// plot area and follows it.
class PlotItem : public QGraphicsObject {
    Q_OBJECT
public:
    explicit PlotItem(QChart* chart);

    void setTheme(const ChartTheme& theme);
    /// What the axes show, where both are linear.
    void setRange(const PlotRange& range);
    /// Of that range, into chart coordinates.
    PlotMap map() const {
        return {range_, area_.left(), area_.top(), area_.width(), area_.height()};
    }

    QRectF boundingRect() const override;
    const QRectF& area() const { return area_; }
    /// Where everything would lie of which `area` shows the chart's window: the same unless the
    /// chart is zoomed.
    QRectF whole() const;

Q_SIGNALS:
    void areaChanged();

protected:
    /// Theme or range are others: paints anew.
    virtual void refresh() { update(); }
    /// Sizes follow the type: 1 at the screen's 12 pixels.
    double unit() const { return theme_.fontPixels / 12.0; }

    ChartTheme theme_;
    PlotRange range_;

private:
    const PlotChart* plot_;  ///< null in a chart without a window
    QRectF area_;
};

}  // namespace lpstudio
