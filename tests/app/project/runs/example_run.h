#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "app/project/import/assets.h"
#include "app/project/runs/run_search.h"
#include "core/base/paths.h"
#include "core/base/sha256.h"
#include "tests/temp_dir.h"

namespace lpstudio::test {

inline std::filesystem::path example(const std::string& name) {
    return std::filesystem::path(LPSTUDIO_SOURCE_DIR) / "resources/example" / name;
}

/// Remembers what a search tells; `afterScored` may stop it.
class HeardSearch : public SearchRunObserver {
public:
    void onBegan(const SearchBeginning& beginning) override { began = beginning; }
    void onScored(const ScoredCandidate& candidate) override {
        scored.push_back(candidate.id);
        if (afterScored) afterScored();
    }
    void onRestored(const ScoredCandidate& candidate) override { restored.push_back(candidate.id); }
    void onEnded(const SearchOutcome& outcome) override { ended = outcome.state; }
    void onTop1(std::optional<CandidateId> candidate, double) override {
        measured.push_back(candidate);
    }

    std::function<void()> afterScored;
    std::optional<SearchBeginning> began;
    std::vector<CandidateId> scored, restored;
    std::optional<RunState> ended;
    std::vector<std::optional<CandidateId>> measured;
};

/// A project in a folder of its own, with copies of one of the example's networks and of its image
/// sets that a test may move away.
class ExampleRun {
public:
    explicit ExampleRun(const std::string& network = "fashion_resnet")
        : project(dir / "p.lps"),
          calibration(dir / "cal-images-idx3-ubyte"),
          evaluation(dir / "eval-images-idx3-ubyte"),
          assets(std::make_shared<AssetCache>()) {
        namespace fs = std::filesystem;
        for (const char* ending : {".pt", ".json"})
            fs::copy_file(example(network + ending), dir / (network + ending));
        writeSet(example("calibration-images-idx3-ubyte.gz"), "cal");
        writeSet(example("evaluation-images-idx3-ubyte.gz"), "eval");
        store = std::make_shared<ProjectStore>(ProjectStore::create(project));
        const fs::path model = dir / (network + ".pt");
        modelId = store->addModel({0, network, model, fileSha256(model)});
        const auto add = [&](const fs::path& file) {
            return store->addDataset(
                {0, file.filename().string(), file, datasetSha256(file), kImages});
        };
        calibrationId = add(calibration);
        evaluationId = add(evaluation);
    }

    static constexpr std::size_t kImages = 120;  ///< of each set

    /// A search of a few candidates on few images.
    SearchRequest request() const {
        SearchRequest request;
        request.store = store;
        request.assets = assets;
        request.model = store->model(modelId);
        request.calibration = store->dataset(calibrationId);
        SearchSettings& s = request.settings;
        s.images = 16;
        s.batch = 8;
        s.start = StartKind::Random;
        s.common.population = 5;
        s.lpq.passes = 1;
        s.lpq.cycles = 1;
        s.lpq.diversity = 2;
        return request;
    }

private:
    /// The first images of an example's set as an IDX file and its labels.
    void writeSet(const std::filesystem::path& from, const std::string& name) const {
        const ImageSet set = readIdx(from);
        const auto number = [](std::size_t value) {
            std::string bytes;
            for (int shift = 24; shift >= 0; shift -= 8)
                bytes += static_cast<char>(value >> shift & 255);
            return bytes;
        };
        std::string images = number(0x803) + number(kImages) +
                             number(static_cast<std::size_t>(set.height)) +
                             number(static_cast<std::size_t>(set.width));
        std::string labels = number(0x801) + number(kImages);
        images.append(set.bytes.begin(), set.bytes.begin() + static_cast<std::ptrdiff_t>(
                                                                 kImages * set.imageElements()));
        for (std::size_t i = 0; i < kImages; ++i) labels += static_cast<char>(set.labels[i]);
        dir.write(name + "-images-idx3-ubyte", images);
        dir.write(name + "-labels-idx1-ubyte", labels);
    }

public:
    TempDir dir;
    std::filesystem::path project, calibration, evaluation;
    std::shared_ptr<ProjectStore> store;
    std::shared_ptr<AssetCache> assets;
    std::int64_t modelId = 0, calibrationId = 0, evaluationId = 0;
};

}  // namespace lpstudio::test
