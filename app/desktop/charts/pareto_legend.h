#pragma once

#include <vector>

#include "app/desktop/charts/pareto_data.h"
#include "app/desktop/plot/chart_theme.h"
#include "app/desktop/plot/plot_chart.h"

namespace lpstudio {

/// The key to a Pareto chart at the right of its plot area: colour scale, sizes, runs, lines. The
/// chart leaves it a margin of shift and width().
class ParetoLegend : public PlotItem {
    Q_OBJECT
public:
    explicit ParetoLegend(QChart* chart) : PlotItem(chart) {}

    /// `data` must outlive the item or the next call.
    void setData(const ParetoData* data);
    /// Pixels right of the plot area that it leaves to others.
    void setShift(double shift);
    /// Pixels that it needs; 0: there is nothing to explain.
    double width() const;

    QRectF boundingRect() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    enum class Sign { Dot, Line, WideLine };
    struct Entry {
        Sign sign = Sign::Dot;
        QColor color;
        QString text;
    };
    std::vector<Entry> entries() const;
    double left() const;
    QString endText(const ValueScale& scale, bool top) const;
    double paintTitle(QPainter& painter, const QString& text, const QString& unit,
                      double top) const;
    double paintColors(QPainter& painter, double top) const;
    double paintSizes(QPainter& painter, double top) const;
    double paintEntries(QPainter& painter, double top) const;

    double shift_ = 0;
    const ParetoData* data_ = nullptr;
};

}  // namespace lpstudio
