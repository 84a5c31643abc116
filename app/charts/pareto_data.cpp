#include "app/charts/pareto_data.h"

#include <QCoreApplication>
#include <cmath>
#include <functional>

#include "core/error.h"

namespace lpstudio {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("lpstudio", text);
}

}  // namespace

const std::vector<ParetoQuantity>& paretoQuantities() {
    static const std::vector<ParetoQuantity> quantities = {
        {"contrast", tr("Score"), QString(), false},
        {"compression", tr("Cost relative to uniform 8 bit"), QString(), false},
        {"fitness", tr("Fitness"), QString(), false},
        {"weight-bits", tr("Mean weight width"), tr("bit"), false},
        {"activation-bits", tr("Mean activation width"), tr("bit"), false},
        {"energy", tr("Energy per image"), QStringLiteral("J"), true},
        {"latency", tr("Latency per image"), QStringLiteral("s"), true},
        {"model-size", tr("Model size"), QStringLiteral("B"), true},
        {"top1-loss", tr("Top-1 loss"), tr("% points"), false}};
    return quantities;
}

const ParetoQuantity& paretoQuantity(std::string_view key) {
    std::string keys;
    for (const ParetoQuantity& quantity : paretoQuantities()) {
        if (quantity.key == key) return quantity;
        keys += (keys.empty() ? "" : ", ") + quantity.key;
    }
    throw UsageError("quantity \"" + std::string(key) + "\" is unknown; give one of " + keys);
}

std::optional<Aim> aimOf(std::string_view key) {
    static const std::map<std::string, Aim, std::less<>> aims = {
        {"contrast", Aim::Contrast},      {"compression", Aim::Compression},
        {"weight-bits", Aim::WeightBits}, {"energy", Aim::Energy},
        {"latency", Aim::Latency},        {"model-size", Aim::ModelBytes},
        {"top1-loss", Aim::Top1Error}};
    const auto found = aims.find(key);
    if (found != aims.end()) return found->second;
    paretoQuantity(key);  // throws
    return std::nullopt;
}

std::optional<double> valueOf(const ScoredCandidate& candidate, std::string_view key,
                              double floatTop1Percent) {
    // Without hardware the cost stays 0.
    const auto known = [](double value, bool condition) {
        return condition && std::isfinite(value) ? std::optional(value) : std::nullopt;
    };
    const HardwareCost& hardware = candidate.hardware;
    if (key == "contrast") return known(candidate.contrast, true);
    if (key == "compression") return known(candidate.compression, true);
    if (key == "fitness") return known(candidate.fitness, true);
    if (key == "weight-bits") return known(candidate.meanWeightBits, true);
    if (key == "activation-bits") return known(candidate.meanActivationBits, true);
    if (key == "energy")
        return known(hardware.energyPicojoules * 1e-12, hardware.energyPicojoules > 0);
    if (key == "latency") return known(hardware.latencySeconds, hardware.latencySeconds > 0);
    if (key == "model-size") return known(candidate.modelBytes, candidate.modelBytes > 0);
    if (key == "top1-loss")
        return known(floatTop1Percent - candidate.top1Percent,
                     candidate.hasTop1() && floatTop1Percent >= 0);
    paretoQuantity(key);  // throws
    return std::nullopt;
}

QString valueText(const ParetoQuantity& quantity, double value) {
    const SiScale scale = quantity.prefixes ? siScale(value) : SiScale{};
    const QString number = QString::number(value / scale.factor, 'g', 4);
    const QString unit = QString::fromUtf8(scale.prefix) + quantity.unit;
    return unit.isEmpty() ? number : number + QLatin1Char(' ') + unit;
}

ParetoData paretoData(const std::vector<ScoredCandidate>& candidates, std::string_view xKey,
                      std::string_view yKey, double floatTop1Percent,
                      std::optional<CandidateId> best, const std::vector<NamedCandidate>& marks) {
    ParetoData data;
    data.x = paretoQuantity(xKey);
    data.y = paretoQuantity(yKey);
    data.points.reserve(candidates.size());
    for (const ScoredCandidate& candidate : candidates) {
        const auto x = valueOf(candidate, xKey, floatTop1Percent);
        const auto y = valueOf(candidate, yKey, floatTop1Percent);
        if (x && y) {
            data.points.push_back({candidate.id, *x, *y});
            if (candidate.id == best) data.best = best;
        } else {
            ++data.unknown;
        }
    }
    for (const NamedCandidate& mark : marks) {
        const auto x = valueOf(mark.candidate, xKey, floatTop1Percent);
        const auto y = valueOf(mark.candidate, yKey, floatTop1Percent);
        if (x && y) data.marks.push_back({mark.label, *x, *y, mark.format});
    }
    return data;
}

}  // namespace lpstudio
