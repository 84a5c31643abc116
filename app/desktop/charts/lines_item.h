#pragma once

#include <QStringList>
#include <vector>

#include "app/desktop/charts/lines_geometry.h"
#include "app/desktop/plot/chart_theme.h"
#include "app/desktop/plot/plot_geometry.h"
#include "app/desktop/plot/plot_item.h"

namespace lpstudio {

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
    /// What the axes show, which may be less than the lines.
    void setRange(const PlotRange& range);
    const std::vector<PlotLine>& lines() const { return lines_; }
    void setTheme(const ChartTheme& theme);
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
    void measureLabels();
    void hover(const QString& family, const QString& tip);

    std::vector<PlotLine> lines_;
    PlotRange range_;
    ChartTheme theme_;
    QString highlighted_, hovered_;
    double labelRoom_ = 0;
};

}  // namespace lpstudio
