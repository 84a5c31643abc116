#include "core/study/settings.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/enum_names.h"
#include "core/base/error.h"
#include "core/base/json.h"
#include "core/base/text.h"
#include "core/number/lp.h"
#include "core/study/setting_values.h"

namespace lpstudio {

void validateLock(const std::string& layer, const std::string& spec) {
    const FormatPtr format = parseFormat(spec);
    if (dynamic_cast<const LpFormat*>(format.get()) == nullptr || format->bits() > 8)
        throw UsageError("locked layer " + layer + "=" + spec +
                         ": a search locks layers to LP formats of 2 to 8 bits; give lp:n, "
                         "lp:n,es,rs or lp:n,es,rs,sf");
}

bool isLocked(const Layer& layer, const SearchSettings& settings) {
    return (layer.isProduct() && settings.cost == CostKind::Bits) ||
           std::any_of(settings.locks.begin(), settings.locks.end(),
                       [&](const auto& lock) { return lock.first == layer.name; });
}

namespace {

using nlohmann::json;

constexpr EnumNames<CostKind> kCosts("cost", {{CostKind::Bits, "bits"},
                                              {CostKind::Energy, "energy"},
                                              {CostKind::Latency, "latency"},
                                              {CostKind::EnergyDelay, "edp"}});
constexpr EnumNames<StartKind> kStarts("start", {{StartKind::Informed, "informed"},
                                                 {StartKind::Random, "random"}});
constexpr EnumNames<Top1Scope> kTop1Scopes("measure", {{Top1Scope::None, "none"},
                                                       {Top1Scope::Best, "best"},
                                                       {Top1Scope::Front, "front"}});
constexpr EnumNames<Pooling> kPoolings("pooling", {{Pooling::Kurtosis3, "kurtosis-3"},
                                                   {Pooling::Mean, "mean"}});

struct ToJson {
    const SearchSettings& settings;
    template <class T>
    json operator()(const SettingMember<T>& member) const {
        return member.of(settings);
    }
    json operator()(const SettingMember<LayerLocks>& member) const {
        json locks = json::array();
        for (const auto& [layer, spec] : member.of(settings)) locks.push_back({layer, spec});
        return locks;
    }
    json operator()(const ChoiceMember& choice) const { return choice.name(settings); }
};

struct FromJson {
    const json& value;
    SearchSettings& settings;
    template <class T>
    void operator()(const SettingMember<T>& member) const {
        value.get_to(member.in(settings));
    }
    void operator()(const ChoiceMember& choice) const {
        choice.choose(settings, value.get<std::string>());
    }
};

}  // namespace

const char* costName(CostKind kind) {
    return kCosts.name(kind);
}

CostKind parseCost(std::string_view text) {
    return kCosts.parse(text);
}

ScoreFunction defaultScoreFunction(double targetBits) {
    return targetBits > 0 ? ScoreFunction::Mse : ScoreFunction::GlobalLocal;
}

SearchSettings usualSettings(const SearchSettings& chosen) {
    SearchSettings usual;
    if (chosen.algorithm == Algorithm::Nsga2) usual.common.population = Nsga2Settings::kPopulation;
    usual.scoreFunction = defaultScoreFunction(chosen.common.targetBits);
    return usual;
}

std::int64_t plannedCandidates(const SearchSettings& s, const SearchSpace& space) {
    return s.algorithm == Algorithm::Nsga2 ? plannedCandidates(s.common, s.nsga2)
                                           : plannedCandidates(s.common, s.lpq, space);
}

const char* startName(StartKind kind) {
    return kStarts.name(kind);
}

StartKind parseStart(std::string_view text) {
    return kStarts.parse(text);
}

const char* top1ScopeName(Top1Scope scope) {
    return kTop1Scopes.name(scope);
}

Top1Scope parseTop1Scope(std::string_view text) {
    return kTop1Scopes.parse(text);
}

const char* poolingName(Pooling pooling) {
    return kPoolings.name(pooling);
}

Pooling parsePooling(std::string_view text) {
    return kPoolings.parse(text);
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
    validate(s.common);
    validate(s.lpq);
    SearchSpace space;
    space.widths = s.widths;
    space.maxExponentSize = s.maxExponentSize;
    space.maxRegime = s.maxRegime;
    space.sfRange = s.sfRange;
    validate(space);
    validate(s.nsga2);
    if (!(s.temperature > 0 && s.temperature <= 100))
        throw UsageError("temperature = " + shortestText(s.temperature) +
                         " is out of range; give a number above 0, at most 100");
    if (s.images < 2)
        throw UsageError("images = " + std::to_string(s.images) +
                         " is too few; the contrast needs at least 2");
    if (s.batch < 1)
        throw UsageError("batch = " + std::to_string(s.batch) +
                         " is out of range; give at least 1");
}

std::string toJsonText(const SearchSettings& settings) {
    json object = json::object();
    for (const Setting& setting : settingTable())
        object[setting.key] = std::visit(ToJson{settings}, setting.value);
    return object.dump();
}

SearchSettings settingsFromJsonText(const std::string& text) {
    const json object = parseStoredJson(text);
    if (!object.is_object()) throw Error("stored search settings are damaged; start a new run");
    const std::vector<Setting>& table = settingTable();
    for (const auto& [key, value] : object.items())
        if (std::none_of(table.begin(), table.end(),
                         [&name = key](const Setting& setting) { return setting.key == name; }))
            throw Error("stored search settings hold the unknown field \"" + key +
                        "\"; they come from another version of LP Studio");
    SearchSettings settings;
    for (const Setting& setting : table) {
        const auto stored = object.find(setting.key);
        if (stored == object.end()) {
            if (setting.before[0] != '\0') setSetting(setting, settings, setting.before);
            continue;
        }
        try {
            std::visit(FromJson{*stored, settings}, setting.value);
        } catch (const json::exception&) {
            throw Error(std::string("stored search settings: field \"") + setting.key +
                        "\" has the wrong type; start a new run");
        }
    }
    return settings;
}

}  // namespace lpstudio
