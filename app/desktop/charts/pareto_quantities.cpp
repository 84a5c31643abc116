#include "app/desktop/charts/pareto_quantities.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>
#include <map>

#include "app/desktop/plot/axes.h"
#include "app/desktop/plot/number_text.h"
#include "app/desktop/plot/translate.h"
#include "core/base/error.h"
#include "core/base/units.h"

namespace lpstudio {
namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

/// Without hardware the cost stays 0.
double positive(double value) {
    return value > 0 && std::isfinite(value) ? value : kUnknown;
}

double joules(const ScoredCandidate& candidate) {
    return positive(candidate.hardware.joules());
}

using Candidate_ = const ScoredCandidate&;
using Facts_ = const QuantityFacts&;

/// In the order of paretoQuantities().
constexpr std::array<QuantityReader, 13> kReaders = {
    [](Candidate_ c, Facts_) { return c.contrast; },
    [](Candidate_ c, Facts_) { return c.compression; },
    [](Candidate_ c, Facts_) { return c.fitness; },
    [](Candidate_ c, Facts_) { return c.meanWeightBits; },
    [](Candidate_ c, Facts_) { return c.meanActivationBits; },
    [](Candidate_ c, Facts_) { return joules(c); },
    [](Candidate_ c, Facts_) { return positive(c.hardware.latencySeconds); },
    [](Candidate_ c, Facts_) { return positive(c.modelBytes); },
    [](Candidate_ c, Facts_ f) {
        return c.hasTop1() && f.floatTop1Percent >= 0 ? f.floatTop1Percent - c.top1Percent
                                                      : kUnknown;
    },
    [](Candidate_ c, Facts_) { return c.hasTop1() ? c.top1Percent : kUnknown; },
    [](Candidate_ c, Facts_) { return positive(c.hardware.squareMillimetres()); },
    // A multiplication and an addition each, as SimulationResult::topsPerW counts.
    [](Candidate_ c, Facts_ f) { return positive(teraOperations(2 * f.macs / joules(c))); },
    [](Candidate_ c, Facts_) { return static_cast<double>(c.id.value); }};

}  // namespace

const std::vector<ParetoQuantity>& paretoQuantities() {
    static const std::vector<ParetoQuantity> quantities = {
        {"contrast", tr("Score"), QString()},
        {"compression", tr("Cost relative to uniform 8 bit"), QString(), false, Better::Less,
         tr("Relative cost")},
        {"fitness", tr("Fitness"), QString()},
        {"weight-bits", tr("Mean weight width"), tr("bit"), false, Better::Less,
         tr("Weight width")},
        {"activation-bits", tr("Mean activation width"), tr("bit"), false, Better::Less,
         tr("Activation width")},
        {"energy", tr("Energy per image"), QStringLiteral("J"), true, Better::Less, tr("Energy")},
        {"latency", tr("Latency per image"), QStringLiteral("s"), true, Better::Less,
         tr("Latency")},
        {"model-size", tr("Model size"), QStringLiteral("B"), true},
        {"top1-loss", tr("Top-1 loss"), tr("% points")},
        {"top1", tr("Top-1"), QStringLiteral("%"), false, Better::More},
        {"area", tr("Chip area"), QStringLiteral("mm²")},
        {"efficiency", tr("Energy efficiency"), QStringLiteral("TOPS/W"), false, Better::More},
        {"number", tr("Candidate number"), QString(), false, Better::Neither, tr("Number")}};
    return quantities;
}

std::size_t quantityIndex(std::string_view key) {
    const auto& quantities = paretoQuantities();
    std::string keys;
    for (std::size_t i = 0; i < quantities.size(); ++i) {
        if (quantities[i].key == key) return i;
        keys += (keys.empty() ? "" : ", ") + quantities[i].key;
    }
    throw UsageError("quantity \"" + std::string(key) + "\" is unknown; give one of " + keys);
}

const ParetoQuantity& paretoQuantity(std::string_view key) {
    return paretoQuantities()[quantityIndex(key)];
}

std::optional<Objective> objectiveOf(std::string_view key) {
    static const std::map<std::string, Objective, std::less<>> objectives = {
        {"contrast", Objective::Contrast},
        {"compression", Objective::Compression},
        {"weight-bits", Objective::WeightBits},
        {"energy", Objective::Energy},
        {"latency", Objective::Latency},
        {"model-size", Objective::ModelBytes},
        {"top1-loss", Objective::Top1Error},
        {"top1", Objective::Top1Error},
        {"area", Objective::Area},
        {"efficiency", Objective::Energy}};
    const auto found = objectives.find(key);
    if (found != objectives.end()) return found->second;
    quantityIndex(key);  // throws
    return std::nullopt;
}

