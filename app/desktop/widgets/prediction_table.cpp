#include "app/desktop/widgets/prediction_table.h"

#include <algorithm>
#include <utility>

#include "app/desktop/plot/number_text.h"

namespace lpstudio {

void PredictionTable::setPredictions(std::optional<Prediction> floating,
                                     std::optional<Prediction> quantized, int label, Names names) {
    beginResetModel();
    floating_ = floating;
    quantized_ = quantized;
    label_ = label;
    names_ = std::move(names);
    endResetModel();
}

int PredictionTable::rows() const {
    int most = 0;
    for (const auto* one : {&floating_, &quantized_})
        if (*one)
            most = std::max(
                most, static_cast<int>(std::count_if((*one)->classes.begin(), (*one)->classes.end(),
                                                     [](int label) { return label >= 0; })));
    return most;
}

const std::vector<ItemColumn>& PredictionTable::columns() const {
    static const std::vector<ItemColumn> list{
        {tr("#"), tr("1 is the most likely"), true, QStringLiteral("rank")},
        {tr("Float"), tr("Class by the network in floating point; ✓ is the label"), false,
         QStringLiteral("float_class")},
        {tr("p"), tr("Probability (softmax of the outputs)"), true,
         QStringLiteral("float_probability")},
        {tr("Quantized"), tr("Class by the candidate; ✓ is the label"), false,
         QStringLiteral("quantized_class")},
        {tr("p"), tr("Probability (softmax of the outputs)"), true,
         QStringLiteral("quantized_probability")}};
    return list;
}

ItemCell PredictionTable::cell(int row, int column) const {
    if (column == Rank) return ItemCell::ofCount(row + 1);
    const auto& one = column <= FloatShare ? floating_ : quantized_;
    const auto at = static_cast<std::size_t>(row);
    if (!one || one->classes[at] < 0) return ItemCell::ofText({});
    if (column == FloatClass || column == QuantizedClass) {
        const QString name = names_ ? names_(one->classes[at]) : QString::number(one->classes[at]);
        ItemCell cell =
            ItemCell::ofText(one->classes[at] == label_ ? name + QStringLiteral(" ✓") : name);
        cell.raw = one->classes[at];
        cell.full = name;
        return cell;
    }
    const auto share = static_cast<double>(one->probabilities[at]);
    ItemCell cell = ItemCell::shownAs(percentText(share), share);
    cell.share = share;
    return cell;
}

}  // namespace lpstudio
