#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>

#include "app/project/runs/asset_cache.h"
#include "app/project/store/store.h"

namespace lpstudio::test {

/// What a huge run holds.
struct HugeRun {
    std::size_t candidates = 100'000;
    std::uint64_t seed = 1;
    /// One candidate in so many has a measured top-1; 0: none.
    std::size_t measuredEvery = 200;
};

/// Adds a finished run to a project that has a model and an image set (the second set, if there is
/// one, evaluates it), in one transaction. Widths, sizes, energy and latency are what the program
/// itself would say of the candidates; score and top-1 are drawn around a curve of the widths, so
/// that there is a front, and repeat with the seed. Throws Error.
RunId addHugeRun(ProjectStore& store, AssetCache& assets, const HugeRun& wanted = {});

/// A new project over the small example network and its image sets, with `runs` such runs (seeds
/// count up from the wanted one). Throws Error if the file exists.
void writeHugeProject(const std::filesystem::path& file, const HugeRun& wanted = {}, int runs = 1);

}  // namespace lpstudio::test
