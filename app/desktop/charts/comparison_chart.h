#pragma once

#include <QString>
#include <optional>
#include <vector>

#include "app/desktop/plot/plot_chart.h"
#include "app/desktop/plot/plot_geometry.h"
#include "app/desktop/plot/rows_item.h"

QT_BEGIN_NAMESPACE
class QCategoryAxis;
QT_END_NAMESPACE

namespace lpstudio {

/// Bars of a comparison with whiskers and numbers at their ends, painted with QPainter.
class ComparisonItem final : public RowsItem {
    Q_OBJECT
public:
    /// Places on the axis.
    struct Row {
        double value = 0;
        double low = 0, high = 0;  ///< equal: no whisker
        QString text;
        bool hasValue = true;
        bool reference = false;
    };
    explicit ComparisonItem(QChart* chart) : RowsItem(chart) {}

    /// Bars start at 0, whether that is a value or the logarithm of 1. `line`: where the reference
    /// line stands.
    void setRows(std::vector<Row> rows, double line);
    const std::vector<Row>& rows() const { return rows_; }
    /// Whether the row's number stands left of its bar.
    bool isLeftward(const Row& row) const { return row.value < 0; }

protected:
    int rowCount() const override { return static_cast<int>(rows_.size()); }
    void paintRow(QPainter& painter, int row) const override;
    QPen linePen() const override;

private:
    void paintWhisker(QPainter& painter, const Row& row, const QRectF& bar) const;

    std::vector<Row> rows_;
};

/// One design of a comparison.
struct ComparisonRow {
    QString name;
    double value = 0;
    std::optional<AxisInterval> bounds;  ///< of the value, for a whisker
};

/// What a comparison shows. Values are in the unit; the chart relates them to the reference.
struct Comparison {
    QString title;                    ///< "Energy per image"
    QString valueTitle;               ///< "Energy"
    QString unit;                     ///< "J", for tooltips
    std::vector<ComparisonRow> rows;  ///< from top to bottom, at most about 14
    int reference = 0;                ///< the row whose value is 1; positive and finite
    bool prefixes = true;             ///< whether the unit takes SI prefixes
};

/// Designs as multiples of a reference, a horizontal bar each. Where they differ more than twenty
/// times the axis is logarithmic and the bars start at the reference instead of at zero.
class ComparisonChart : public PlotChart {
    Q_OBJECT
public:
    explicit ComparisonChart(const lpstudio::ChartTheme& theme = lpstudio::ChartTheme::light(),
                             QGraphicsItem* parent = nullptr);

    /// Without a reference that has a positive value the chart is empty.
    void setComparison(Comparison comparison);
    const Comparison& comparison() const { return comparison_; }
    /// Tints a row; -1: none.
    void setHovered(int row);
    bool isLogarithmic() const { return logarithmic_; }
    /// What the value axis shows: multiples, or log10 of them.
    const AxisInterval& interval() const { return interval_; }
    /// The row at a place in chart coordinates, its name included; -1 if there is none.
    int rowAt(const QPointF& position) const;
    /// Value over the reference's; nullopt if there is none, or on a logarithmic axis no place.
    std::optional<double> multipleOf(int row) const;
    /// For a tooltip: name, value with unit and bounds, multiple.
    QString textOf(int row) const;

    FigureTable figureTable() const override;

protected:
    void showTheme() override;
    void showWindow() override;

private:
    double referenceValue() const;
    double placeOf(double multiple) const;
    void showComparison();
    void arrange();
    AxisInterval dataInterval() const;
    void showTicks(double width);

    Comparison comparison_;
    bool logarithmic_ = false;
    AxisInterval interval_;
    double arrangedWidth_ = 0, arrangedRoom_ = 0;
    int arrangedStep_ = 0;
    QCategoryAxis* rowAxis_ = nullptr;
    QCategoryAxis* valueAxis_ = nullptr;
    ComparisonItem* item_ = nullptr;
};

}  // namespace lpstudio
