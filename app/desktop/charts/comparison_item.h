#pragma once

#include <QString>
#include <vector>

#include "app/desktop/plot/rows_item.h"

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

}  // namespace lpstudio
