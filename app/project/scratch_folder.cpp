#include "app/project/scratch_folder.h"

#include <cstdlib>
#include <string>
#include <system_error>

#include "core/error.h"

namespace lpstudio {

namespace fs = std::filesystem;

ScratchFolder::ScratchFolder(const fs::path& parent) {
    const fs::path place = parent.empty() ? fs::path(".") : parent;
    std::string name = (place / ".lpstudio-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr)
        throw Error(place.string() +
                    ": nothing can be written there; check that the folder exists, may be written "
                    "and its disk has room");
    path_ = name;
    // For the user's own eyes while it is made; what it becomes is as open as other folders.
    std::error_code ignored;
    fs::permissions(path_, fs::perms(0755), ignored);
}

ScratchFolder::~ScratchFolder() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
}

}  // namespace lpstudio
