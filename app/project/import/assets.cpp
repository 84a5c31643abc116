#include "app/project/import/assets.h"

#include <QDateTime>
#include <algorithm>
#include <cctype>
#include <set>
#include <system_error>

#include "app/project/import/labelled_files.h"
#include "core/base/error.h"
#include "core/base/sha256.h"
#include "core/network/network.h"

namespace lpstudio {
namespace {

namespace fs = std::filesystem;

/// More than this is not read through to know a set again: names and sizes must do.
constexpr std::uintmax_t kContentBytes = std::uintmax_t{1} << 30;

[[noreturn]] void throwUnreadable(const fs::path& path, const std::error_code& failure) {
    throw Error(path.string() + ": cannot be read (" + failure.message() +
                "); check its permissions");
}

fs::path labelsOfIdx(const fs::path& images) {
    if (fs::path labels = idxLabelsOf(images); !labels.empty()) return labels;
    throw Error(images.string() +
                ": has no labels beside it; put the *-labels-idx1-ubyte file "
                "into the same folder");
}

/// Files below a folder, as loadImages() went through it when links to folders were classes only.
void collectWithoutLinks(const fs::path& folder, bool isTop, std::set<fs::path>& files) {
    std::error_code failure;
    for (fs::directory_iterator it(folder, failure), end; !failure && it != end;
         it.increment(failure)) {
        std::error_code ignored;
        if (it->path().filename().string().starts_with('.')) continue;
        if (it->is_regular_file(ignored))
            files.insert(it->path());
        else if (it->is_directory(ignored) && (isTop || !it->is_symlink(ignored)))
            collectWithoutLinks(it->path(), false, files);
    }
    if (failure) throwUnreadable(folder, failure);
}

bool isFolder(const fs::path& path) {
    std::error_code ignored;
    return fs::is_directory(path, ignored);
}

bool isList(const fs::path& path) {
    std::string extension = path.extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return extension == ".csv";
}

/// All that loadImages() would read of a set.
std::set<fs::path> filesOf(const fs::path& path) {
    std::set<fs::path> files;
    if (isFolder(path)) {
        forEachFileBelow(path, [&](const fs::path& file) {
            std::error_code ignored;
            if (fs::is_regular_file(file, ignored)) files.insert(file);
        });
        return files;
    }
    const fs::path absolute = fs::absolute(path).lexically_normal();
    files.insert(absolute);
    if (isIdxName(path)) files.insert(labelsOfIdx(absolute));
    if (isList(path))
        for (const auto& [image, label] : filesOfCsv(absolute).files) files.insert(image);
    return files;
}

fs::path folderOf(const fs::path& path) {
    return (isFolder(path) ? path : fs::absolute(path).parent_path()).lexically_normal();
}

std::string hashOfLines(std::vector<std::string> lines) {
    std::sort(lines.begin(), lines.end());
    Sha256 hash;
    for (const std::string& line : lines) hash.add(line);
    return hash.hex();
}

/// Of all that a set's files hold, or above 1 GiB of their names and sizes.
std::string hashOfFiles(const std::set<fs::path>& files, const fs::path& folder) {
    std::uintmax_t bytes = 0;
    std::vector<std::pair<fs::path, std::uintmax_t>> sizes;
    for (const fs::path& file : files) {
        std::error_code failure;
        sizes.emplace_back(file, fs::file_size(file, failure));
        if (failure) throwUnreadable(file, failure);
        bytes += sizes.back().second;
    }
    std::vector<std::string> lines;
    lines.reserve(sizes.size());
    for (const auto& [file, size] : sizes)
        lines.push_back(file.lexically_normal().lexically_relative(folder).generic_string() + '\t' +
                        std::to_string(size) +
                        (bytes <= kContentBytes ? '\t' + fileSha256(file) : std::string()) + '\n');
    return hashOfLines(std::move(lines));
}

/// What datasetSha256() was when links below a class were not followed; empty if there are none.
std::string sha256WithoutLinks(const fs::path& path) {
    if (!isFolder(path)) return {};
    std::set<fs::path> files;
    collectWithoutLinks(path, true, files);
    return files == filesOf(path) ? std::string() : hashOfFiles(files, folderOf(path));
}

/// What datasetSha256() was at first, when it looked neither into the files of a folder nor at
/// those that an index names. Projects of that time still have it.
std::string earlierSha256(const fs::path& path) {
    if (!isFolder(path)) return fileSha256(path);
    std::vector<std::string> lines;
    std::error_code failure;
    for (fs::recursive_directory_iterator it(path, failure), end; !failure && it != end;
         it.increment(failure))
        if (it->is_regular_file())
            lines.push_back(fs::relative(it->path(), path).generic_string() + '\t' +
                            std::to_string(it->file_size()) + '\n');
    if (failure) throwUnreadable(path, failure);
    return hashOfLines(std::move(lines));
}

/// The hash of what is there: `sha256` itself if it is unchanged, whichever way it was made; empty
/// if it cannot be read.
std::string hashOrNothing(const fs::path& path, const std::string& sha256) {
    std::error_code ignored;
    if (!fs::exists(path, ignored)) return {};
    try {
        std::string found = datasetSha256(path);
        if (sha256.empty() || found == sha256) return found;
        const bool was = sha256WithoutLinks(path) == sha256 || earlierSha256(path) == sha256;
        return was ? sha256 : found;
    } catch (const Error&) {
        return {};
    } catch (const fs::filesystem_error&) {
        return {};
    }
}

AssetState stateOf(const fs::path& path, const std::string& sha256) {
    const std::string found = hashOrNothing(path, sha256);
    if (found.empty()) return AssetState::Missing;
    return sha256.empty() || found == sha256 ? AssetState::Present : AssetState::Changed;
}

void require(const char* what, const std::string& name, const fs::path& path,
             const std::string& sha256) {
    const std::string found = hashOrNothing(path, sha256);
    const std::string where = path.string() + ": the " + what + " \"" + name + "\" ";
    if (found.empty())
        throw Error(where +
                    "was not found; choose its new location with Locate on the Project page or "
                    "\"lpstudio-cli project P.lps --locate OLD=NEW\"");
    if (!sha256.empty() && found != sha256)
        throw Error(where + "has changed since it was added (SHA-256 " + shortHash(sha256) +
                    ", now " + shortHash(found) +
                    "); put the original back, choose its new location with Locate or "
                    "\"lpstudio-cli project P.lps --locate OLD=NEW\", or import the new one");
}

}  // namespace

const char* assetStateName(AssetState state) {
    switch (state) {
        case AssetState::Present:
            return "present";
        case AssetState::Missing:
            return "missing";
        case AssetState::Changed:
            break;
    }
    return "changed";
}

std::string datasetSha256(const fs::path& path) {
    const bool single = !isFolder(path) && !isIdxName(path) && !isList(path);
    if (single) return fileSha256(path);
    return hashOfFiles(filesOf(path), folderOf(path));
}

bool isUnchanged(const fs::path& path, const std::string& sha256) {
    return hashOrNothing(path, sha256) == sha256;
}

AssetState stateOf(const ModelRecord& model) {
    return stateOf(model.file, model.sha256);
}
AssetState stateOf(const DatasetRecord& dataset) {
    return stateOf(dataset.path, dataset.sha256);
}
AssetState stateOf(const ArtifactRecord& artifact) {
    return stateOf(artifact.file, artifact.sha256);
}

void requireUnchanged(const ModelRecord& model) {
    require("model", model.name, model.file, model.sha256);
}
void requireUnchanged(const DatasetRecord& dataset) {
    require("image set", dataset.name, dataset.path, dataset.sha256);
}

ArtifactRecord artifactOf(const std::string& kind, const fs::path& file, std::optional<RunId> run,
                          std::optional<CandidateId> candidate) {
    ArtifactRecord artifact;
    artifact.kind = kind;
    artifact.file = file;
    artifact.sha256 = fileSha256(file);
    artifact.run = run;
    artifact.candidate = candidate;
    artifact.madeAt = QDateTime::currentDateTimeUtc().toString(Qt::ISODate).toStdString();
    return artifact;
}

void rememberArtifact(ProjectStore& store, const std::string& kind, const fs::path& file, RunId run,
                      std::optional<CandidateId> candidate) {
    try {
        store.addArtifact(artifactOf(kind, file, run, candidate));
    } catch (const Error&) {
        return;
    }
}

std::string shortHash(const std::string& sha256) {
    return sha256.substr(0, 12);
}

std::vector<DatasetFile> datasetFiles(const fs::path& path) {
    const fs::path base = folderOf(path);
    std::vector<DatasetFile> result;
    for (const fs::path& file : filesOf(path)) {
        const std::string relative =
            file.lexically_normal().lexically_relative(base).generic_string();
        if (relative.empty() || relative == ".." || relative.starts_with("../"))
            throw Error(path.string() + ": names " + file.string() +
                        ", which lies outside its folder; move it below " + base.string());
        result.push_back({file, relative});
    }
    return result;
}

}  // namespace lpstudio
