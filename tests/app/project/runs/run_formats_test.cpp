#include "app/project/runs/run_formats.h"

#include <gtest/gtest.h>

#include "app/project/runs/export_candidate.h"
#include "app/project/runs/manual_candidate.h"
#include "app/project/runs/measure_top1.h"
#include "app/project/runs/run_comparison.h"
#include "app/project/runs/run_context.h"
#include "core/number/lp.h"
#include "core/study/settings.h"
#include "tests/app/project/runs/example_run.h"

// What is stored of a run is what calibrating would find again.

namespace lpstudio::test {
namespace {

namespace fs = std::filesystem;

std::string bytesOf(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<std::string> specsOf(const Assignment& assignment) {
    std::vector<std::string> specs;
    for (const LayerFormats& layer : assignment)
        for (const FormatPtr& format : {layer.weights, layer.activations})
            specs.push_back(format ? format->spec() : "float");
    return specs;
}

OutputShifts shiftsOf(const RunPlan& plan) {
    OutputShifts shifts;
    for (const LayerPlan& layer : plan) shifts.push_back(layer.outputShift);
    return shifts;
}

/// A stored run of a small search; the transformer has products of activations.
struct StoredRun : ExampleRun {
    StoredRun(const std::string& network, bool biasCorrection,
              std::vector<int> widths = {2, 3, 4, 5, 6, 7, 8})
        : ExampleRun(network) {
        SearchRequest request = this->request();
        request.evaluation = store->dataset(evaluationId);
        request.settings.biasCorrection = biasCorrection;
        request.settings.widths = std::move(widths);
        // Children that differ from the last block on only: their runs are resumed part-way.
        request.settings.common.maxCandidates = 11;
        HeardSearch heard;
        run = *runSearch(request, heard).run;
    }
    /// Loads everything anew.
    RunContext context() const { return {store, std::make_shared<AssetCache>(), run}; }
    void hideImages() const {
        for (const fs::path& file : {calibration, evaluation})
            fs::rename(file, file.string() + ".hidden");
    }

    RunId run;
};

struct Case {
    const char* network;
    bool biasCorrection;
};
constexpr Case kCases[] = {{"fashion_resnet", false},
                           {"fashion_resnet", true},
                           {"fashion_vit", false},
                           {"fashion_vit", true}};

TEST(RunFormats, WhatIsStoredIsWhatWouldBeDerived) {
    for (const auto& [name, biasCorrection] : kCases) {
        SCOPED_TRACE(name + std::string(biasCorrection ? ", corrected" : ""));
        const StoredRun stored(name, biasCorrection);
        RunContext run = stored.context();
        const auto network = run.network();
        const auto calibration = run.calibration();
        const SearchSession session(*network, *calibration, run.settings(), HardwareCostFunction{});
        const auto set = run.evaluation();
        EXPECT_EQ(stored.store->inputs(stored.run),
                  inputsOf(*network, session,
                           imagesLeftOut(*set, *calibration, session.calibrationImages())));
        EXPECT_EQ(run.evaluationImages(),
                  imagesNotIn(*set, *calibration, session.calibrationImages()));
        EXPECT_EQ(run.evaluationCount(), run.evaluationImages().size());
        const auto candidates = stored.store->candidates(stored.run);
        ASSERT_EQ(candidates.size(), 11U);
        for (const ScoredCandidate& one : candidates) {
            const Assignment expected = session.assignment(one.candidate);
            EXPECT_EQ(specsOf(run.formats().assignment(one.candidate)), specsOf(expected));
            const RunPlan plan = session.plan(one.candidate);
            const auto shifts = stored.store->outputShifts(stored.run, one.id);
            ASSERT_EQ(shifts.has_value(), biasCorrection);
            if (biasCorrection) {
                EXPECT_EQ(*shifts, shiftsOf(plan));
                EXPECT_FALSE(shifts->front().empty());
            }
            EXPECT_EQ(shiftsOf(run.plan(one)), shiftsOf(plan));
        }
        for (const SearchLayer& layer : session.space().layers) {
            const auto index = static_cast<int>(&layer - session.space().layers.data());
            for (std::size_t w = 0; w < layer.starts.size(); ++w)
                EXPECT_EQ(run.formats().leastError(LayerIndex(index), session.space().widths[w]),
                          layer.starts[w]);
            EXPECT_EQ(isLocked(network->layers()[static_cast<std::size_t>(index)], run.settings()),
                      layer.pinned.has_value());
        }
        EXPECT_FALSE(run.formats().leastError(9).has_value());
    }
}

TEST(RunFormats, TopOneOfWhatIsStoredIsThatOfTheSearch) {
    for (const bool biasCorrection : {false, true}) {
        const StoredRun stored("fashion_resnet", biasCorrection, {4, 8});
        const RunRecord record = stored.store->run(stored.run);
        const ScoredCandidate best = stored.store->candidate(stored.run, *record.best);
        ASSERT_TRUE(best.hasTop1());
        fs::rename(stored.calibration, stored.calibration.string() + ".hidden");
        RunContext run = stored.context();
        double measured = -1;
        measureTop1(run, std::vector{best},
                    [&](std::optional<CandidateId>, double percent) { measured = percent; });
        EXPECT_EQ(measured, best.top1Percent);
        EXPECT_EQ(measureScores(run, {best.candidate, {4, 8}, {}, {}}, best.id).top1Percent,
                  best.top1Percent);
    }
}

TEST(RunFormats, ACandidateIsExportedWithoutImages) {
    for (const auto& [name, biasCorrection] : kCases) {
        SCOPED_TRACE(name + std::string(biasCorrection ? ", corrected" : ""));
        const StoredRun stored(name, biasCorrection);
        const ScoredCandidate candidate = stored.store->candidate(stored.run, CandidateId(9));
        // As it would be from the images.
        RunContext before = stored.context();
        const auto network = before.network();
        const auto images = before.calibration();
        const SearchSession session(*network, *images, before.settings(), HardwareCostFunction{});
        const Config derived = makeConfig(
            *network, before.settings(), session.assignment(candidate.candidate),
            biasCorrection ? shiftsOf(session.plan(candidate.candidate)) : OutputShifts(),
            candidate, stored.store->run(stored.run).floatTop1Percent);
        ExportOptions options;
        options.what = {ExportKind::Config, ExportKind::Csv, ExportKind::Codes};
        const auto expected = exportConfig(*network, derived, options, stored.dir / "expected");
        stored.hideImages();
        RunContext after = stored.context();
        const auto files = exportCandidate(after, candidate, options, stored.dir / "out");
        ASSERT_EQ(files.size(), expected.size());
        for (std::size_t i = 0; i < files.size(); ++i)
            EXPECT_EQ(bytesOf(files[i]), bytesOf(expected[i])) << files[i];
        EXPECT_EQ(stored.store->artifacts().size(), 1U);
    }
}

TEST(RunFormats, AnOlderProjectFillsThemOnce) {
    for (const bool biasCorrection : {false, true}) {
        const StoredRun stored("fashion_resnet", biasCorrection, {4, 8});
        const RunInputs inputs = stored.store->inputs(stored.run);
        const ScoredCandidate candidate = stored.store->candidate(stored.run, CandidateId(7));
        const auto shifts = stored.store->outputShifts(stored.run, candidate.id);
        // As a version that did not store them has left it.
        const auto forget = [&] {
            stored.store->setInputs(stored.run, {});
            if (shifts) stored.store->setOutputShifts(stored.run, candidate.id, {});
        };
        forget();
        const auto hidden = stored.calibration.string() + ".hidden";
        fs::rename(stored.calibration, hidden);
        {
            RunContext run = stored.context();
            expectMessage(errorOf([&] { run.formats(); }),
                          {"p.lps", "the formats of run 1 are not in the project yet",
                           "calibration images", "cal-images-idx3-ubyte"});
        }
        fs::rename(hidden, stored.calibration);
        RunContext run = stored.context();
        EXPECT_EQ(run.inputs(), inputs);
        EXPECT_EQ(stored.store->inputs(stored.run), inputs);
        EXPECT_EQ(run.outputShifts(candidate), shifts.value_or(OutputShifts()));
        EXPECT_EQ(stored.store->outputShifts(stored.run, candidate.id), shifts);
        stored.hideImages();
        RunContext again = stored.context();
        EXPECT_EQ(specsOf(again.formats().assignment(candidate.candidate)),
                  specsOf(run.formats().assignment(candidate.candidate)));
        EXPECT_EQ(shiftsOf(again.plan(candidate)), shiftsOf(run.plan(candidate)));
    }
}

TEST(RunFormats, WhatIsIncompleteIsDerivedAgain) {
    const StoredRun stored("fashion_resnet", false, {4, 8});
    RunInputs inputs = stored.store->inputs(stored.run);
    RunContext run = stored.context();
    const auto complete = [&](const RunInputs& some) {
        return RunFormats::of(some, *run.network(), run.settings()).has_value();
    };
    EXPECT_TRUE(complete(inputs));
    RunInputs some = inputs;
    some.formats.erase(some.formats.begin() + 3);
    EXPECT_FALSE(complete(some));
    some = inputs;
    some.formats.back().activations.clear();
    EXPECT_FALSE(complete(some));
    for (const char* spec : {"lp:8", "int:8@0.5", "rubbish", "lp:4,0,2,1"}) {
        some = inputs;
        some.formats.back().weights = spec;
        EXPECT_FALSE(complete(some)) << spec;
    }
}

TEST(RunFormats, AManualCandidateHasItsShiftsToo) {
    const StoredRun stored("fashion_resnet", true, {4, 8});
    RunContext base = stored.context();
    const Candidate uniform = *base.formats().leastError(4);
    const auto [run, id] = saveManualCandidate(base, uniform, "mine", "manual", -1);
    EXPECT_EQ(stored.store->inputs(run), stored.store->inputs(stored.run));
    const SearchSession& session = base.session({}, {});
    EXPECT_EQ(stored.store->outputShifts(run, id), shiftsOf(session.plan(uniform)));
    stored.hideImages();
    RunContext manual(stored.store, std::make_shared<AssetCache>(), run);
    EXPECT_EQ(
        exportCandidate(manual, stored.store->candidate(run, id), {}, stored.dir / "out").size(),
        1U);
}

TEST(RunFormats, ProductsOfActivationsAreFittedWithoutImages) {
    const StoredRun stored("fashion_vit", false);
    RunContext before = stored.context();
    const SearchSession& session = before.session({}, {});
    stored.hideImages();
    RunContext run = stored.context();
    ComparisonTools tools;
    const auto network = run.network();
    int products = 0;
    for (const Layer& layer : network->layers()) {
        if (!layer.isProduct()) continue;
        ++products;
        EXPECT_EQ(
            fitLayer(run, tools, layer.index, "lp:5"),
            lpParameters(*session.calibration().fitOperand(layer.index, parseFormat("lp:5"))));
    }
    EXPECT_GT(products, 0);
    Candidate uniform;
    for (const SearchLayer& layer : session.space().layers)
        uniform.genes.push_back(layer.starts[4]);
    EXPECT_EQ(fitUniform(run, tools, 6), uniform);
}

}  // namespace
}  // namespace lpstudio::test
