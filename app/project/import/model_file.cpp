#include "app/project/import/model_file.h"

#include "app/project/import/model_archive.h"

namespace lpstudio {

ModelCard cardOfModel(const std::filesystem::path& file) {
    std::error_code ignored;
    const std::filesystem::path card = cardPath(file);
    // The loader knows what to say of a file that is something else, and says it by throwing.
    if (!std::filesystem::exists(card, ignored) &&
        std::filesystem::is_regular_file(file, ignored) && !holdsCode(file))
        loadModel(file, {});
    return readCard(card);
}

Network loadModel(const std::filesystem::path& file, const ModelCard& card) {
    std::error_code ignored;
    if (std::filesystem::is_regular_file(file, ignored)) requireSoundArchive(file);
    return Network::load(file, card);
}

}  // namespace lpstudio
