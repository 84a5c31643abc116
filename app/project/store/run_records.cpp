#include "app/project/store/run_records.h"

#include <sqlite3.h>

#include <bit>
#include <cmath>
#include <limits>
#include <utility>

#include "app/project/store/database.h"
#include "app/project/store/genes_text.h"
#include "app/project/store/process_owner.h"
#include "app/project/store/run_inputs.h"
#include "core/base/enum_names.h"
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

constexpr EnumNames<RunState> kStates("state", {{RunState::Running, "running"},
                                                {RunState::Finished, "finished"},
                                                {RunState::Stopped, "stopped"},
                                                {RunState::Failed, "failed"},
                                                {RunState::Limited, "limited"}});
constexpr EnumNames<RunKind> kRunKinds("kind",
                                       {{RunKind::Search, "search"}, {RunKind::Manual, "hand"}});

RunState stateOf(const std::string& name) {
    const auto* known = kStates.find(name);
    return known ? known->value : RunState::Failed;
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

const char* runKindName(RunKind kind) {
    return kRunKinds.name(kind);
}

const char* runStateName(RunState state) {
    return kStates.name(state);
}

RunRecords::RunRecords(std::shared_ptr<StoreDatabase> database) : database_(std::move(database)) {}

RunId RunRecords::beginRun(const RunRecord& run) {
    return database_->locked([&] {
        SQLite::Statement insert(
            database_->connection,
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
            throw Error(database_->file.string() + ": run \"" + run.name +
                        "\" names a model or dataset that is not in this project; add it first");
        }
        return RunId(database_->connection.getLastInsertRowid());
    });
}

void RunRecords::resumeRun(RunId run, const std::string& settings) {
    database_->locked([&] {
        SQLite::Transaction transaction(database_->connection,
                                        SQLite::TransactionBehavior::IMMEDIATE);
        SQLite::Statement query(database_->connection,
                                "SELECT state, owner, id IN (SELECT run FROM hand_run) FROM run "
                                "WHERE id = ?");
        query.bind(1, run.value);
        database_->requireRow(query.executeStep() ? 1 : 0, runText(run));
        if (query.getColumn(2).getInt() != 0)
            throw Error(database_->file.string() + ": the candidates of " + runText(run) +
                        " were made manually; there is no search to resume, choose another run");
        const std::string owner = query.getColumn(1).getString();
        if (query.getColumn(0).getString() == "running" && owner != thisProcess() &&
            isRunning(owner))
            throw Error(database_->file.string() + ": " + runText(run) +
                        " is being searched by another process; wait for it or stop it");
        query.reset();
        SQLite::Statement update(database_->connection,
                                 "UPDATE run SET state = 'running', owner = ?, message = '', "
                                 "settings = COALESCE(?, settings) WHERE id = ?");
        update.bind(1, thisProcess());
        if (!settings.empty()) update.bind(2, settings);
        update.bind(3, run.value);
        update.exec();
        transaction.commit();
    });
}

void RunRecords::stopOrphans() {
    database_->locked([&] {
        std::vector<std::int64_t> orphans;
        SQLite::Statement query(database_->connection,
                                "SELECT id, owner FROM run WHERE state = 'running'");
        while (query.executeStep())
            if (!isRunning(query.getColumn(1).getString()))
                orphans.push_back(query.getColumn(0).getInt64());
        for (const std::int64_t id : orphans) {
            SQLite::Statement update(database_->connection,
                                     "UPDATE run SET state = 'stopped' WHERE id = ?");
            update.bind(1, id);
            update.exec();
        }
    });
}

void insertCandidate(StoreDatabase& database, RunId run, const ScoredCandidate& candidate) {
    if (!database.addCandidate)
        database.addCandidate = std::make_unique<SQLite::Statement>(
            database.connection,
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
    SQLite::Statement& insert = *database.addCandidate;
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
        database.requireRow(0, runText(run));
    }
}

void RunRecords::addCandidate(RunId run, const ScoredCandidate& candidate) {
    database_->locked([&] {
        if (candidate.outputShifts == nullptr) return insertCandidate(*database_, run, candidate);
        SQLite::Transaction transaction(database_->connection);
        insertCandidate(*database_, run, candidate);
        insertShifts(*database_, run, candidate.id, *candidate.outputShifts);
        transaction.commit();
    });
}

void RunRecords::setTop1(RunId run, CandidateId candidate, double percent) {
    database_->locked([&] {
        SQLite::Statement update(database_->connection,
                                 "UPDATE candidate SET top1_percent = ? WHERE run = ? AND id = ?");
        update.bind(1, percent);
        update.bind(2, run.value);
        update.bind(3, candidate.value);
        database_->requireRow(
            update.exec(), "candidate " + std::to_string(candidate.value) + " of " + runText(run));
    });
}

void RunRecords::setFloatTop1(RunId run, double percent) {
    database_->locked([&] {
        SQLite::Statement update(database_->connection,
                                 "UPDATE run SET float_top1_percent = ? WHERE id = ?");
        update.bind(1, percent);
        update.bind(2, run.value);
        database_->requireRow(update.exec(), runText(run));
    });
}

void RunRecords::endRun(RunId run, RunState state, std::optional<CandidateId> best, double seconds,
                        const std::string& message) {
    database_->locked([&] {
        SQLite::Statement update(database_->connection,
                                 "UPDATE run SET state = ?, best = ?, seconds = ?, message = ? "
                                 "WHERE id = ?");
        update.bind(1, runStateName(state));
        if (best) update.bind(2, best->value);
        update.bind(3, seconds);
        update.bind(4, message);
        update.bind(5, run.value);
        database_->requireRow(update.exec(), runText(run));
    });
}

void RunRecords::removeRun(RunId run) {
    database_->locked([&] {
        SQLite::Statement remove(database_->connection, "DELETE FROM run WHERE id = ?");
        remove.bind(1, run.value);
        database_->requireRow(remove.exec(), runText(run));
    });
}

std::vector<RunRecord> RunRecords::runs() const {
    return database_->locked([&] {
        std::vector<RunRecord> runs;
        SQLite::Statement query(database_->connection, std::string(kRunColumns) + " ORDER BY id");
        while (query.executeStep()) runs.push_back(runOf(query));
        return runs;
    });
}

RunRecord RunRecords::run(RunId id) const {
    return database_->locked([&] {
        SQLite::Statement query(database_->connection, std::string(kRunColumns) + " WHERE id = ?");
        query.bind(1, id.value);
        database_->requireRow(query.executeStep() ? 1 : 0, runText(id));
        return runOf(query);
    });
}

std::vector<ScoredCandidate> RunRecords::candidates(RunId run) const {
    // On a connection of its own: reading 100,000 of them takes a second, in which others would
    // wait for the store.
    return database_->reading([&](SQLite::Database& database) {
        std::vector<ScoredCandidate> candidates;
        SQLite::Statement query(database,
                                std::string(kCandidateColumns) + " WHERE run = ? ORDER BY id");
        query.bind(1, run.value);
        const std::string where = database_->file.string() + ": " + runText(run);
        while (query.executeStep()) candidates.push_back(candidateOf(query, where));
        return candidates;
    });
}

ScoredCandidate RunRecords::candidate(RunId run, CandidateId id) const {
    return database_->locked([&] {
        SQLite::Statement query(database_->connection,
                                std::string(kCandidateColumns) + " WHERE run = ? AND id = ?");
        query.bind(1, run.value);
        query.bind(2, id.value);
        database_->requireRow(query.executeStep() ? 1 : 0,
                              "candidate " + std::to_string(id.value) + " of " + runText(run));
        return candidateOf(query, database_->file.string() + ": " + runText(run));
    });
}

}  // namespace lpstudio
