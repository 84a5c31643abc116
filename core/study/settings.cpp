#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/base/text.h"
#include "core/base/version.h"
#include "core/network/torch_runtime.h"
#include "core/search/nsga2.h"
#include "core/study/session.h"

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
    json locks = json::array();
    for (const auto& [layer, spec] : s.locks) locks.push_back({layer, spec});
    return {{"algorithm", algorithmName(s.algorithm)},
            {"generations", s.generations},
            {"seed", s.lpq.seed},
            {"population", s.lpq.population},
            {"passes", s.lpq.passes},
            {"cycles", s.lpq.cycles},
            {"diversity", s.lpq.diversity},
            {"lambda", s.lpq.lambda},
            {"target_bits", s.lpq.targetBits},
            {"max_candidates", s.lpq.maxCandidates},
            {"time_limit", s.lpq.timeLimitSeconds},
            {"objective", scoreFunctionName(s.scoreFunction)},
            {"pooling", s.pooling == Pooling::Kurtosis3 ? "kurtosis-3" : "mean"},
            {"temperature", s.temperature},
            {"cost", costName(s.cost)},
            {"widths", s.widths},
            {"es_max", s.maxExponentSize},
            {"rs_max", s.maxRegime},
            {"sf_range", s.sfRange},
            {"images", s.images},
            {"start", startName(s.start)},
            {"bias_correction", s.biasCorrection},
            {"pins", locks},
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

ScoreFunction defaultScoreFunction(double targetBits) {
    return targetBits > 0 ? ScoreFunction::Mse : ScoreFunction::GlobalLocal;
}

std::int64_t plannedCandidates(const SearchSettings& s, const SearchSpace& space) {
    return s.algorithm == Algorithm::Nsga2 ? plannedNsga2Candidates(s.lpq, s.generations)
                                           : plannedCandidates(s.lpq, space);
}

const char* startName(StartKind kind) {
    return kind == StartKind::Informed ? "informed" : "random";
}

StartKind parseStart(std::string_view text) {
    for (const StartKind kind : {StartKind::Informed, StartKind::Random})
        if (text == startName(kind)) return kind;
    throw UsageError("start \"" + std::string(text) + "\" is unknown; give informed or random");
}

void makePaper(SearchSettings& settings) {
    if (settings.algorithm != Algorithm::Lpq)
        throw UsageError(std::string("the paper's search is LPQ, not ") +
                         algorithmName(settings.algorithm) + "; leave out --paper or --algorithm");
    settings.start = StartKind::Random;
    settings.biasCorrection = false;
    settings.scoreFunction = ScoreFunction::GlobalLocal;
    settings.pooling = Pooling::Kurtosis3;
}

void validate(const SearchSettings& s) {
    validate(s.lpq);
    SearchSpace space;
    space.widths = s.widths;
    space.maxExponentSize = s.maxExponentSize;
    space.maxRegime = s.maxRegime;
    space.sfRange = s.sfRange;
    validate(space);
    if (s.generations < 0 || s.generations > 100000)
        throw UsageError("generations = " + std::to_string(s.generations) +
                         " is out of range; give 0..100000");
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
    const json object = parseStoredJson(text);
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
    std::string algorithm = algorithmName(s.algorithm);
    std::string scoreFunction = scoreFunctionName(s.scoreFunction), pooling = "kurtosis-3",
                cost = costName(s.cost);
    // Runs from before this setting started at random.
    std::string start = startName(StartKind::Random);
    read("algorithm", algorithm);
    read("generations", s.generations);
    read("seed", s.lpq.seed);
    read("population", s.lpq.population);
    read("passes", s.lpq.passes);
    read("cycles", s.lpq.cycles);
    read("diversity", s.lpq.diversity);
    read("lambda", s.lpq.lambda);
    read("target_bits", s.lpq.targetBits);
    read("max_candidates", s.lpq.maxCandidates);
    read("time_limit", s.lpq.timeLimitSeconds);
    read("objective", scoreFunction);
    read("pooling", pooling);
    read("temperature", s.temperature);
    read("cost", cost);
    read("widths", s.widths);
    read("es_max", s.maxExponentSize);
    read("rs_max", s.maxRegime);
    read("sf_range", s.sfRange);
    read("images", s.images);
    read("start", start);
    read("bias_correction", s.biasCorrection);
    read("pins", s.locks);
    read("hardware", s.hardware);
    read("batch", s.batch);
    read("cache_mib", s.cacheMebibytes);
    s.algorithm = parseAlgorithm(algorithm);
    s.scoreFunction = parseScoreFunction(scoreFunction);
    s.pooling = pooling == "mean" ? Pooling::Mean : Pooling::Kurtosis3;
    s.cost = parseCost(cost);
    s.start = parseStart(start);
    return s;
}

std::string fingerprint(const Network& network, const ImageSet& calibration,
                        const SearchSettings& settings, const std::string& hardware) {
    json counted = toJson(settings);
    for (const char* name : {"max_candidates", "time_limit", "cache_mib"}) counted.erase(name);
    // What the other algorithm would do is of no account.
    if (settings.algorithm == Algorithm::Lpq) {
        counted.erase("generations");
    } else {
        for (const char* name : {"passes", "cycles", "diversity"}) counted.erase(name);
    }
    return json{{"model", network.sha256()}, {"data", calibration.fingerprint()},
                {"settings", counted},       {"scoring", kScoringVersion},
                {"threads", threads()},      {"hardware", hardware}}
        .dump();
}

std::vector<std::string> fingerprintDifferences(const std::string& stored,
                                                const std::string& current) {
    const json then = parseStoredJson(stored), now = parseStoredJson(current);
    if (!then.is_object() || !then.contains("settings"))
        throw Error("the stored run's fingerprint is damaged; start a new run");
    std::vector<std::string> differences;
    const auto differ = [&](const char* key) {
        return then.value(key, json()) != now.value(key, json());
    };
    if (differ("model")) differences.emplace_back("the model file");
    if (differ("data")) differences.emplace_back("the calibration images");
    if (differ("hardware")) differences.emplace_back("the accelerator's description");
    if (differ("scoring"))
        differences.push_back("the program's scoring (version " +
                              then.value("scoring", json()).dump() + " -> " +
                              now.at("scoring").dump() + ")");
    if (differ("threads"))
        differences.push_back("threads " + then.value("threads", json()).dump() + " -> " +
                              now.at("threads").dump());
    const json &before = then.at("settings"), &after = now.at("settings");
    for (const auto& [key, value] : after.items())
        if (before.value(key, json()) != value)
            differences.push_back(key + " " + before.value(key, json()).dump() + " -> " +
                                  value.dump());
    for (const auto& [key, value] : before.items())
        if (!after.contains(key)) differences.push_back(key + " " + value.dump() + " -> none");
    return differences;
}

}  // namespace lpstudio
