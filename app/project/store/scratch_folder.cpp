#include "app/project/store/scratch_folder.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>
#include <system_error>

#include "core/base/error.h"

namespace lpstudio {

namespace fs = std::filesystem;

ScratchFolder::ScratchFolder(const fs::path& parent) {
    const fs::path place = parent.empty() ? fs::path(".") : parent;
    std::string name = (place / ".lpstudio-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) {
        const int why = errno;
        if (why == ENOSPC || why == EDQUOT)
            throw Error(place.string() + ": the disk is full; free some space and try again");
        throw Error(place.string() + ": nothing can be written there (" + std::strerror(why) +
                    "); check that the folder exists and may be written");
    }
    path_ = name;
    // For the user's own eyes while it is made; what it becomes is as open as other folders.
    std::error_code ignored;
    fs::permissions(path_, fs::perms(0755), ignored);
}

ScratchFolder::~ScratchFolder() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
}

MadeFolders::MadeFolders(const fs::path& folder) {
    std::error_code failure;
    for (fs::path at = folder; !at.empty() && !fs::exists(at, failure); at = at.parent_path())
        made_.push_back(at);
    fs::create_directories(folder, failure);
    if (failure) {
        removeMade();
        throw Error(folder.string() + ": cannot be made (" + failure.message() +
                    "); choose another folder");
    }
}

MadeFolders::~MadeFolders() {
    removeMade();
}

void MadeFolders::removeMade() {
    std::error_code ignored;
    // remove() leaves a folder that holds something.
    for (const fs::path& folder : made_) fs::remove(folder, ignored);
}

}  // namespace lpstudio
