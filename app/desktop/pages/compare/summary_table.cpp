#include "app/desktop/pages/compare/summary_table.h"

#include <algorithm>
#include <cmath>

#include "app/desktop/pages/compare/compare_table.h"
#include "app/desktop/plot/number_text.h"
#include "core/base/units.h"

namespace lpstudio {
namespace {

/// How a row is told, and which end of it is good.
struct SummaryLine {
    const char *title, *tip, *copy;
    bool moreIsBetter;
    bool relative;  ///< differences as a share of the first column's value
};
constexpr SummaryLine kQuantities[SummaryTable::kRows] = {
    {QT_TRANSLATE_NOOP("lpstudio::SummaryTable", "Top-1"),
     QT_TRANSLATE_NOOP("lpstudio::SummaryTable",
                       "Accuracy on the evaluation images that were not used for calibration, %"),
     "top1_percent", true, false},
    {QT_TRANSLATE_NOOP("lpstudio::SummaryTable", "Score"),
     QT_TRANSLATE_NOOP("lpstudio::SummaryTable",
                       "The search's objective on the calibration images, without the cost; lower "
                       "is better"),
     "contrast", false, false},
    {QT_TRANSLATE_NOOP("lpstudio::SummaryTable", "Mean weight width"),
     QT_TRANSLATE_NOOP("lpstudio::SummaryTable", "Over all weights, bit"), "mean_weight_bits",
     false, false},
    {QT_TRANSLATE_NOOP("lpstudio::SummaryTable", "Mean activation width"),
     QT_TRANSLATE_NOOP("lpstudio::SummaryTable", "Over all activations, bit"),
     "mean_activation_bits", false, false},
    {QT_TRANSLATE_NOOP("lpstudio::SummaryTable", "Model size"),
     QT_TRANSLATE_NOOP("lpstudio::SummaryTable",
                       "Stored weights, and 4 bytes for each other parameter"),
     "model_bytes", false, true},
    {QT_TRANSLATE_NOOP("lpstudio::SummaryTable", "Energy per image"),
     QT_TRANSLATE_NOOP("lpstudio::SummaryTable", "Estimate for the accelerator above"), "energy_pj",
     false, true},
    {QT_TRANSLATE_NOOP("lpstudio::SummaryTable", "Latency per image"),
     QT_TRANSLATE_NOOP("lpstudio::SummaryTable", "Estimate for the accelerator above"), "latency_s",
     false, true},
    {QT_TRANSLATE_NOOP("lpstudio::SummaryTable", "SQNR of the weights"),
     QT_TRANSLATE_NOOP("lpstudio::SummaryTable", "Mean over the lossy layers, dB"), "mean_sqnr_db",
     true, false}};

QString shown(SummaryTable::Row row, double value) {
    switch (row) {
        case SummaryTable::Top1:
            return fixedText(value, 2) + QStringLiteral(" %");
        case SummaryTable::WeightBits:
        case SummaryTable::ActivationBits:
            return SummaryTable::tr("%1 bit").arg(shortText(value, 3));
        case SummaryTable::Bytes:
            return bytesText(value);
        case SummaryTable::Energy:
            return siText(Picojoules(value).joules(), QStringLiteral("J"));
        case SummaryTable::Latency:
            return siText(value, QStringLiteral("s"));
        case SummaryTable::Sqnr:
            return decibelText(value);
        default:
            return shortText(value);
    }
}

QString withSign(double value, const QString& text) {
    return (value > 0 ? QStringLiteral("+") : QString()) + text;
}

/// "−0.4", "+12.0 %"; empty if nothing differs.
QString difference(SummaryTable::Row row, double value, double first) {
    if (std::isnan(value) || std::isnan(first) || value == first) return {};
    const double by = value - first;
    QString text;
    if (kQuantities[row].relative && first != 0) {
        text = withSign(by, shortText(100 * by / first, 3) + QStringLiteral(" %"));
    } else if (row == SummaryTable::Top1 || row == SummaryTable::WeightBits ||
               row == SummaryTable::ActivationBits) {
        text = withSign(by, fixedText(by, 2));
    } else if (row == SummaryTable::Sqnr) {
        text = withSign(by, fixedText(by, 1));
    } else {
        text = withSign(by, shortText(by, 3));
    }
    return text.replace(u'-', QChar(0x2212));
}

}  // namespace

void SummaryTable::setContents(std::vector<CompareColumn> columns) {
    const bool same = std::equal(columns.begin(), columns.end(), columns_.begin(), columns_.end(),
                                 [](const CompareColumn& a, const CompareColumn& b) {
                                     return a.source == b.source && a.title == b.title;
                                 });
    if (!same) beginResetModel();
    columns_ = std::move(columns);
    titles_ = {{tr("All layers"), {}, false, QStringLiteral("quantity")}};
    for (const CompareColumn& column : columns_)
        titles_.push_back({column.title, column.detail, true, column.title});
    if (!same)
        endResetModel();
    else
        Q_EMIT dataChanged(index(0, 0), index(kRows - 1, columnCount() - 1));
}

double SummaryTable::value(Row row, int item) const {
    const CompareColumn& column = columns_.at(static_cast<std::size_t>(item));
    if (row == Top1)
        return column.scores.top1Percent >= 0 ? column.scores.top1Percent
                                              : std::numeric_limits<double>::quiet_NaN();
    if (row == Score) return column.scores.contrast;
    if (!column.figures) return std::numeric_limits<double>::quiet_NaN();
    const ColumnFigures& figures = *column.figures;
    switch (row) {
        case WeightBits:
            return figures.meanWeightBits;
        case ActivationBits:
            return figures.meanActivationBits;
        case Bytes:
            return figures.modelBytes;
        case Energy:
            return figures.energyPicojoules;
        case Latency:
            return figures.latencySeconds;
        default:
            return figures.meanSqnrDb;
    }
}

bool SummaryTable::isBest(Row row, int item) const {
    const double own = value(row, item);
    if (std::isnan(own)) return false;
    bool betterThanOne = false;
    for (int other = 0; other < static_cast<int>(columns_.size()); ++other) {
        const double theirs = value(row, other);
        if (std::isnan(theirs) || theirs == own) continue;
        if ((theirs > own) == kQuantities[row].moreIsBetter) return false;
        betterThanOne = true;
    }
    return betterThanOne;
}

ItemCell SummaryTable::cell(int row, int column) const {
    const SummaryLine& quantity = kQuantities[row];
    if (column == 0) {
        ItemCell cell = ItemCell::ofText(tr(quantity.title));
        cell.full = QLatin1String(quantity.copy);
        cell.tip = tr(quantity.tip);
        return cell;
    }
    const int item = column - 1;
    const auto of = static_cast<Row>(row);
    const double own = value(of, item);
    const CompareColumn& compared = columns_[static_cast<std::size_t>(item)];
    ItemCell cell;
    cell.raw = own;
    if (std::isnan(own)) {
        const bool waits = row >= WeightBits && !compared.figures;
        cell.text = waits ? QStringLiteral("…") : QStringLiteral("–");
        if (row == Top1) cell.tip = tr("Not measured yet: use Measure top-1");
        if (row == Score) cell.tip = tr("Not measured yet, or a format without a score");
        if ((row == Energy || row == Latency) && compared.figures)
            cell.tip = QString::fromStdString(compared.figures->estimateProblem);
        return cell;
    }
    const QString change = item > 0 ? difference(of, own, value(of, 0)) : QString();
    cell.text =
        shown(of, own) + (change.isEmpty() ? QString() : QStringLiteral("  (%1)").arg(change));
    cell.full = fullText(own);
    cell.strong = isBest(of, item);
    cell.tip = tr("%1: %2").arg(compared.title, exactText(own)) +
               (cell.strong ? tr(" (best)") : QString());
    return cell;
}

}  // namespace lpstudio
