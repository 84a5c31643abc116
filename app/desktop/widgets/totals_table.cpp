#include "app/desktop/widgets/totals_table.h"

#include <algorithm>
#include <cmath>

#include "app/desktop/plot/number_text.h"

namespace lpstudio {

void TotalsTable::setTotals(std::vector<Row> rows, const QString& chosen, const QString& other) {
    beginResetModel();
    rows_ = std::move(rows);
    columns_ = {{tr("Totals"), {}, false, {}},
                {chosen, tr("The chosen design"), true, {}},
                {tr("Bounds"), tr("What the ranges of the constants allow"), true, {}}};
    if (!other.isEmpty()) {
        columns_.push_back({other, tr("The design it is compared with"), true, {}});
        columns_.push_back(
            {tr("Ratio"), tr("The compared design's figure over the chosen one's"), true, {}});
    }
    endResetModel();
}

QString TotalsTable::textOf(const QString& name) const {
    const auto found = std::ranges::find(rows_, name, &Row::name);
    return found == rows_.end() ? QString() : found->text;
}

int TotalsTable::rows() const {
    return static_cast<int>(rows_.size());
}

const std::vector<ItemColumn>& TotalsTable::columns() const {
    return columns_;
}

ItemCell TotalsTable::cell(int row, int column) const {
    const Row& total = rows_[static_cast<std::size_t>(row)];
    switch (column) {
        case Name: {
            ItemCell cell = ItemCell::ofText(total.name);
            cell.tip = total.tip;
            return cell;
        }
        case Value:
            return ItemCell::shownAs(total.text, total.value);
        case Range:
            return ItemCell::ofText(total.range);
        case Other:
            return ItemCell::shownAs(total.other, total.otherValue);
        default: {
            if (total.other.isEmpty() || total.value == 0 || !std::isfinite(total.otherValue))
                return ItemCell::ofText({});
            const double ratio = total.otherValue / total.value;
            return ItemCell::shownAs(shortText(ratio, 3) + QStringLiteral(" ×"), ratio);
        }
    }
}

}  // namespace lpstudio
