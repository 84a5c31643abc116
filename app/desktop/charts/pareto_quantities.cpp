#include "app/desktop/charts/pareto_quantities.h"

#include <QCoreApplication>
#include <array>
#include <cmath>
#include <functional>
#include <limits>
#include <map>

#include "app/desktop/plot/ticks.h"
#include "core/base/error.h"

namespace lpstudio {
namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

QString tr(const char* text) {
    return QCoreApplication::translate("lpstudio", text);
}

/// Without hardware the cost stays 0.
double positive(double value) {
    return value > 0 && std::isfinite(value) ? value : kUnknown;
}

double joules(const ScoredCandidate& candidate) {
    return positive(candidate.hardware.energyPicojoules * 1e-12);
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
    [](Candidate_ c, Facts_) { return positive(c.hardware.areaSquareMicrometres * 1e-6); },
    // A multiplication and an addition each, as SimulationResult::topsPerW counts.
    [](Candidate_ c, Facts_ f) { return positive(2 * f.macs / joules(c) * 1e-12); },
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
    const SiScale scale = quantity.prefixes ? siScale(value) : SiScale{};
    // A number is a name, not a measure: all its digits.
    const QString number = quantity.better == Better::Neither
                               ? QString::number(value, 'f', 0)
                               : QString::number(value / scale.factor, 'g', 4);
    const QString unit = QString::fromUtf8(scale.prefix) + quantity.unit;
    return unit.isEmpty() ? number : number + QLatin1Char(' ') + unit;
}

}  // namespace lpstudio
