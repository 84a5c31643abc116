// Bundles: after an even byte patches of a good one, after an odd one the archive itself.

#include "app/project/bundle/bundle_read.h"

#include "tests/app/project/raw_zip.h"
#include "tests/fuzz/fuzz_project.h"

using namespace lpstudio;

namespace {

std::vector<std::uint8_t> goodBundle() {
    const std::vector<std::uint8_t> project = fuzz::soundProject();
    const std::string zip = test::rawZip(
        test::withManifest({{kProjectInBundle, std::string(project.begin(), project.end()), true},
                            {"models/net.pt", "weights", false},
                            {"models/net.json", "{}", true}}));
    return {zip.begin(), zip.end()};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    static const std::vector<std::uint8_t> good = goodBundle();
    const std::span<const std::uint8_t> rest(data + 1, size - 1);
    const auto archive = data[0] % 2 == 0 ? fuzz::patched(good, rest)
                                          : std::vector<std::uint8_t>(rest.begin(), rest.end());
    const auto file = fuzz::scratch().file("b.lpz", archive);
    const auto folder = fuzz::scratch().path() / "unpacked";
    const auto result = fuzz::unlessRefused([&] { return unpackBundle(file, folder); });
    fuzz::require(std::filesystem::exists(folder) == result.has_value(),
                  "a refused bundle leaves nothing");
    if (archive == good) fuzz::require(result.has_value(), "the good bundle is taken");
    std::filesystem::remove_all(folder);
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(fuzz::scratch().path())) {
        fuzz::require(entry.path() == file, "nothing is left behind", entry.path().string());
        ++files;
    }
    fuzz::require(files == 1, "the bundle stays");
    return 0;
}
