#include <sqlite3.h>

#include <bit>
#include <cmath>
#include <limits>

#include "app/project/store/process_owner.h"
#include "app/project/store/store.h"
#include "app/project/store/store_impl.h"
#include "core/base/error.h"
#include "core/number/lp.h"

namespace lpstudio {
namespace {

constexpr const char* kRunColumns =
    "SELECT id, name, model, calibration, evaluation, settings, fingerprint, seed, "
    "program_version, started_at, state, message, seconds, float_top1_percent, best, "
    "(SELECT COUNT(*) FROM candidate WHERE candidate.run = run.id), hand_run.run IS NOT NULL, "
    "hand_run.derived_from, COALESCE((SELECT text FROM note WHERE note.run = run.id), '') "
    "FROM run LEFT JOIN hand_run ON hand_run.run = run.id";

constexpr const char* kCandidateColumns =
    "SELECT id, pass, block, cycle, child, genes, contrast, compression, fitness, "
    "mean_weight_bits, mean_activation_bits, model_bytes, energy_pj, latency_s, area_um2, seconds, "
    "top1_percent FROM candidate";

constexpr RunState kStates[] = {RunState::Running, RunState::Finished, RunState::Stopped,
                                RunState::Failed, RunState::Limited};

RunState stateOf(const std::string& name) {
    for (const RunState state : kStates)
        if (name == runStateName(state)) return state;
    return RunState::Failed;
}

/// SQLite knows no NaN; it keeps NULL.
double realOf(const SQLite::Column& column) {
    return column.isNull() ? std::numeric_limits<double>::quiet_NaN() : column.getDouble();
}

RunRecord runOf(SQLite::Statement& row) {
    RunRecord run;
    run.id = RunId(row.getColumn(0).getInt64());
    run.name = row.getColumn(1).getString();
    run.model = row.getColumn(2).getInt64();
    run.calibration = row.getColumn(3).getInt64();
    if (!row.isColumnNull(4)) run.evaluation = row.getColumn(4).getInt64();
    run.settings = row.getColumn(5).getString();
    run.fingerprint = row.getColumn(6).getString();
    run.seed = std::bit_cast<std::uint64_t>(row.getColumn(7).getInt64());
    run.programVersion = row.getColumn(8).getString();
    run.startedAt = row.getColumn(9).getString();
    run.state = stateOf(row.getColumn(10).getString());
    run.message = row.getColumn(11).getString();
    run.seconds = row.getColumn(12).getDouble();
    if (!row.isColumnNull(13)) run.floatTop1Percent = row.getColumn(13).getDouble();
    if (!row.isColumnNull(14)) run.best = CandidateId(row.getColumn(14).getInt64());
    run.candidates = row.getColumn(15).getInt64();
    if (row.getColumn(16).getInt() != 0) run.kind = RunKind::Manual;
    if (!row.isColumnNull(17)) run.derivedFrom = RunId(row.getColumn(17).getInt64());
    run.notes = row.getColumn(18).getString();
    return run;
}

ScoredCandidate candidateOf(SQLite::Statement& row, const std::string& where) {
    ScoredCandidate scored;
    scored.id = CandidateId(row.getColumn(0).getInt64());
    scored.origin = {row.getColumn(1).getInt(), row.getColumn(2).getInt(),
                     row.getColumn(3).getInt(), row.getColumn(4).getInt()};
    scored.candidate = genesFromText(row.getColumn(5).getString(),
                                     where + ", candidate " + std::to_string(scored.id.value));
    double* const scores[] = {&scored.contrast,
                              &scored.compression,
                              &scored.fitness,
                              &scored.meanWeightBits,
                              &scored.meanActivationBits,
                              &scored.modelBytes,
                              &scored.hardware.energyPicojoules,
                              &scored.hardware.latencySeconds,
                              &scored.hardware.areaSquareMicrometres,
                              &scored.seconds};
    int column = 6;
    for (double* score : scores) *score = realOf(row.getColumn(column++));
    if (!row.isColumnNull(column)) scored.top1Percent = row.getColumn(column).getDouble();
    return scored;
}

}  // namespace

std::string runText(RunId run) {
    return "run " + std::to_string(run.value);
}

const char* runKindName(RunKind kind) {
    return kind == RunKind::Manual ? "hand" : "search";
}

const char* runStateName(RunState state) {
    switch (state) {
        case RunState::Running:
            return "running";
        case RunState::Finished:
            return "finished";
        case RunState::Stopped:
            return "stopped";
        case RunState::Failed:
            return "failed";
        case RunState::Limited:
            return "limited";
    }
    return "";
}

RunId ProjectStore::beginRun(const RunRecord& run) {
    return impl_->locked([&] {
        SQLite::Statement insert(
            impl_->database,
            "INSERT INTO run(name, model, calibration, evaluation, settings, fingerprint, seed, "
            "program_version, started_at, state, owner, message, seconds, float_top1_percent) "
            "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, 'running', ?, ?, ?, ?)");
        insert.bind(1, run.name);
        insert.bind(2, run.model);
        insert.bind(3, run.calibration);
        if (run.evaluation) insert.bind(4, *run.evaluation);
        insert.bind(5, run.settings);
        insert.bind(6, run.fingerprint);
        insert.bind(7, std::bit_cast<std::int64_t>(run.seed));
        insert.bind(8, run.programVersion);
        insert.bind(9, run.startedAt);
        insert.bind(10, thisProcess());
        insert.bind(11, run.message);
        insert.bind(12, run.seconds);
        if (run.floatTop1Percent >= 0) insert.bind(13, run.floatTop1Percent);
        try {
            insert.exec();
        } catch (const SQLite::Exception& error) {
            if (error.getErrorCode() != SQLITE_CONSTRAINT) throw;
            throw Error(impl_->file.string() + ": run \"" + run.name +
                        "\" names a model or dataset that is not in this project; add it first");
        }
        return RunId(impl_->database.getLastInsertRowid());
    });
}

void ProjectStore::resumeRun(RunId run, const std::string& settings) {
    impl_->locked([&] {
        SQLite::Transaction transaction(impl_->database, SQLite::TransactionBehavior::IMMEDIATE);
        SQLite::Statement query(impl_->database,
                                "SELECT state, owner, id IN (SELECT run FROM hand_run) FROM run "
                                "WHERE id = ?");
        query.bind(1, run.value);
        impl_->requireRow(query.executeStep() ? 1 : 0, runText(run));
        if (query.getColumn(2).getInt() != 0)
            throw Error(impl_->file.string() + ": the candidates of " + runText(run) +
                        " were made manually; there is no search to resume, choose another run");
        const std::string owner = query.getColumn(1).getString();
        if (query.getColumn(0).getString() == "running" && owner != thisProcess() &&
            isRunning(owner))
            throw Error(impl_->file.string() + ": " + runText(run) +
                        " is being searched by another process; wait for it or stop it");
        query.reset();
        SQLite::Statement update(impl_->database,
                                 "UPDATE run SET state = 'running', owner = ?, message = '', "
                                 "settings = COALESCE(?, settings) WHERE id = ?");
        update.bind(1, thisProcess());
        if (!settings.empty()) update.bind(2, settings);
        update.bind(3, run.value);
        update.exec();
        transaction.commit();
    });
}

void ProjectStore::stopOrphans() {
    impl_->locked([&] {
        std::vector<std::int64_t> orphans;
        SQLite::Statement query(impl_->database,
                                "SELECT id, owner FROM run WHERE state = 'running'");
        while (query.executeStep())
            if (!isRunning(query.getColumn(1).getString()))
                orphans.push_back(query.getColumn(0).getInt64());
        for (const std::int64_t id : orphans) {
            SQLite::Statement update(impl_->database,
                                     "UPDATE run SET state = 'stopped' WHERE id = ?");
            update.bind(1, id);
            update.exec();
        }
    });
}

void ProjectStore::Impl::insertCandidate(RunId run, const ScoredCandidate& candidate) {
    if (!addCandidate)
        addCandidate = std::make_unique<SQLite::Statement>(
            database,
            "INSERT INTO candidate(run, id, pass, block, cycle, child, genes, contrast, "
            "compression, fitness, mean_weight_bits, mean_activation_bits, model_bytes, "
            "energy_pj, latency_s, area_um2, seconds, top1_percent) "
            "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
            "ON CONFLICT(run, id) DO UPDATE SET pass = excluded.pass, block = excluded.block, "
            "cycle = excluded.cycle, child = excluded.child, genes = excluded.genes, "
            "contrast = excluded.contrast, compression = excluded.compression, "
            "fitness = excluded.fitness, mean_weight_bits = excluded.mean_weight_bits, "
            "mean_activation_bits = excluded.mean_activation_bits, "
            "model_bytes = excluded.model_bytes, energy_pj = excluded.energy_pj, "
            "latency_s = excluded.latency_s, area_um2 = excluded.area_um2, "
            "seconds = excluded.seconds, "
            "top1_percent = COALESCE(excluded.top1_percent, top1_percent)");
    SQLite::Statement& insert = *addCandidate;
    insert.reset();
    insert.clearBindings();
    insert.bind(1, run.value);
    insert.bind(2, candidate.id.value);
    insert.bind(3, candidate.origin.pass);
    insert.bind(4, candidate.origin.block);
    insert.bind(5, candidate.origin.cycle);
    insert.bind(6, candidate.origin.child);
    insert.bind(7, genesText(candidate.candidate));
    int column = 8;
    for (const double value :
         {candidate.contrast, candidate.compression, candidate.fitness, candidate.meanWeightBits,
          candidate.meanActivationBits, candidate.modelBytes, candidate.hardware.energyPicojoules,
          candidate.hardware.latencySeconds, candidate.hardware.areaSquareMicrometres,
          candidate.seconds})
        insert.bind(column++, value);
    if (candidate.hasTop1()) insert.bind(column, candidate.top1Percent);
    try {
        insert.exec();
    } catch (const SQLite::Exception& error) {
        if (error.getErrorCode() != SQLITE_CONSTRAINT) throw;
        requireRow(0, runText(run));
    }
}

void ProjectStore::addCandidate(RunId run, const ScoredCandidate& candidate) {
    impl_->locked([&] { impl_->insertCandidate(run, candidate); });
}

void ProjectStore::setTop1(RunId run, CandidateId candidate, double percent) {
    impl_->locked([&] {
        SQLite::Statement update(impl_->database,
                                 "UPDATE candidate SET top1_percent = ? WHERE run = ? AND id = ?");
        update.bind(1, percent);
        update.bind(2, run.value);
        update.bind(3, candidate.value);
        impl_->requireRow(update.exec(),
                          "candidate " + std::to_string(candidate.value) + " of " + runText(run));
    });
}

void ProjectStore::setFloatTop1(RunId run, double percent) {
    impl_->locked([&] {
        SQLite::Statement update(impl_->database,
                                 "UPDATE run SET float_top1_percent = ? WHERE id = ?");
        update.bind(1, percent);
        update.bind(2, run.value);
        impl_->requireRow(update.exec(), runText(run));
    });
}

void ProjectStore::endRun(RunId run, RunState state, std::optional<CandidateId> best,
                          double seconds, const std::string& message) {
    impl_->locked([&] {
        SQLite::Statement update(impl_->database,
                                 "UPDATE run SET state = ?, best = ?, seconds = ?, message = ? "
                                 "WHERE id = ?");
        update.bind(1, runStateName(state));
        if (best) update.bind(2, best->value);
        update.bind(3, seconds);
        update.bind(4, message);
        update.bind(5, run.value);
        impl_->requireRow(update.exec(), runText(run));
    });
}

void ProjectStore::removeRun(RunId run) {
    impl_->locked([&] {
        SQLite::Statement remove(impl_->database, "DELETE FROM run WHERE id = ?");
        remove.bind(1, run.value);
        impl_->requireRow(remove.exec(), runText(run));
    });
}

std::vector<RunRecord> ProjectStore::runs() const {
    return impl_->locked([&] {
        std::vector<RunRecord> runs;
        SQLite::Statement query(impl_->database, std::string(kRunColumns) + " ORDER BY id");
        while (query.executeStep()) runs.push_back(runOf(query));
        return runs;
    });
}

RunRecord ProjectStore::run(RunId id) const {
    return impl_->locked([&] {
        SQLite::Statement query(impl_->database, std::string(kRunColumns) + " WHERE id = ?");
        query.bind(1, id.value);
        impl_->requireRow(query.executeStep() ? 1 : 0, runText(id));
        return runOf(query);
    });
}

std::vector<ScoredCandidate> ProjectStore::candidates(RunId run) const {
    // On a connection of its own: reading 100,000 of them takes a second, in which others would
    // wait for the store.
    return impl_->reading([&](SQLite::Database& database) {
        std::vector<ScoredCandidate> candidates;
        SQLite::Statement query(database,
                                std::string(kCandidateColumns) + " WHERE run = ? ORDER BY id");
        query.bind(1, run.value);
        const std::string where = impl_->file.string() + ": " + runText(run);
        while (query.executeStep()) candidates.push_back(candidateOf(query, where));
        return candidates;
    });
}

ScoredCandidate ProjectStore::candidate(RunId run, CandidateId id) const {
    return impl_->locked([&] {
        SQLite::Statement query(impl_->database,
                                std::string(kCandidateColumns) + " WHERE run = ? AND id = ?");
        query.bind(1, run.value);
        query.bind(2, id.value);
        impl_->requireRow(query.executeStep() ? 1 : 0,
                          "candidate " + std::to_string(id.value) + " of " + runText(run));
        return candidateOf(query, impl_->file.string() + ": " + runText(run));
    });
}

}  // namespace lpstudio
