#include "app/project/assets.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <algorithm>
#include <set>
#include <system_error>

#include "app/project/image_sources.h"
#include "core/error.h"
#include "core/model/network.h"

namespace lpstudio {
namespace {

namespace fs = std::filesystem;

/// Of a file or, for image sets, a directory; empty if it cannot be read.
std::string hashOrNothing(const fs::path& path) {
    std::error_code ignored;
    if (!fs::exists(path, ignored)) return {};
    try {
        return datasetSha256(path);
    } catch (const Error&) {
        return {};
    }
}

AssetState stateOf(const fs::path& path, const std::string& sha256) {
    const std::string found = hashOrNothing(path);
    if (found.empty()) return AssetState::Missing;
    return sha256.empty() || found == sha256 ? AssetState::Present : AssetState::Changed;
}

void require(const char* what, const std::string& name, const fs::path& path,
             const std::string& sha256) {
    const std::string found = hashOrNothing(path);
    const std::string where = path.string() + ": the " + what + " \"" + name + "\" ";
    if (found.empty())
        throw Error(where +
                    "is not there; tell where it is with Locate on the Project page or "
                    "\"lpstudio-cli project P.lps --locate OLD=NEW\"");
    if (!sha256.empty() && found != sha256)
        throw Error(where + "has changed since it was added (SHA-256 " + shortHash(sha256) +
                    ", now " + shortHash(found) +
                    "); put the old file back, tell where it is with Locate or "
                    "\"lpstudio-cli project P.lps --locate OLD=NEW\", or import the new one");
}

fs::path labelsOfIdx(const fs::path& images) {
    const std::string name = images.filename().string();
    const std::string stem = name.substr(0, name.find("-images-idx3-ubyte")) + "-labels-idx1-ubyte";
    std::error_code ignored;
    for (const char* ending : {".gz", ""})
        if (fs::path labels = images.parent_path() / (stem + ending); fs::exists(labels, ignored))
            return labels;
    throw Error(images.string() +
                ": has no labels beside it; put the *-labels-idx1-ubyte file "
                "into the same folder");
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
    if (!fs::is_directory(path)) return fileSha256(path);
    std::vector<std::string> lines;
    std::error_code failure;
    for (fs::recursive_directory_iterator it(path, failure), end; !failure && it != end;
         it.increment(failure))
        if (it->is_regular_file())
            lines.push_back(fs::relative(it->path(), path).generic_string() + '\t' +
                            std::to_string(it->file_size()) + '\n');
    if (failure)
        throw Error(path.string() + ": cannot be read (" + failure.message() +
                    "); check its permissions");
    std::sort(lines.begin(), lines.end());
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const std::string& line : lines)
        hash.addData(QByteArrayView(line.data(), static_cast<qsizetype>(line.size())));
    return hash.result().toHex().toStdString();
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
    std::set<fs::path> files;
    const bool directory = fs::is_directory(path);
    const fs::path base = (directory ? path : fs::absolute(path).parent_path()).lexically_normal();
    if (directory) {
        std::error_code failure;
        for (fs::recursive_directory_iterator it(path, failure), end; !failure && it != end;
             it.increment(failure))
            if (it->is_regular_file()) files.insert(it->path());
        if (failure)
            throw Error(path.string() + ": cannot be read (" + failure.message() +
                        "); check its permissions");
    } else {
        files.insert(fs::absolute(path));
        if (isIdxName(path)) files.insert(labelsOfIdx(fs::absolute(path)));
        if (path.extension() == ".csv")
            for (const auto& [image, label] : filesOfCsv(fs::absolute(path)).files)
                files.insert(image);
    }
    std::vector<DatasetFile> result;
    for (const fs::path& file : files) {
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
