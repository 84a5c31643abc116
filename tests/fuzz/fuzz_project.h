#pragma once

#include <fstream>
#include <iterator>
#include <memory>
#include <vector>

#include "app/project/store/store.h"
#include "tests/fuzz/fuzz.h"

namespace lpstudio::fuzz {

inline std::vector<std::uint8_t> bytesOf(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// The bytes of a small sound project: a model, an image set, a run with candidates, notes.
inline std::vector<std::uint8_t> soundProject() {
    const std::filesystem::path file = scratch().path() / "sound.lps";
    {
        ProjectStore store = ProjectStore::create(file);
        const auto model = store.addModel({0, "net", "/nowhere/net.pt", std::string(64, 'a')});
        const auto images =
            store.addDataset({0, "train", "/nowhere/train.npz", std::string(64, 'b'), 5});
        RunRecord run;
        run.name = "first";
        run.model = model;
        run.calibration = images;
        run.settings = R"({"hardware":"lpa-8x8","seed":1})";
        run.fingerprint = "print";
        run.seed = 77;
        run.programVersion = "0.1.0";
        run.startedAt = "2025-03-01T12:00:00Z";
        const RunId id = store.beginRun(run);
        for (int i = 0; i < 20; ++i) {
            ScoredCandidate scored;
            scored.id = CandidateId(i);
            scored.candidate.genes.assign(12, {8, 2, 3, 0.125 * i});
            scored.contrast = 0.5 + i;
            scored.fitness = 0.25;
            scored.meanWeightBits = 4.5;
            if (i % 2 == 0)
                scored.outputShifts = std::make_shared<const OutputShifts>(
                    OutputShifts{{0.1F, -0.25F}, {}, {1e-30F}});
            store.addCandidate(id, scored);
        }
        store.endRun(id, RunState::Finished, CandidateId(1), 12.5);
        store.setCandidateNote(id, {CandidateId(1), "", "the one to ship", true});
        store.setNotes(AnnotatedItem::Run, id.value, "first try");
    }
    std::vector<std::uint8_t> bytes = bytesOf(file);
    std::filesystem::remove(file);
    return bytes;
}

}  // namespace lpstudio::fuzz