QuantityReader quantityReader(std::string_view key) {
    return kReaders[quantityIndex(key)];
}

std::optional<double> valueOf(const ScoredCandidate& candidate, std::string_view key,
                              double floatTop1Percent) {
    const double value = quantityReader(key)(candidate, {floatTop1Percent, 0});
    return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

QString valueText(const ParetoQuantity& quantity, double value) {
    // A number is a name, not a measure: all its digits.
    if (quantity.better == Better::Neither) return QString::number(value, 'f', 0);
    if (quantity.prefixes) return siText(value, quantity.unit);
    return quantity.unit.isEmpty() ? shortText(value)
                                   : shortText(value) + QChar(0x202F) + quantity.unit;
}

const std::vector<double>& CandidateColumns::of(std::string_view key) const {
    static const std::vector<double> none;
    const std::size_t at = quantityIndex(key);
    return values.empty() ? none : values[at];
}

void CandidateColumns::addRun(Run run, std::span<const ScoredCandidate> candidates) {
    std::vector<const ScoredCandidate*> pointers;
    pointers.reserve(candidates.size());
    for (const ScoredCandidate& one : candidates) pointers.push_back(&one);
    addRun(std::move(run), pointers);
}

void CandidateColumns::addRun(Run run, std::span<const ScoredCandidate* const> candidates) {
    run.begin = size();
    run.end = run.begin + candidates.size();
    runOf.resize(run.end, static_cast<std::uint16_t>(runs.size()));
    ids.reserve(run.end);
    for (const ScoredCandidate* one : candidates) ids.push_back(one->id);
    const auto& quantities = paretoQuantities();
    values.resize(quantities.size());
    std::vector<QuantityReader> readers;
    readers.reserve(quantities.size());
    for (const ParetoQuantity& quantity : quantities)
        readers.push_back(quantityReader(quantity.key));
    for (auto& list : values) list.resize(run.end);
    // A candidate after the other: they are large, and each is fetched once.
    for (std::size_t i = 0; i < candidates.size(); ++i)
        for (std::size_t q = 0; q < readers.size(); ++q) {
            const double value = readers[q](*candidates[i], run.facts);
            values[q][run.begin + i] =
                std::isfinite(value) ? value : std::numeric_limits<double>::quiet_NaN();
        }
    runs.push_back(std::move(run));
}

std::optional<std::size_t> CandidateColumns::rowOf(RunId run, CandidateId id) const {
    for (const Run& one : runs) {
        if (one.id != run) continue;
        const auto begin = ids.begin() + static_cast<std::ptrdiff_t>(one.begin);
        const auto end = ids.begin() + static_cast<std::ptrdiff_t>(one.end);
        const auto at = std::lower_bound(begin, end, id);
        if (at != end && *at == id) return static_cast<std::size_t>(at - ids.begin());
    }
    return std::nullopt;
}

bool Limit::allows(double value) const {
    // Written so that NaN fails.
    return (!least || value >= *least) && (!most || value <= *most);
}

Limit limitOn(const ParetoLimits& limits, const std::string& key) {
    const auto found = limits.find(key);
    return found == limits.end() ? Limit{} : found->second;
}

std::vector<std::uint8_t> infeasibleRows(const CandidateColumns& columns,
                                         const ParetoLimits& limits) {
    std::vector<std::uint8_t> rows(columns.size(), 0);
    for (const auto& [key, limit] : limits) {
        const std::vector<double>& values = columns.of(key);
        for (std::size_t row = 0; row < rows.size(); ++row)
            if (!limit.allows(values[row])) rows[row] = 1;
    }
    return rows;
}

std::vector<std::uint8_t> rowsOutside(const CandidateColumns& columns, std::string_view xKey,
                                      std::string_view yKey, const PlotRange& region) {
    const std::vector<double>&xs = columns.of(xKey), &ys = columns.of(yKey);
    std::vector<std::uint8_t> rows(columns.size());
    for (std::size_t row = 0; row < rows.size(); ++row)
        // Written so that NaN is outside.
        rows[row] = xs[row] >= region.xFrom && xs[row] <= region.xTo && ys[row] >= region.yFrom &&
                            ys[row] <= region.yTo
                        ? 0
                        : 1;
    return rows;
}

}  // namespace lpstudio
