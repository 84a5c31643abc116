#include "app/tables/hardware_tables.h"

#include <cmath>

#include "app/tables/number_text.h"

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

/// Counts as counts, the rest with four significant digits.
QString constantText(double value) {
    if (value == std::floor(value) && value < 1e15) return countText(static_cast<qint64>(value));
    return value >= 1e6 ? siText(value) : shortText(value);
}

QString unitText(const std::string& unit) {
    if (unit == "1") return {};
    return QString::fromStdString(unit).replace(QStringLiteral("um2"), QStringLiteral("µm²"));
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
        {tr("of all"), tr("Share of the network's cycles"), true, QStringLiteral("cycles_share")},
        {tr("Stall"), tr("Cycles spent waiting for DRAM"), true, QStringLiteral("stall_cycles")},
        {tr("Utilisation"), tr("MACs done over MACs the grid could have done while computing"),
         true, QStringLiteral("utilization")},
        {tr("Energy"), tr("Energy with buffers and DRAM"), true, QStringLiteral("energy_pj")},
        {tr("of all"), tr("Share of the network's energy"), true, QStringLiteral("energy_share")},
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
            const double femtojoules = real(layer.cost.energy.total());
            return ItemCell::shownAs(siText(femtojoules * 1e-15, QStringLiteral("J")),
                                     femtojoules / 1000);
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

void ConstantTable::setConstants(std::vector<Constant> constants) {
    beginResetModel();
    constants_ = std::move(constants);
    endResetModel();
}

int ConstantTable::rows() const {
    return static_cast<int>(constants_.size());
}

const std::vector<ItemColumn>& ConstantTable::columns() const {
    static const std::vector<ItemColumn> list{
        {tr("Constant"), tr("Key in the hardware description"), false, QStringLiteral("key")},
        {tr("Value"), {}, true, QStringLiteral("value")},
        {tr("Unit"), {}, false, QStringLiteral("unit")},
        {tr("Node"), tr("Technology the value is for"), false, QStringLiteral("node")},
        {tr("Standing"), tr("Published, derived from published values, or assumed"), false,
         QStringLiteral("standing")},
        {tr("Range"), tr("Bounds between which the true value is expected"), true,
         QStringLiteral("range")},
        {tr("Source"), {}, false, QStringLiteral("source")}};
    return list;
}

ItemCell ConstantTable::cell(int row, int column) const {
    const Constant& constant = constants_[static_cast<std::size_t>(row)];
    const auto text = [](std::string_view view) {
        return ItemCell::ofText(
            QString::fromUtf8(view.data(), static_cast<qsizetype>(view.size())));
    };
    switch (column) {
        case Key:
            return text(constant.key);
        case Value: {
            ItemCell cell = ItemCell::ofNumber(constant.value);
            cell.text = constantText(constant.value);
            return cell;
        }
        case Unit:
            return ItemCell::ofText(unitText(constant.unit));
        case Node:
            return text(constant.node);
        case Stands:
            return text(standingName(constant.standing));
        case Range: {
            if (constant.low == constant.high) return ItemCell::ofText({});
            ItemCell cell = ItemCell::ofText(constantText(constant.low) + QStringLiteral(" … ") +
                                             constantText(constant.high));
            cell.raw = constant.high - constant.low;
            return cell;
        }
        default:
            return text(constant.source);
    }
}

PartTable::PartTable(const QString& what, QObject* parent)
    : TableModelBase(parent),
      columns_{{what, {}, false, {}}, {tr("Amount"), {}, true, {}}, {tr("Share"), {}, true, {}}} {}

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
        default:
            return barCell(shareOf(part.value, total_));
    }
}

}  // namespace lpstudio
