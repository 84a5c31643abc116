#include "tests/app/desktop/huge_project.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "app/desktop/jobs/import_job.h"
#include "app/project/runs/network_workload.h"
#include "app/project/store/genes_text.h"
#include "core/base/paths.h"
#include "core/base/version.h"
#include "core/search/search_space.h"

namespace lpstudio::test {
namespace {

/// Draws candidates of a network and says of them what a search would.
class CandidateSource {
public:
    CandidateSource(const Network& network, const SearchSettings& settings, std::uint64_t seed)
        : network_(network),
          settings_(settings),
          cost_(hardwareCost(network, settings.hardware)),
          random_(seed) {
        space_.widths = settings.widths;
        space_.otherParameters = network.otherParameters();
        for (const Layer& layer : network.layers()) {
            SearchLayer one;
            one.name = layer.name;
            one.parameters = layer.parameters;
            one.inputElements = layer.inputElements;
            one.block = layer.block;
            one.center = layer.weightRms > 0 ? -std::log2(layer.weightRms) : 0;
            space_.layers.push_back(one);
            weights_.push_back(std::exp(normal_(random_)));
        }
    }

    ScoredCandidate make(std::int64_t id) {
        ScoredCandidate scored;
        scored.id = CandidateId(id);
        scored.origin = {1, 0, static_cast<int>(id / 5), static_cast<int>(id % 5)};
        // Around a level of its own, so that all mean widths are met.
        const double level = 2.2 + 5.6 * uniform_(random_);
        double damage = 0;
        std::vector<LayerBits> bits;
        for (std::size_t i = 0; i < space_.layers.size(); ++i) {
            LpParameters gene;
            gene.n = std::clamp(static_cast<int>(std::lround(level + 0.9 * normal_(random_))), 2,
                                space_.largestWidth());
            gene.es = std::min(LpParameters::maxExponentSize(gene.n), static_cast<int>(id % 3));
            gene.rs = std::min(gene.n - 1, 1 + static_cast<int>((id + static_cast<int>(i)) % 5));
            gene.sf = space_.layers[i].center + 0.25 * normal_(random_);
            damage += weights_[i] * std::pow(4.0, -gene.n);
            bits.push_back({gene.n, activationWidth(gene.n, settings_.widths)});
            scored.candidate.genes.push_back(gene);
        }
        scored.contrast = 0.02 + damage * std::exp(0.35 * normal_(random_));
        scored.meanWeightBits = meanWeightBits(space_, scored.candidate);
        scored.meanActivationBits = meanActivationBits(space_, scored.candidate);
        scored.modelBytes = modelBytes(space_, scored.candidate);
        scored.compression = scored.meanWeightBits / 8;
        scored.fitness = fitness(scored.contrast, scored.compression, settings_.common.lambda);
        scored.hardware = cost_(bits);
        scored.seconds = 0.05;
        return scored;
    }

    double top1(const ScoredCandidate& scored, double floatTop1) {
        return std::clamp(floatTop1 - 60 * scored.contrast + 0.3 * normal_(random_), 10.0,
                          floatTop1 + 0.5);
    }

private:
    const Network& network_;
    const SearchSettings& settings_;
    HardwareCostFunction cost_;
    SearchSpace space_;
    std::mt19937_64 random_;
    std::normal_distribution<double> normal_;
    std::uniform_real_distribution<double> uniform_{0, 1};
    std::vector<double> weights_;  ///< what a layer's width means to the score
};

/// As ProjectStore::addCandidate() does, but all in one transaction: that many would take minutes.
void insertAll(const std::filesystem::path& file, RunId run,
               const std::vector<ScoredCandidate>& candidates) {
    SQLite::Database database(file.string(), SQLite::OPEN_READWRITE, 5000);
    SQLite::Transaction transaction(database);
    SQLite::Statement insert(
        database,
        "INSERT INTO candidate(run, id, pass, block, cycle, child, genes, contrast, compression, "
        "fitness, mean_weight_bits, mean_activation_bits, model_bytes, energy_pj, latency_s, "
        "area_um2, seconds, top1_percent) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
        "?, ?)");
    for (const ScoredCandidate& one : candidates) {
        insert.reset();
        insert.clearBindings();
        insert.bind(1, run.value);
        insert.bind(2, one.id.value);
        insert.bind(3, one.origin.pass);
        insert.bind(4, one.origin.block);
        insert.bind(5, one.origin.cycle);
        insert.bind(6, one.origin.child);
        insert.bind(7, genesText(one.candidate));
        int column = 8;
        for (const double value :
             {one.contrast, one.compression, one.fitness, one.meanWeightBits,
              one.meanActivationBits, one.modelBytes, one.hardware.energyPicojoules,
              one.hardware.latencySeconds, one.hardware.areaSquareMicrometres, one.seconds})
            insert.bind(column++, value);
        if (one.hasTop1()) insert.bind(column, one.top1Percent);
        insert.exec();
    }
    transaction.commit();
}

}  // namespace

RunId addHugeRun(ProjectStore& store, AssetCache& assets, const HugeRun& wanted) {
    constexpr double kFloatTop1 = 91.25;
    const ModelRecord model = store.models().front();
    const auto sets = store.datasets();
    const auto network = assets.network(model);
    SearchSettings settings;
    settings.common.seed = wanted.seed;

    CandidateSource source(*network, settings, wanted.seed);
    std::vector<ScoredCandidate> candidates;
    candidates.reserve(wanted.candidates);
    for (std::size_t i = 0; i < wanted.candidates; ++i) {
        candidates.push_back(source.make(static_cast<std::int64_t>(i)));
        if (wanted.measuredEvery > 0 && i % wanted.measuredEvery == 0)
            candidates.back().top1Percent = source.top1(candidates.back(), kFloatTop1);
    }

    RunRecord run;
    run.name = "Huge, seed " + std::to_string(wanted.seed);
    run.model = model.id;
    run.calibration = sets.front().id;
    if (sets.size() > 1) run.evaluation = sets[1].id;
    run.settings = toJsonText(settings);
    run.fingerprint = "made for tests";
    run.seed = wanted.seed;
    run.programVersion = kVersion;
    run.startedAt = "2026-01-01T12:00:00Z";
    run.floatTop1Percent = kFloatTop1;
    const RunId id = store.beginRun(run);
    insertAll(store.file(), id, candidates);
    const auto best = std::min_element(
        candidates.begin(), candidates.end(),
        [&](const auto& a, const auto& b) { return isFitter(a, b, settings.common.targetBits); });
    store.endRun(id, RunState::Finished,
                 best == candidates.end() ? std::nullopt : std::optional(best->id),
                 0.05 * static_cast<double>(wanted.candidates));
    return id;
}

void writeHugeProject(const std::filesystem::path& file, const HugeRun& wanted, int runs) {
    const std::filesystem::path example =
        std::filesystem::path(LPSTUDIO_SOURCE_DIR) / "resources/example";
    ProjectStore store = ProjectStore::create(file);
    AssetCache assets;
    addModelFile(store, assets, example / "fashion_resnet.pt");
    for (const char* set : {"calibration-images-idx3-ubyte.gz", "evaluation-images-idx3-ubyte.gz"})
        addDatasetFile(store, assets, example / set, likelyCards(store));
    HugeRun run = wanted;
    for (int i = 0; i < runs; ++i, ++run.seed) addHugeRun(store, assets, run);
}

}  // namespace lpstudio::test
