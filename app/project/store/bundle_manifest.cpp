#include "app/project/store/bundle_manifest.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/base/sha256.h"
#include "core/base/text.h"

namespace lpstudio {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr const char* kSchemaStem = "lpstudio-bundle/";
constexpr int kSchemaVersion = 1;
constexpr std::size_t kMaxName = 1024, kMaxPart = 255;
constexpr int kMaxDepth = 32;
/// No bundle of ours has a larger manifest (BundleLimits).
constexpr std::uintmax_t kMostBytes = std::uintmax_t{128} << 20;

void requireSchema(const json& manifest, const std::string& where) {
    const std::string schema =
        manifest.is_object() ? manifest.value("schema", std::string()) : std::string();
    if (!schema.starts_with(kSchemaStem))
        throw Error(where +
                    ": is not an LP Studio bundle (\"schema\" is missing); give a .lpz file");
    if (schema == kSchemaStem + std::to_string(kSchemaVersion)) return;
    throw Error(where + ": was made by a newer version of LP Studio (" + shortened(schema) +
                ", this program knows " + kSchemaStem + std::to_string(kSchemaVersion) +
                "); update the program");
}

BundleFile fileOf(const json& entry, const std::string& where) {
    BundleFile file;
    file.path = entry.at("path").get<std::string>();
    file.sha256 = entry.at("sha256").get<std::string>();
    file.role = entry.at("role").get<std::string>();
    const std::string at = where + ": \"" + shortened(file.path, 200) + "\" ";
    if (const std::string problem = entryNameProblem(file.path); !problem.empty())
        throw Error(at + problem + "; do not use this bundle");
    if (!entry.at("bytes").is_number_unsigned())
        throw Error(at + "has no size; get the bundle again");
    file.bytes = entry.at("bytes").get<std::uintmax_t>();
    if (!isSha256(file.sha256)) throw Error(at + "has no SHA-256; get the bundle again");
    return file;
}

BundleManifest manifestOf(const json& object, const std::string& where) {
    BundleManifest manifest;
    manifest.programVersion = object.value("program_version", std::string());
    manifest.name = object.value("name", std::string());
    std::set<std::string> names{kManifestName};
    bool project = false;
    for (const json& entry : object.at("files")) {
        manifest.files.push_back(fileOf(entry, where));
        const BundleFile& file = manifest.files.back();
        if (!names.insert(foldedName(file.path)).second)
            throw Error(where + ": \"" + shortened(file.path, 200) +
                        "\" appears twice; do not use this bundle");
        project = project || file.path == kProjectInBundle;
    }
    for (const BundleFile& file : manifest.files)
        for (auto at = file.path.find('/'); at != std::string::npos;
             at = file.path.find('/', at + 1))
            if (names.count(foldedName(file.path.substr(0, at))) > 0)
                throw Error(where + ": \"" + shortened(file.path.substr(0, at), 200) +
                            "\" is both a file and a folder; do not use this bundle");
    if (!project) throw Error(where + ": lists no " + kProjectInBundle + "; get the bundle again");
    const json places = object.value("places", json::object());
    for (const auto& [stored, path] : places.items()) {
        if (const std::string problem = entryNameProblem(path.get<std::string>()); !problem.empty())
            throw Error(where + ": the place of " + shortened(stored, 200) + " " + problem +
                        "; do not use this bundle");
        manifest.places.emplace(stored, path.get<std::string>());
    }
    for (const json& line : object.value("left_out", json::array()))
        manifest.leftOut.push_back(line.get<std::string>());
    return manifest;
}

}  // namespace

std::string manifestText(const BundleManifest& manifest) {
    json files = json::array();
    for (const BundleFile& file : manifest.files)
        files.push_back({{"path", file.path},
                         {"bytes", file.bytes},
                         {"sha256", file.sha256},
                         {"role", file.role}});
    const json object{{"schema", kSchemaStem + std::to_string(kSchemaVersion)},
                      {"program_version", manifest.programVersion},
                      {"name", manifest.name},
                      {"files", files},
                      {"places", manifest.places.empty() ? json::object() : json(manifest.places)},
                      {"left_out", manifest.leftOut}};
    return object.dump(2, ' ', false, json::error_handler_t::replace) + '\n';
}

BundleManifest parseManifest(const std::string& text, const std::string& where) {
    try {
        const json object = parseJson(text, where, "get the bundle again");
        requireSchema(object, where);
        return manifestOf(object, where);
    } catch (const json::exception& error) {
        throw Error(where + ": is damaged (" + jsonReason(error) + "); get the bundle again");
    }
}

std::string entryNameProblem(std::string_view name) {
    if (name.empty()) return "has no name";
    if (name.size() > kMaxName) return "has a name that is too long";
    for (const char c : name) {
        if (static_cast<unsigned char>(c) < 32 || c == 127)
            return "has a control character in its name";
        if (c == '\\' || c == ':') return std::string("has a '") + c + "' in its name";
    }
    if (name.front() == '/') return "has an absolute path";
    if (json(std::string(name)).dump(-1, ' ', false, json::error_handler_t::ignore) !=
        json(std::string(name)).dump(-1, ' ', false, json::error_handler_t::replace))
        return "has a name that is not UTF-8";
    int depth = 0;
    for (std::size_t begin = 0; begin <= name.size(); ++depth) {
        const std::size_t end = std::min(name.find('/', begin), name.size());
        const std::string_view part = name.substr(begin, end - begin);
        if (part.empty()) return "is a folder or has an empty part in its path";
        if (part == "." || part == "..") return "leaves the folder it belongs to";
        if (part.size() > kMaxPart) return "has a name that is too long";
        begin = end + 1;
    }
    return depth > kMaxDepth ? "lies too deep" : "";
}

std::string foldedName(std::string_view name) {
    std::string folded(name);
    for (char& c : folded)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return folded;
}

std::map<std::string, fs::path> bundlePlaces(const fs::path& folder) {
    std::map<std::string, fs::path> places;
    std::ifstream in(folder / kManifestName, std::ios::binary);
    std::error_code failure;
    if (!in || fs::file_size(folder / kManifestName, failure) > kMostBytes || failure)
        return places;
    try {
        const std::string text((std::istreambuf_iterator<char>(in)),
                               std::istreambuf_iterator<char>());
        for (const auto& [stored, path] : parseManifest(text, kManifestName).places)
            places.emplace(stored, folder / path);
    } catch (const Error&) {
        // Somebody else's manifest: the files are where the project says.
        places.clear();
    }
    return places;
}

}  // namespace lpstudio
