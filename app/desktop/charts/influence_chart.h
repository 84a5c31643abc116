#pragma once

#include <QString>
#include <vector>

#include "app/desktop/plot/plot_chart.h"
#include "app/desktop/plot/plot_geometry.h"
#include "app/desktop/plot/rows_item.h"

QT_BEGIN_NAMESPACE
class QCategoryAxis;
class QValueAxis;
QT_END_NAMESPACE

namespace lpstudio {

/// Bars on both sides of a base value, painted with QPainter.
class InfluenceItem final : public RowsItem {
    Q_OBJECT
public:
    struct Row {
        double low = 0, high = 0;
        QString lowText, highText;
        QColor color;
        bool highlighted = false;
    };
    explicit InfluenceItem(QChart* chart) : RowsItem(chart) {}

    void setRows(std::vector<Row> rows, double base);
    const std::vector<Row>& rows() const { return rows_; }

protected:
    int rowCount() const override { return static_cast<int>(rows_.size()); }
    void paintRow(QPainter& painter, int row) const override;
    QPen linePen() const override;

private:
    std::vector<Row> rows_;
};

/// What one constant does to a total when it alone goes to the ends of its range.
struct InfluenceBar {
    QString name;
    double low = 0, high = 0;  ///< of the total
    QString sourceType;        ///< of the constant: "published", "derived", "assumed"
    bool highlighted = false;
};

/// What an influence chart shows.
struct Influences {
    QString title;                   ///< "What the energy hangs on"
    QString valueTitle;              ///< "Energy per image"
    QString unit;                    ///< "J"; large values get an SI prefix before it
    double base = 0;                 ///< the total as described
    std::vector<InfluenceBar> bars;  ///< from top to bottom, at most about 14
    bool prefixes = true;            ///< whether the unit takes SI prefixes
    QString rowTitle;                ///< "Assumption"; empty: "Constant"
    QString subtitle;                ///< under the title; empty: of constants over their ranges
};

/// A tornado: a horizontal bar for each constant from the least to the greatest total, around the
/// line of the base value; lighter below it, colour by the constant's source type.
class InfluenceChart : public PlotChart {
    Q_OBJECT
public:
    explicit InfluenceChart(const lpstudio::ChartTheme& theme = lpstudio::ChartTheme::light(),
                            QGraphicsItem* parent = nullptr);

    void setInfluences(Influences influences);
    const Influences& influences() const { return influences_; }
    /// Tints a row; -1: none.
    void setHovered(int row);
    /// What the value axis shows, in the unit without prefix.
    const AxisInterval& interval() const { return interval_; }
    /// The row at a place in chart coordinates, its name included; -1 if there is none.
    int rowAt(const QPointF& position) const;
    /// For a tooltip: name, both totals and what they are of the base value, source type.
    QString textOf(int row) const;

    FigureTable figureTable() const override;

protected:
    void showTheme() override;
    void showWindow() override;

private:
    void showInfluences();
    void arrange();
    void showTitle();
    void showLegend();

    Influences influences_;
    AxisInterval interval_;
    double factor_ = 1;  ///< of the SI prefix
    double arrangedWidth_ = 0, arrangedRoom_ = 0;
    int arrangedStep_ = 0;
    QCategoryAxis* rowAxis_ = nullptr;
    QValueAxis* valueAxis_ = nullptr;
    InfluenceItem* item_ = nullptr;
};

}  // namespace lpstudio
