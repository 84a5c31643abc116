#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "app/project/store/store.h"
#include "core/base/sha256.h"
#include "tests/temp_dir.h"

namespace lpstudio::test {

inline ScoredCandidate someCandidate(std::int64_t id) {
    ScoredCandidate scored;
    scored.id = CandidateId(id);
    scored.origin = {1, 2, 3, 4};
    scored.candidate.genes.assign(12, {8, 2, 3, 0.1 * static_cast<double>(id)});
    scored.contrast = 0.1 + static_cast<double>(id);
    scored.fitness = 1.0 / 3;
    scored.meanWeightBits = 4.5;
    scored.hardware = {1e6, 2e-3, 3e4};
    return scored;
}

inline std::string bytesOf(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// Every row of every table, in order, as text.
inline std::string dumpOf(const std::filesystem::path& project) {
    SQLite::Database database(project.string(), SQLite::OPEN_READWRITE);
    std::string dump;
    for (const char* table :
         {"model", "dataset", "run", "candidate", "artifact", "hand_run", "candidate_note", "note",
          "run_format", "run_images", "output_shift", "sqlite_sequence"}) {
        SQLite::Statement rows(database, std::string("SELECT * FROM ") + table + " ORDER BY 1, 2");
        while (rows.executeStep()) {
            dump += table;
            for (int i = 0; i < rows.getColumnCount(); ++i) {
                SQLite::Statement quoted(database, "SELECT quote(?)");
                const SQLite::Column value = rows.getColumn(i);
                if (value.isInteger()) quoted.bind(1, value.getInt64());
                if (value.isFloat()) quoted.bind(1, value.getDouble());
                if (value.isText()) quoted.bind(1, value.getString());
                quoted.executeStep();
                dump += '|' + quoted.getColumn(0).getString();
            }
            dump += '\n';
        }
    }
    return dump;
}

/// Names of all that is in a folder, hidden things too.
inline std::vector<std::string> namesIn(const std::filesystem::path& folder) {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

/// What a run of a network of two layers used.
inline RunInputs someInputs() {
    return {{{0, 4, "lp:4,1,2,0.5", "lp:4,0,3,-1.25"},
             {0, 8, "lp:8,1,5,0.1", "lp:8,2,3,0.30000000000000004"},
             {1, 4, "lp:4,0,2,0", ""},
             {1, 8, "lp:8,0,7,-2.5", "lp:8,1,6,3.5"}},
            {0, 3, 4},
            std::vector<std::size_t>{0}};
}

inline OutputShifts someShifts(std::int64_t id) {
    return {{0.1F, -0.25F, static_cast<float>(id)}, {}, {1e-30F}};
}

inline RunRecord someRun(std::int64_t model, std::int64_t calibration) {
    RunRecord run;
    run.name = "first";
    run.model = model;
    run.calibration = calibration;
    run.settings = R"({"hardware":"lpa-8x8","seed":1})";
    run.fingerprint = "print";
    run.seed = 77;
    run.programVersion = "0.1.0";
    run.startedAt = "2025-03-01T12:00:00Z";
    return run;
}

/// A project with a model, two image sets, a run and two files made from it, each in a folder of
/// its own: DIR/p/project file, DIR/m, DIR/d, DIR/r. The files' content is of no kind that could be
/// used. Image sets have the hash of their file unless `datasetHash` says otherwise.
class SmallProject {
public:
    using Hash = std::function<std::string(const std::filesystem::path&)>;

    explicit SmallProject(int candidates = 20, const Hash& datasetHash = fileSha256)
        : file(dir / "p/small.lps") {
        std::string weights(9000, 'w');
        for (std::size_t i = 0; i < weights.size(); ++i)
            weights[i] = static_cast<char>(i * 2654435761U >> 13);
        model = dir.write("m/net.pt", weights);
        dir.write("m/net.json", "{\"name\": \"net\"}");
        calibration = dir.write("d/train-images-idx3-ubyte", std::string(4000, 'i'));
        dir.write("d/train-labels-idx1-ubyte", "labels");
        evaluation = dir.write("d/test.bin", std::string(3073, 'e'));
        report = dir.write("r/report.pdf", "%PDF");
        config = dir.write("r/candidate-1.config.json", "{}");
        std::filesystem::create_directories(dir / "p");
        ProjectStore store = ProjectStore::create(file);
        const auto m = store.addModel({0, "net", model, fileSha256(model)});
        const auto c = store.addDataset({0, "train", calibration, datasetHash(calibration), 5});
        const auto e = store.addDataset({0, "test", evaluation, datasetHash(evaluation), 1});
        RunRecord run = someRun(m, c);
        run.evaluation = e;
        const RunId id = store.beginRun(run);
        store.setInputs(id, someInputs());
        for (int i = 0; i < candidates; ++i) {
            ScoredCandidate candidate = someCandidate(i);
            if (i % 2 == 0)
                candidate.outputShifts = std::make_shared<const OutputShifts>(someShifts(i));
            store.addCandidate(id, candidate);
        }
        store.endRun(id, RunState::Finished, CandidateId(1), 12.5);
        store.addArtifact(
            {0, "report", report, fileSha256(report), id, CandidateId(1), "2025-03-01T12:00:00Z"});
        store.addArtifact({0, "config", config, fileSha256(config), id, CandidateId(1), ""});
        if (candidates > 1)
            store.setCandidateNote(id, {CandidateId(1), "", "the one to ship", true});
        store.setNotes(AnnotatedItem::Model, m, "from the lab");
        store.setNotes(AnnotatedItem::Dataset, c, "drawn in March");
        store.setNotes(AnnotatedItem::Run, id.value, "first try");
    }

    TempDir dir;
    std::filesystem::path file, model, calibration, evaluation, report, config;
};

}  // namespace lpstudio::test
