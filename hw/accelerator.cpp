#include "hw/accelerator.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "core/error.h"
#include "hw/accelerator_json.h"
#include "hw/embedded_presets.h"

namespace lpstudio {

namespace {

bool looksLikeFile(const std::string& nameOrPath) {
    std::error_code ignored;
    return nameOrPath.ends_with(".json") || nameOrPath.find('/') != std::string::npos ||
           std::filesystem::exists(nameOrPath, ignored);
}

std::string readText(const std::string& path) {
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored)) {
        throw Error(path + ": no such file; give the path of a hardware description or a preset: " +
                    presetNames());
    }
    if (std::filesystem::is_directory(path, ignored)) {
        throw Error(path + ": is a directory; give a hardware description file (JSON)");
    }
    std::ifstream file(path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    if (!file) throw Error(path + ": cannot be read; check its permissions");
    return text;
}

}  // namespace

const Constant& Accelerator::constant(std::string_view key) const {
    const auto found = std::ranges::find(constants, key, &Constant::key);
    if (found == constants.end()) {
        throw Error("hardware \"" + name + "\": constant \"" + std::string(key) +
                    "\" is missing; add it to \"constants\"");
    }
    return *found;
}

std::string presetNames() {
    std::string names;
    for (const EmbeddedPreset& preset : embeddedPresets()) {
        if (!names.empty()) names += ", ";
        names += preset.name;
    }
    return names;
}

std::vector<PresetInfo> presets() {
    std::vector<PresetInfo> infos;
    for (const EmbeddedPreset& preset : embeddedPresets()) {
        const Accelerator accelerator = acceleratorFromJson(preset.json, std::string(preset.name));
        infos.push_back({accelerator.name, accelerator.summary});
    }
    return infos;
}

Accelerator loadAccelerator(const std::string& nameOrPath) {
    const auto all = embeddedPresets();
    const auto preset = std::ranges::find(all, nameOrPath, &EmbeddedPreset::name);
    if (preset != all.end()) return acceleratorFromJson(preset->json, nameOrPath);
    if (looksLikeFile(nameOrPath)) return acceleratorFromJson(readText(nameOrPath), nameOrPath);
    throw UsageError("hardware \"" + nameOrPath +
                     "\" is neither a preset nor a file; presets: " + presetNames());
}

std::string_view dataflowName(Dataflow dataflow) {
    switch (dataflow) {
        case Dataflow::WeightStationary:
            return "ws";
        case Dataflow::OutputStationary:
            return "os";
        case Dataflow::InputStationary:
            return "is";
    }
    return "";
}

Dataflow dataflowFromName(std::string_view name) {
    for (const Dataflow dataflow :
         {Dataflow::WeightStationary, Dataflow::OutputStationary, Dataflow::InputStationary}) {
        if (name == dataflowName(dataflow)) return dataflow;
    }
    throw UsageError("dataflow \"" + std::string(name) + "\" is unknown; give ws, os or is");
}

std::string_view peKindName(PeKind kind) {
    return kind == PeKind::Packed ? "packed" : "ganged";
}

std::string_view standingName(Standing standing) {
    switch (standing) {
        case Standing::Published:
            return "published";
        case Standing::Derived:
            return "derived";
        case Standing::Assumed:
            return "assumed";
    }
    return "";
}

}  // namespace lpstudio
