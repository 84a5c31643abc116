#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/search/session.h"
#include "core/version.h"

namespace lpstudio {
namespace {

using nlohmann::json;

struct CostName {
    CostKind kind;
    const char* text;
};
constexpr CostName kCosts[] = {{CostKind::Bits, "bits"},
                               {CostKind::Energy, "energy"},
                               {CostKind::Latency, "latency"},
                               {CostKind::EnergyDelay, "edp"}};

json toJson(const SearchSettings& s) {
    json pins = json::array();
    for (const auto& [layer, spec] : s.pins) pins.push_back({layer, spec});
    return {{"seed", s.lpq.seed},
            {"population", s.lpq.population},
            {"passes", s.lpq.passes},
            {"cycles", s.lpq.cycles},
            {"diversity", s.lpq.diversity},
            {"lambda", s.lpq.lambda},
            {"target_bits", s.lpq.targetBits},
            {"max_candidates", s.lpq.maxCandidates},
            {"time_limit", s.lpq.timeLimitSeconds},
            {"objective", objectiveName(s.objective)},
            {"pooling", s.pooling == Pooling::Kurtosis3 ? "kurtosis-3" : "mean"},
            {"temperature", s.temperature},
            {"cost", costName(s.cost)},
            {"widths", s.widths},
            {"es_max", s.maxExponentSize},
            {"rs_max", s.maxRegime},
            {"sf_range", s.sfRange},
            {"images", s.images},
            {"pins", pins},
            {"hardware", s.hardware},
            {"batch", s.batch},
            {"cache_mib", s.cacheMebibytes}};
}

}  // namespace

const char* costName(CostKind kind) {
    for (const CostName& name : kCosts)
        if (name.kind == kind) return name.text;
    return "";
}

CostKind parseCost(std::string_view text) {
    for (const CostName& name : kCosts)
        if (name.text == text) return name.kind;
    throw UsageError("cost \"" + std::string(text) +
                     "\" is unknown; give bits, energy, latency or edp");
}

void validate(const SearchSettings& s) {
    validate(s.lpq);
    SearchSpace space;
    space.widths = s.widths;
    space.maxExponentSize = s.maxExponentSize;
    space.maxRegime = s.maxRegime;
    space.sfRange = s.sfRange;
    validate(space);
    if (!(s.temperature > 0 && s.temperature <= 100))
        throw UsageError("temperature = " + shortestText(s.temperature) +
                         " is out of range; give a number above 0, at most 100");
    if (s.images < 2)
        throw UsageError("images = " + std::to_string(s.images) +
                         " is too few; the contrast needs at least 2");
    if (s.batch < 1) throw UsageError("batch = 0 is out of range; give at least 1");
}

std::string toJsonText(const SearchSettings& settings) {
    return toJson(settings).dump();
}

SearchSettings settingsFromJsonText(const std::string& text) {
    const json object = json::parse(text, nullptr, false);
    if (!object.is_object()) throw Error("stored search settings are damaged; start a new run");
    const json known = toJson({});
    for (const auto& [key, value] : object.items())
        if (!known.contains(key))
            throw Error("stored search settings hold the unknown field \"" + key +
                        "\"; they come from another version of LP Studio");
    SearchSettings s;
    const auto read = [&](const char* key, auto& field) {
        if (!object.contains(key)) return;
        try {
            object[key].get_to(field);
        } catch (const json::exception&) {
            throw Error(std::string("stored search settings: field \"") + key +
                        "\" has the wrong type; start a new run");
        }
    };
    std::string objective = objectiveName(s.objective), pooling = "kurtosis-3",
                cost = costName(s.cost);
    read("seed", s.lpq.seed);
    read("population", s.lpq.population);
    read("passes", s.lpq.passes);
    read("cycles", s.lpq.cycles);
    read("diversity", s.lpq.diversity);
    read("lambda", s.lpq.lambda);
    read("target_bits", s.lpq.targetBits);
    read("max_candidates", s.lpq.maxCandidates);
    read("time_limit", s.lpq.timeLimitSeconds);
    read("objective", objective);
    read("pooling", pooling);
    read("temperature", s.temperature);
    read("cost", cost);
    read("widths", s.widths);
    read("es_max", s.maxExponentSize);
    read("rs_max", s.maxRegime);
    read("sf_range", s.sfRange);
    read("images", s.images);
    read("pins", s.pins);
    read("hardware", s.hardware);
    read("batch", s.batch);
    read("cache_mib", s.cacheMebibytes);
    s.objective = parseObjective(objective);
    s.pooling = pooling == "mean" ? Pooling::Mean : Pooling::Kurtosis3;
    s.cost = parseCost(cost);
    return s;
}

std::string fingerprint(const Network& network, const ImageSet& calibration,
                        const SearchSettings& settings) {
    return json{{"model", network.sha256()},
                {"data", calibration.fingerprint()},
                {"settings", toJson(settings)},
                {"scoring", kScoringVersion},
                {"threads", threads()}}
        .dump();
}

}  // namespace lpstudio
