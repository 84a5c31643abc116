#include "app/desktop/widgets/format_table.h"

#include <algorithm>
#include <cmath>

#include "app/desktop/plot/number_text.h"

namespace lpstudio {
void FormatTable::setRows(std::vector<FormatRow> rows) {
    beginResetModel();
    rows_ = std::move(rows);
    largest_ = 0;
    for (const FormatRow& row : rows_)
        if (std::isfinite(row.sqnrDb)) largest_ = std::max(largest_, row.sqnrDb);
    endResetModel();
}

const std::vector<ItemColumn>& FormatTable::columns() const {
    static const std::vector<ItemColumn> list{
        {tr("Format"), tr("Family of formats, represented by its member with the least error"),
         false, QStringLiteral("family")},
        {tr("Width (bit)"), tr("Word length of an element in bits"), true,
         QStringLiteral("width_bits")},
        {tr("Stored (bit)"), tr("Bits per element, including its part of shared scales"), true,
         QStringLiteral("stored_bits")},
        {tr("Fitted to the weights"), tr("The member of the family with the least squared error"),
         false, QStringLiteral("spec")},
        {tr("SQNR (dB)"),
         tr("Signal to quantization noise: 10 log10(sum x² / sum (x − q)²), in dB; higher is "
            "better"),
         true, QStringLiteral("sqnr_db")}};
    return list;
}

ItemCell FormatTable::cell(int row, int column) const {
    const FormatRow& format = rows_[static_cast<std::size_t>(row)];
    switch (column) {
        case Family:
            return ItemCell::ofText(format.title);
        case Width:
            return ItemCell::ofCount(format.width);
        case Stored:
            return ItemCell::shownAs(QString::number(format.storedBits), format.storedBits);
        case Spec: {
            if (!format.format) return ItemCell::ofText(tr("per layer"));
            ItemCell cell;
            cell.full = QString::fromStdString(format.format->spec());
            cell.text = format.shortSpec;
            cell.raw = cell.full;
            return cell;
        }
        default: {
            ItemCell cell = ItemCell::ofNumber(format.sqnrDb);
            if (largest_ > 0) cell.share = std::clamp(format.sqnrDb / largest_, 0.0, 1.0);
            return cell;
        }
    }
}

}  // namespace lpstudio
