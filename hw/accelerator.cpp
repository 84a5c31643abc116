#include "hw/accelerator.h"

#include <algorithm>

#include "core/base/error.h"
#include "hw/accelerator_json.h"
#include "hw/embedded_files.h"
#include "hw/named_file.h"

namespace lpstudio {

namespace {

const FileKind kKind{"hardware", "preset"};

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
    return namesOf(embeddedPresets());
}

std::vector<PresetInfo> presets() {
    std::vector<PresetInfo> infos;
    for (const EmbeddedFile& preset : embeddedPresets()) {
        const Accelerator accelerator = acceleratorFromJson(preset.json, std::string(preset.name));
        infos.push_back({accelerator.name, accelerator.summary});
    }
    return infos;
}

Accelerator loadAccelerator(const std::string& nameOrPath) {
    return acceleratorFromJson(readNamedFile(nameOrPath, embeddedPresets(), kKind), nameOrPath);
}

}  // namespace lpstudio
