#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace lpstudio {

/// A file in a bundle.
struct BundleFile {
    std::string path;  ///< in the bundle, with '/'
    std::uintmax_t bytes = 0;
    std::string sha256;
    std::string role;  ///< "project", "model", "card", "data", "config", "report", "hardware"
};

/// What a bundle says of itself, `manifest.json` in it: every other file with its hash, and where
/// the files are that the project knows by other paths.
struct BundleManifest {
    std::string programVersion;
    std::string name;  ///< of the project it was made from
    std::vector<BundleFile> files;
    /// Absolute path in the project (ModelRecord::stored) to path in the bundle.
    std::map<std::string, std::string> places;
    std::vector<std::string> leftOut;  ///< what did not travel, one line each
};

constexpr const char* kManifestName = "manifest.json";
constexpr const char* kProjectInBundle = "project.lps";

std::string manifestText(const BundleManifest& manifest);
/// Throws Error naming `where` and the entry: no JSON, another or a newer schema, unsafe, doubled
/// or misspelt entries, no project among them.
BundleManifest parseManifest(const std::string& text, const std::string& where);

/// Why a name must not become a file below a folder: "" if it may. Names are relative, with '/'
/// only, without "..", control characters, and whatever other systems read as a drive or a
/// separator.
std::string entryNameProblem(std::string_view name);
/// Of names that differ only in case (of ASCII letters) one is lost on some disks.
std::string foldedName(std::string_view name);

/// Where an unpacked bundle keeps the files that its project knows by other paths: absolute path in
/// the project to absolute path now, from the manifest in `folder`. Empty if there is none that can
/// be used.
std::map<std::string, std::filesystem::path> bundlePlaces(const std::filesystem::path& folder);

}  // namespace lpstudio
