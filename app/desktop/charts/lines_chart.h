#pragma once

#include <QString>
#include <QStringList>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "app/desktop/plot/chart_theme.h"
#include "app/desktop/plot/plot_chart.h"
#include "app/desktop/plot/plot_geometry.h"

QT_BEGIN_NAMESPACE
class QValueAxis;
QT_END_NAMESPACE

namespace lpstudio {

/// Places for labels of equal height that would like to stand at `wanted` (centres, any order): no
/// two overlap, all lie in [from, to] if there is room, and the sum of squared displacements is
/// least. In the order of `wanted`; equal wishes keep their order.
std::vector<double> spreadLabels(std::span<const double> wanted, double height, double from,
                                 double to);

/// A line that passes near a place, and its nearest point.
struct LineHit {
    std::size_t line = 0, point = 0;
};
/// Of lines in pixels, the one that comes nearest to (x, y), within `radius`; of equals the last,
/// which lies on top.
std::optional<LineHit> nearestLine(std::span<const std::vector<PlotPoint>> lines, double x,
                                   double y, double radius);

/// The last place of a line, from its beginning on, that lies in a rectangle (in the line's own
/// coordinates): its end, or where it leaves; nullopt if it never is inside.
std::optional<PlotPoint> lastInside(std::span<const PlotPoint> line, const PlotRange& rect);

/// One line of a chart that compares number formats.
struct PlotLine {
    QString family;  ///< gives the style; lines of one family are highlighted together
    QString label;   ///< stands at the line's right end; empty: none
    std::vector<std::vector<PlotPoint>> pieces;
    bool points = true;  ///< marked
    QStringList tips;    ///< one a point of the first piece, or one for the whole line
    int variant = 0;     ///< of the family's style
    QString name;        ///< stands in for the label on paper, where there is no list beside it
};

/// Lines painted here, because Qt Charts can neither dim them nor write at their ends. Labels
/// stand to the right of the plot area, where the chart leaves room for them.
class LinesItem final : public PlotItem {
    Q_OBJECT
public:
    explicit LinesItem(QChart* chart);

    void setLines(std::vector<PlotLine> lines, const PlotRange& range);
    const std::vector<PlotLine>& lines() const { return lines_; }
    /// Dims all other families; empty: none is dimmed.
    void setHighlighted(const QString& family);
    const QString& highlighted() const { return highlighted_; }
    /// Width that the labels need beyond the plot area, 0 if there are none.
    double labelRoom() const { return labelRoom_; }

    QRectF boundingRect() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

Q_SIGNALS:
    /// The hand is over a line or its label; empty: over none.
    void lineHovered(const QString& family);

protected:
    void refresh() override;
    void hoverMoveEvent(QGraphicsSceneHoverEvent* event) override;
    void hoverLeaveEvent(QGraphicsSceneHoverEvent* event) override;

private:
    struct Label {
        std::size_t line = 0;
        double y = 0;   ///< centre
        PlotPoint end;  ///< where the line ends or leaves the plot area, in pixels
    };
    const QString& labelOf(const PlotLine& line) const;
    std::vector<PlotPoint> inPixels(const std::vector<PlotPoint>& points) const;
    std::vector<Label> labels() const;
    void paintLine(QPainter& painter, const PlotLine& line, bool dim) const;
    void paintLabels(QPainter& painter) const;
    void hover(const QString& family, const QString& tip);

    std::vector<PlotLine> lines_;
    QString highlighted_, hovered_;
    double labelRoom_ = 0;
};

/// Titles of a chart of lines, and the data that its axes cover at least.
struct LineAxes {
    QString title, x, y;
    PlotRange range;
    int xTicks = 8;
};

/// Lines that compare number formats, a label at the end of each; one family can be brought out.
class LinesChart : public PlotChart {
    Q_OBJECT
public:
    explicit LinesChart(const lpstudio::ChartTheme& theme = lpstudio::ChartTheme::light(),
                        QGraphicsItem* parent = nullptr);

    /// The y axis is widened to whole steps, the x axis is exact. No lines empty the chart.
    void setLines(std::vector<PlotLine> lines, const LineAxes& axes);
    const std::vector<PlotLine>& lines() const { return item_->lines(); }
    /// Brings out one family and dims the rest; empty, or a family without a line: all alike. A
    /// line under the mouse comes first.
    void setHighlighted(const QString& family);
    /// The family that is brought out now.
    const QString& highlighted() const { return item_->highlighted(); }

    FigureTable figureTable() const override;

protected:
    void showTheme() override;
    void showWindow() override;

private:
    void fitAxes();
    void bringOut(const QString& family);
    void makeRoom();

    LineAxes axes_;
    PlotRange whole_;  ///< y in whole steps
    QString chosen_;
    QValueAxis* xAxis_;
    QValueAxis* yAxis_;
    LinesItem* item_;
};

}  // namespace lpstudio
