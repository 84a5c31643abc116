#pragma once

#include <QString>
#include <vector>

#include "app/desktop/plot/rows_item.h"

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

}  // namespace lpstudio
