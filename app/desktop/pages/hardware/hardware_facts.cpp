#include "app/desktop/pages/hardware/hardware_facts.h"

#include <algorithm>
#include <cmath>

#include "app/desktop/plot/number_text.h"
#include "app/desktop/plot/translate.h"
#include "core/base/units.h"

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

namespace {

/// "0.9 … 2.1 µJ"; empty where nothing has a range.
QString rangeText(const Interval& interval, const QString& unit) {
    if (interval.low == interval.high) return {};
    return siText(interval.low, unit, 3) + QStringLiteral(" … ") + siText(interval.high, unit, 3);
}

}  // namespace

std::vector<TotalsTable::Row> totalRows(const SimulationResult& result, const Uncertainty* bounds,
                                        const SimulationResult* other) {
    std::vector<TotalsTable::Row> rows;
    using Quantity = double (*)(const SimulationResult&);
    using Text = QString (*)(double);
    const auto add = [&](const QString& name, const QString& tip, Quantity quantity, Text text,
                         const QString& range = {}) {
        TotalsTable::Row row;
        row.name = name;
        row.tip = tip;
        row.value = quantity(result);
        row.text = text(row.value);
        row.range = range;
        if (other != nullptr) {
            row.otherValue = quantity(*other);
            row.other = text(row.otherValue);
        }
        rows.push_back(std::move(row));
    };
    const auto range = [bounds](const Interval Uncertainty::*interval, const QString& unit) {
        return bounds != nullptr ? rangeText(bounds->*interval, unit) : QString();
    };
    const auto areaRange = [bounds](const Interval Uncertainty::*interval) {
        if (bounds == nullptr || (bounds->*interval).low == (bounds->*interval).high)
            return QString();
        return shortText(SquareMicrometres((bounds->*interval).low).squareMillimetres()) +
               QStringLiteral(" … ") +
               shortText(SquareMicrometres((bounds->*interval).high).squareMillimetres()) +
               QStringLiteral(" mm²");
    };
    add(
        tr("Latency"), tr("Compute and stall cycles over the clock"),
        [](const SimulationResult& r) { return r.seconds; },
        [](double v) { return siText(v, QStringLiteral("s")); },
        range(&Uncertainty::latency, QStringLiteral("s")));
    add(
        tr("Cycles"), tr("Compute and stall cycles"),
        [](const SimulationResult& r) { return static_cast<double>(r.totals.cycles.value); },
        [](double v) { return countText(static_cast<qint64>(v)); });
    add(
        tr("Stall cycles"), tr("Share of the cycles in which the grid stalls for DRAM"),
        [](const SimulationResult& r) {
            return r.totals.cycles.value > 0 ? static_cast<double>(r.totals.stallCycles.value) /
                                                   static_cast<double>(r.totals.cycles.value)
                                             : 0.0;
        },
        [](double v) { return percentText(v); });
    add(
        tr("Utilisation"), tr("MACs performed over the peak MACs of the grid while computing"),
        [](const SimulationResult& r) { return r.totals.utilization(); },
        [](double v) { return percentText(v); });
    add(
        tr("Energy"), tr("Chip and DRAM"),
        [](const SimulationResult& r) { return r.totals.energy.total().joules(); },
        [](double v) { return siText(v, QStringLiteral("J")); },
        range(&Uncertainty::energy, QStringLiteral("J")));
    add(
        tr("DRAM traffic"), tr("Read and written"),
        [](const SimulationResult& r) { return static_cast<double>(r.totals.traffic.dram()) / 8; },
        [](double v) { return bytesText(v); });
    add(
        tr("Compute area"), tr("PEs and decoders, as in the published tables"),
        [](const SimulationResult& r) { return r.area.compute().squareMillimetres(); },
        [](double v) { return shortText(v) + QStringLiteral(" mm²"); },
        areaRange(&Uncertainty::computeArea));
    add(
        tr("Area"), tr("Everything on the chip"),
        [](const SimulationResult& r) { return r.area.total().squareMillimetres(); },
        [](double v) { return shortText(v) + QStringLiteral(" mm²"); },
        areaRange(&Uncertainty::area));
    add(
        tr("Throughput"), tr("Achieved, two operations per MAC"),
        [](const SimulationResult& r) { return r.gops; },
        [](double v) { return shortText(v) + QStringLiteral(" GOPS"); });
    add(
        tr("Compute density"), tr("Achieved throughput over compute area"),
        [](const SimulationResult& r) { return r.topsPerMm2; },
        [](double v) { return shortText(v) + QStringLiteral(" TOPS/mm²"); });
    add(
        tr("Efficiency"), tr("Achieved operations per joule of chip and DRAM"),
        [](const SimulationResult& r) { return r.topsPerW; },
        [](double v) { return shortText(v) + QStringLiteral(" TOPS/W"); });
    return rows;
}

std::vector<PartTable::Part> energyParts(const EnergyParts& energy, const Uncertainty* bounds) {
    const auto part = [&](const QString& name, Femtojoules EnergyParts::*which,
                          const QString& tip) {
        const double joules = (energy.*which).joules();
        QString range;
        if (bounds != nullptr)
            range = rangeText({(bounds->leastEnergy.*which).joules(), joules,
                               (bounds->mostEnergy.*which).joules()},
                              QStringLiteral("J"));
        return PartTable::Part{name, siText(joules, QStringLiteral("J")), joules, tip, range};
    };
    return {
        part(tr("Compute"), &EnergyParts::compute, tr("Active PEs")),
        part(tr("Decode"), &EnergyParts::decode, tr("Words decoded at the edges of the grid")),
        part(tr("Encode"), &EnergyParts::encode, tr("Outputs encoded below the grid")),
        part(tr("Post-processing"), &EnergyParts::post,
             tr("Scaling, normalisation and activation functions")),
        part(tr("SRAM"), &EnergyParts::sram, tr("Buffers")),
        part(tr("DRAM"), &EnergyParts::dram, tr("Bits moved to and from DRAM, and DRAM standby")),
        part(tr("Leakage"), &EnergyParts::leakage, tr("Buffer banks over all cycles")),
    };
}

std::vector<PartTable::Part> areaParts(const AreaParts& area, const Uncertainty* bounds) {
    const auto part = [&](const QString& name, MilliSquareMicrometres AreaParts::*which,
                          const QString& tip) {
        QString range;
        if (bounds != nullptr && bounds->leastArea.*which != bounds->mostArea.*which)
            range = areaText((bounds->leastArea.*which).squareMicrometres()) +
                    QStringLiteral(" … ") + areaText((bounds->mostArea.*which).squareMicrometres());
        return PartTable::Part{name, areaText((area.*which).squareMicrometres()),
                               (area.*which).squareMillimetres(), tip, range};
    };
    return {part(tr("PEs"), &AreaParts::pe, tr("Processing elements")),
            part(tr("Decoders"), &AreaParts::decoders, tr("At rows and columns of the grid")),
            part(tr("Encoder"), &AreaParts::encoder, tr("Below the grid")),
            part(tr("Post-processing"), &AreaParts::post, tr("Post-processing unit")),
            part(tr("SRAM"), &AreaParts::sram, tr("Buffers"))};
}

}  // namespace lpstudio
