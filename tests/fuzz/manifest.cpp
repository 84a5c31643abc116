// Manifests of bundles.

#include <set>

#include "app/project/store/bundle_manifest.h"
#include "tests/fuzz/fuzz.h"

using namespace lpstudio;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto manifest = fuzz::unlessRefused(
        [&] { return parseManifest(std::string(fuzz::textOf(data, size)), "m.json"); });
    if (!manifest) return 0;
    std::set<std::string> names;
    for (const BundleFile& file : manifest->files) {
        const std::filesystem::path path = std::filesystem::path(file.path).lexically_normal();
        fuzz::require(path.is_relative() && *path.begin() != "..", "a file stays in its folder",
                      file.path);
        fuzz::require(names.insert(foldedName(file.path)).second, "no name is there twice");
    }
    const std::string text = manifestText(*manifest);
    const auto again = fuzz::unlessRefused([&] { return parseManifest(text, "n.json"); });
    fuzz::require(again && manifestText(*again) == text && again->places == manifest->places &&
                      again->files.size() == manifest->files.size(),
                  "a manifest that was written reads back as itself", text);
    return 0;
}
