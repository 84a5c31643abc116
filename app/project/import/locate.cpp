#include "app/project/import/locate.h"

#include <optional>
#include <set>
#include <system_error>

#include "app/project/import/assets.h"
#include "core/base/error.h"
#include "core/base/sha256.h"
#include "core/network/network.h"

namespace lpstudio {
namespace {

namespace fs = std::filesystem;

struct Asset {
    bool isModel;
    std::int64_t id;
    std::string name;
    fs::path path;    ///< in use
    fs::path stored;  ///< in the project
    std::string sha256;
};

std::vector<Asset> assetsOf(const ProjectStore& store) {
    std::vector<Asset> assets;
    for (const ModelRecord& m : store.models())
        assets.push_back({true, m.id, m.name, m.file, m.stored, m.sha256});
    for (const DatasetRecord& d : store.datasets())
        assets.push_back({false, d.id, d.name, d.path, d.stored, d.sha256});
    return assets;
}

std::string nameOf(const Asset& asset) {
    return (asset.isModel ? "model \"" : "image set \"") + asset.name + "\"";
}

bool isThere(const fs::path& path) {
    std::error_code ignored;
    return fs::exists(path, ignored);
}

/// Hash of what is there; empty if it cannot be read.
std::string hashAt(const fs::path& path) {
    try {
        return isThere(path) ? datasetSha256(path) : std::string();
    } catch (const Error&) {
        return {};
    }
}

fs::path cleaned(const fs::path& path) {
    fs::path clean = fs::absolute(path).lexically_normal();
    return clean.filename().empty() ? clean.parent_path() : clean;
}

/// The part of `path` below `folder`, if it lies there.
std::optional<fs::path> below(const fs::path& path, const fs::path& folder) {
    const fs::path relative = path.lexically_relative(folder);
    if (relative.empty() || relative == "." || *relative.begin() == "..") return std::nullopt;
    return relative;
}

class Search {
public:
    Search(ProjectStore& store, fs::path now)
        : store_(store), now_(std::move(now)), assets_(assetsOf(store)) {
        if (!isThere(now_)) throw Error(now_.string() + ": no such file or folder; check the path");
    }

    bool wants(const Asset& asset, const std::string& old) const {
        const fs::path path = cleaned(old);
        return path == cleaned(asset.path) || path == cleaned(asset.stored) ||
               (old.find('/') == std::string::npos && asset.stored.filename() == old);
    }

    /// `now` itself, or the file of that name in it.
    void tryAt(const Asset& asset) {
        tried_ = true;
        if (take(asset, now_)) return;
        std::error_code ignored;
        if (!fs::is_directory(now_, ignored)) {
            another(asset, now_);
        } else if (!take(asset, now_ / asset.stored.filename())) {
            another(asset, now_ / asset.stored.filename());
        }
    }

    void tryBelow(const Asset& asset, const fs::path& relative) {
        tried_ = true;
        if (!take(asset, now_ / relative)) another(asset, now_ / relative);
    }

    void run(const std::string& old) {
        const fs::path folder = cleaned(old);
        for (const Asset& asset : assets_) {
            if (wants(asset, old)) {
                tryAt(asset);
            } else if (const auto relative = below(cleaned(asset.path), folder)) {
                tryBelow(asset, *relative);
            } else if (const auto storedRelative = below(cleaned(asset.stored), folder)) {
                tryBelow(asset, *storedRelative);
            }
        }
        if (!tried_) throw Error(nothingThere(old));
    }

    void run(bool isModel, std::int64_t id) {
        for (const Asset& asset : assets_)
            if (asset.isModel == isModel && asset.id == id) tryAt(asset);
        if (!tried_)
            throw Error(store_.file().string() +
                        ": this model or image set is not in the project "
                        "any more; open the project again");
    }

    LocateResult finish() {
        if (result_.found.empty()) throw Error(result_.notFound.front());
        std::set<fs::path> folders;
        for (const LocatedAsset& found : result_.found) folders.insert(found.to.parent_path());
        for (const Asset& asset : assets_) {
            if (isFound(asset) || isThere(asset.path)) continue;
            for (const fs::path& folder : folders)
                if (take(asset, folder / asset.stored.filename())) break;
        }
        for (const LocatedAsset& found : result_.found) apply(found);
        return std::move(result_);
    }

private:
    bool isFound(const Asset& asset) const {
        for (const LocatedAsset& found : result_.found)
            if (found.isModel == asset.isModel && found.id == asset.id) return true;
        return false;
    }

    bool take(const Asset& asset, const fs::path& path) {
        std::error_code ignored;
        if (asset.isModel && fs::is_directory(path, ignored)) return false;
        const bool same =
            asset.sha256.empty() ? !hashAt(path).empty() : isUnchanged(path, asset.sha256);
        if (!same) return false;
        result_.found.push_back({asset.isModel, asset.id, asset.name, asset.path, path});
        return true;
    }

    void another(const Asset& asset, const fs::path& path) {
        // Whether it would do as an image set is not asked of what stands in for a model.
        std::error_code ignored;
        const bool isFile = asset.isModel && fs::is_regular_file(path, ignored);
        const std::string hash = isFile ? fileSha256(path) : hashAt(path);
        result_.notFound.push_back(hash.empty()
                                       ? path.string() + ": no such file, the " + nameOf(asset) +
                                             " is not found; check the path"
                                       : path.string() + ": is another file than the " +
                                             nameOf(asset) + " (SHA-256 " + shortHash(hash) +
                                             ", the project has " + shortHash(asset.sha256) +
                                             "); give the right one, or import this one");
    }

    std::string nothingThere(const std::string& old) const {
        std::string known;
        for (const Asset& asset : assets_)
            known += (known.empty() ? "" : ", ") + asset.path.string();
        return store_.file().string() + ": holds no model or image set at " + old +
               (known.empty() ? "; the project is empty" : "; it has " + known);
    }

    void apply(const LocatedAsset& found) {
        if (found.isModel)
            store_.moveModel(found.id, found.to);
        else
            store_.moveDataset(found.id, found.to);
        const fs::path used =
            found.isModel ? store_.model(found.id).file : store_.dataset(found.id).path;
        if (cleaned(used) != cleaned(found.to))
            throw Error(used.string() +
                        ": is used instead because it came with the bundle; remove "
                        "that file and try again");
    }

    ProjectStore& store_;
    const fs::path now_;
    std::vector<Asset> assets_;
    bool tried_ = false;
    LocateResult result_;
};

}  // namespace

LocateResult locateAssets(ProjectStore& store, const std::string& old, const fs::path& now) {
    Search search(store, cleaned(now));
    search.run(old);
    return search.finish();
}

LocateResult locateModel(ProjectStore& store, std::int64_t id, const fs::path& now) {
    Search search(store, cleaned(now));
    search.run(true, id);
    return search.finish();
}

LocateResult locateDataset(ProjectStore& store, std::int64_t id, const fs::path& now) {
    Search search(store, cleaned(now));
    search.run(false, id);
    return search.finish();
}

}  // namespace lpstudio
