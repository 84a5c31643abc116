#include "core/study/fingerprint.h"

#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/base/version.h"
#include "core/network/image_set.h"
#include "core/network/network.h"
#include "core/study/setting_table.h"

namespace lpstudio {

using nlohmann::json;

namespace {

void eraseSources(json& value) {
    if (value.is_object()) value.erase("source");
    for (json& inner : value)
        if (inner.is_structured()) eraseSources(inner);
}

/// An accelerator's description without what it only tells people: where its numbers come from.
json computedWith(const json& hardware) {
    if (!hardware.is_string()) return hardware;
    json description = json::parse(hardware.get<std::string>(), nullptr, false);
    if (description.is_discarded()) return hardware;
    eraseSources(description);
    return description;
}

}  // namespace

std::string fingerprint(const Network& network, const ImageSet& calibration,
                        const SearchSettings& settings, const std::string& hardware) {
    json counted = json::parse(toJsonText(settings));
    for (const Setting& setting : settingTable())
        if (!setting.changesResult || !applies(setting, settings.algorithm))
            counted.erase(setting.key);
    return json{{"model", network.sha256()},
                {"data", calibration.fingerprint()},
                {"settings", counted},
                {"scoring", kScoringVersion},
                {"threads", 1},
                {"hardware", hardware}}
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
    if (computedWith(then.value("hardware", json())) != computedWith(now.value("hardware", json())))
        differences.emplace_back("the accelerator's description");
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
