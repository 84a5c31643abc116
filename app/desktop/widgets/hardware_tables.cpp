#include "app/desktop/widgets/hardware_tables.h"

#include <cmath>

#include "app/desktop/plot/number_text.h"

namespace lpstudio {
namespace {

double shareOf(double part, double whole) {
    return whole > 0 ? part / whole : 0;
}

ItemCell barCell(double share) {
    ItemCell cell = ItemCell::shownAs(percentText(share), share);
    cell.share = share;
    return cell;
}

QString textOf(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

/// A text of which the column shows the beginning, the tooltip all.
ItemCell longText(const QString& text) {
    ItemCell cell = ItemCell::ofText(text);
    cell.tip = text;
    return cell;
}

QString squareMillimetres(QString unit) {
    return unit.replace(QStringLiteral("mm2"), QStringLiteral("mm²"));
}

ItemCell signedPercent(double share) {
    ItemCell cell = ItemCell::shownAs(percentText(share), share);
    if (share > 0) cell.text.prepend(u'+');
    return cell;
}

}  // namespace

void LayerCostTable::setResult(SimulationResult result, std::vector<std::pair<int, int>> bits) {
    beginResetModel();
    result_ = std::move(result);
    bits_ = std::move(bits);
    endResetModel();
}

int LayerCostTable::rows() const {
    return static_cast<int>(result_.layers.size());
}

const std::vector<ItemColumn>& LayerCostTable::columns() const {
    static const std::vector<ItemColumn> list{
        {tr("Layer"), tr("Name of the module in the model"), false, QStringLiteral("name")},
        {tr("W / A"), tr("Width of weights and activations in bits"), true, QStringLiteral("bits")},
        {tr("Cycles"), tr("Compute and stall cycles"), true, QStringLiteral("cycles")},
        {tr("% cycles"), tr("Share of the network's cycles"), true, QStringLiteral("cycles_share")},
        {tr("Stall"), tr("Cycles spent waiting for DRAM"), true, QStringLiteral("stall_cycles")},
        {tr("Utilisation"), tr("MACs performed over the peak MACs of the grid while computing"),
         true, QStringLiteral("utilization")},
        {tr("Energy"), tr("Energy with buffers and DRAM"), true, QStringLiteral("energy_pj")},
        {tr("% energy"), tr("Share of the network's energy"), true, QStringLiteral("energy_share")},
        {tr("DRAM"), tr("Traffic to and from DRAM"), true, QStringLiteral("dram_bytes")}};
    return list;
}

ItemCell LayerCostTable::cell(int row, int column) const {
    const auto at = static_cast<std::size_t>(row);
    const LayerResult& layer = result_.layers[at];
    const auto real = [](auto quantity) { return static_cast<double>(quantity.value); };
    switch (column) {
        case Name:
            return ItemCell::ofText(QString::fromStdString(layer.name));
        case Bits: {
            if (at >= bits_.size()) return ItemCell::ofText(QStringLiteral("–"));
            ItemCell cell = ItemCell::ofText(
                QStringLiteral("%1 / %2").arg(bits_[at].first).arg(bits_[at].second));
            cell.raw = 100 * bits_[at].first + bits_[at].second;
            return cell;
        }
        case Cycles:
            return ItemCell::ofCount(layer.cost.cycles.value);
        case CycleShare:
            return barCell(shareOf(real(layer.cost.cycles), real(result_.totals.cycles)));
        case Stall:
            return ItemCell::ofCount(layer.cost.stallCycles.value);
        case Utilization:
            return barCell(layer.cost.utilization());
        case Energy: {
            const Femtojoules energy = layer.cost.energy.total();
            return ItemCell::shownAs(siText(energy.joules(), QStringLiteral("J")),
                                     energy.picojoules());
        }
        case EnergyShare:
            return barCell(
                shareOf(real(layer.cost.energy.total()), real(result_.totals.energy.total())));
        default: {
            const double bytes = static_cast<double>(layer.cost.traffic.dram()) / 8;
            return ItemCell::shownAs(bytesText(bytes), bytes);
        }
    }
}

PartTable::PartTable(const QString& what, QObject* parent)
    : TableModelBase(parent),
      columns_{{what, {}, false, {}},
               {tr("Amount"), {}, true, {}},
               {tr("Share"), {}, true, {}},
               {tr("Bounds"), tr("What the ranges of the constants allow"), true, {}}} {}

void PartTable::setParts(std::vector<Part> parts) {
    beginResetModel();
    parts_ = std::move(parts);
    total_ = 0;
    for (const Part& part : parts_) total_ += part.value;
    endResetModel();
}

int PartTable::rows() const {
    return static_cast<int>(parts_.size());
}

const std::vector<ItemColumn>& PartTable::columns() const {
    return columns_;
}

ItemCell PartTable::cell(int row, int column) const {
    const Part& part = parts_[static_cast<std::size_t>(row)];
    switch (column) {
        case Name: {
            ItemCell cell = ItemCell::ofText(part.name);
            cell.tip = part.tip;
            return cell;
        }
        case Amount:
            return ItemCell::shownAs(part.text, part.value);
        case Share:
            return barCell(shareOf(part.value, total_));
        default:
            return ItemCell::ofText(part.range);
    }
}

void DesignTable::setDesigns(std::vector<Row> rows) {
    beginResetModel();
    rows_ = std::move(rows);
    endResetModel();
}

int DesignTable::rows() const {
    return static_cast<int>(rows_.size());
}

const std::vector<ItemColumn>& DesignTable::columns() const {
    static const std::vector<ItemColumn> list{
        {tr("Design"), {}, false, QStringLiteral("design")},
        {tr("PEs"), tr("Rows and columns of the grid"), true, QStringLiteral("grid")},
        {tr("Compute area"), tr("PEs and decoders"), true, QStringLiteral("compute_area_mm2")},
        {tr("Latency"), tr("Of the batch"), true, QStringLiteral("seconds")},
        {tr("Energy"), tr("With buffers and DRAM"), true, QStringLiteral("joules")},
        {tr("Energy × delay"), {}, true, QStringLiteral("joule_seconds")},
        {tr("Utilisation"), tr("MACs performed over the peak MACs of the grid while computing"),
         true, QStringLiteral("utilization")},
        {tr("GOPS"), tr("Achieved, two operations per MAC"), true, QStringLiteral("gops")},
        {tr("TOPS/mm²"), tr("Of compute area"), true, QStringLiteral("tops_per_mm2")},
        {tr("TOPS/W"), tr("Chip and DRAM"), true, QStringLiteral("tops_per_w")}};
    return list;
}

ItemCell DesignTable::cell(int row, int column) const {
    const Row& design = rows_[static_cast<std::size_t>(row)];
    if (column == Name) {
        ItemCell cell = ItemCell::ofText(design.name);
        if (!design.problem.isEmpty()) cell.tip = design.problem;
        return cell;
    }
    if (column == Grid) {
        ItemCell cell = ItemCell::ofText(tr("%1 × %2").arg(design.rows).arg(design.columns));
        cell.raw = qint64{design.rows} * design.columns;
        return cell;
    }
    if (column == Area)
        return ItemCell::shownAs(shortText(design.computeArea) + QStringLiteral(" mm²"),
                                 design.computeArea);
    if (!design.problem.isEmpty()) {
        ItemCell cell =
            ItemCell::ofText(column == Latency ? tr("unsupported") : QStringLiteral("–"));
        cell.raw = INFINITY;
        cell.tip = design.problem;
        return cell;
    }
    switch (column) {
        case Latency:
            return ItemCell::shownAs(siText(design.seconds, QStringLiteral("s")), design.seconds);
        case Energy:
            return ItemCell::shownAs(siText(design.joules, QStringLiteral("J")), design.joules);
        case Edp:
            return ItemCell::shownAs(siText(design.joules * design.seconds, QStringLiteral("J·s")),
                                     design.joules * design.seconds);
        case Utilization:
            return barCell(design.utilization);
        case Gops:
            return ItemCell::ofNumber(design.gops);
        case Density:
            return ItemCell::ofNumber(design.topsPerMm2);
        default:
            return ItemCell::ofNumber(design.topsPerW);
    }
}

void PublishedFigureTable::setCells(std::vector<PublishedCell> cells) {
    beginResetModel();
    cells_ = std::move(cells);
    endResetModel();
}

int PublishedFigureTable::rows() const {
    return static_cast<int>(cells_.size());
}

const std::vector<ItemColumn>& PublishedFigureTable::columns() const {
    static const std::vector<ItemColumn> list{
        {tr("Design"), tr("8 × 8 PEs"), false, QStringLiteral("design")},
        {tr("Quantity"), {}, false, QStringLiteral("quantity")},
        {tr("Published"), tr("As printed, read off a bar chart, or implied by other figures"), true,
         QStringLiteral("published")},
        {tr("Model"), {}, true, QStringLiteral("model")},
        {tr("Error"), tr("Model over published, minus one"), true, QStringLiteral("error")},
        {tr("Label"),
         tr("Predicted: from constants that do not come from this figure. Calibrated: something "
            "was solved from it, so agreement means nothing"),
         false, QStringLiteral("label")},
        {tr("Widths"), tr("Shares of MACs behind the throughput"), false, QStringLiteral("mix")},
        {tr("Why"), {}, false, QStringLiteral("why")}};
    return list;
}

ItemCell PublishedFigureTable::cell(int row, int column) const {
    const PublishedCell& cell = cells_[static_cast<std::size_t>(row)];
    const QString unit = u' ' + squareMillimetres(QString::fromStdString(cell.unit));
    switch (column) {
        case Design:
            return ItemCell::ofText(QString::fromStdString(cell.design));
        case Quantity:
            return ItemCell::ofText(QString::fromStdString(cell.quantity));
        case Published: {
            ItemCell shown = ItemCell::shownAs(shortText(cell.published) + unit, cell.published);
            shown.tip = cell.sourceType == SourceType::Published
                            ? tr("published, read to ± %1").arg(shortText(cell.readingError))
                        : cell.sourceType == SourceType::Derived ? tr("implied by other figures")
                                                                 : tr("recalled");
            return shown;
        }
        case Model:
            return ItemCell::shownAs(shortText(cell.model) + unit, cell.model);
        case Error:
            return signedPercent(cell.error());
        case Label:
            return ItemCell::ofText(textOf(verdictName(cell.verdict)));
        case Mix:
            return longText(QString::fromStdString(mixText(cell.mix)));
        default:
            return longText(QString::fromStdString(cell.why));
    }
}

void PublishedRatioTable::setRatios(std::vector<PublishedRatio> ratios) {
    beginResetModel();
    ratios_ = std::move(ratios);
    endResetModel();
}

int PublishedRatioTable::rows() const {
    return static_cast<int>(ratios_.size());
}

const std::vector<ItemColumn>& PublishedRatioTable::columns() const {
    static const std::vector<ItemColumn> list{
        {tr("Network"), {}, false, QStringLiteral("network")},
        {tr("Design"), tr("Of the iso-area set"), false, QStringLiteral("design")},
        {tr("Over AdaptivFloat"), {}, false, QStringLiteral("quantity")},
        {tr("Published"), tr("Read off a bar chart to ± 0.01"), true, QStringLiteral("published")},
        {tr("Model"), tr("Unmodified presets, one image"), true, QStringLiteral("model")},
        {tr("Differs"), {}, true, QStringLiteral("difference")},
        {tr("Batch 64"), tr("The model with 64 images per batch"), true,
         QStringLiteral("model_batch_64")},
        {tr("ANT's"), tr("What ANT's own simulator stores, at batch 64"), true,
         QStringLiteral("simulator_batch_64")},
        {tr("Label"), {}, false, QStringLiteral("label")},
        {tr("Decided by"), tr("The assumption that moves the ratio most, and by how much"), false,
         QStringLiteral("decided_by")},
        {tr("Why it differs"), {}, false, QStringLiteral("reason")}};
    return list;
}

ItemCell PublishedRatioTable::cell(int row, int column) const {
    const PublishedRatio& ratio = ratios_[static_cast<std::size_t>(row)];
    const auto fixed = [](double value) { return ItemCell::shownAs(fixedText(value, 3), value); };
    switch (column) {
        case Network:
            return ItemCell::ofText(QString::fromStdString(ratio.network));
        case Design: {
            ItemCell cell = ItemCell::ofText(QString::fromStdString(ratio.design));
            cell.tip = QString::fromStdString(mixText(ratio.mix));
            return cell;
        }
        case Quantity:
            return ItemCell::ofText(QString::fromStdString(ratio.quantity));
        case Published:
            return ItemCell::shownAs(fixedText(ratio.published, 2), ratio.published);
        case Model:
            return fixed(ratio.model);
        case Difference: {
            ItemCell cell = fixed(ratio.difference());
            if (ratio.difference() > 0) cell.text.prepend(u'+');
            return cell;
        }
        case Batch64:
            return fixed(ratio.variant("64"));
        case Simulator:
            if (ratio.simulator == 0) return ItemCell::ofText(QStringLiteral("–"));
            return ItemCell::shownAs(fixedText(ratio.simulator, 2), ratio.simulator);
        case Label: {
            ItemCell cell = ItemCell::ofText(textOf(verdictName(ratio.verdict)));
            cell.tip = QString::fromStdString(ratio.why);
            return cell;
        }
        case Decides:
            return ItemCell::ofText(tr("%1 (%2)")
                                        .arg(QString::fromStdString(ratio.decidedBy()))
                                        .arg(fixedText(ratio.spanOf(ratio.decidedBy()), 2)));
        default:
            return longText(QString::fromStdString(ratio.reason));
    }
}

}  // namespace lpstudio
