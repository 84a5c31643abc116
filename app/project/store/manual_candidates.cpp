#include "app/project/store/manual_candidates.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "app/project/store/database.h"
#include "app/project/store/note_records.h"
#include "app/project/store/process_owner.h"
#include "app/project/store/run_inputs.h"
#include "app/project/store/run_records.h"
#include "core/base/error.h"
#include "core/base/json.h"
#include "core/search/search.h"

namespace lpstudio {
namespace {

constexpr const char* kNow = "strftime('%Y-%m-%dT%H:%M:%SZ', 'now')";

/// The manual run that belongs to `base`: itself, or one that was derived from it.
std::optional<RunId> manualRunOf(SQLite::Database& database, RunId base) {
    SQLite::Statement query(database,
                            "SELECT run FROM hand_run WHERE run = ?1 OR derived_from = ?1 "
                            "ORDER BY run LIMIT 1");
    query.bind(1, base.value);
    if (!query.executeStep()) return std::nullopt;
    return RunId(query.getColumn(0).getInt64());
}

/// A run with the model, data and settings of `base`; over, for nothing is ever searched in it.
RunId makeManualRun(SQLite::Database& database, RunId base, const std::string& name) {
    SQLite::Statement copy(
        database,
        std::string("INSERT INTO run(name, model, calibration, evaluation, settings, fingerprint, "
                    "seed, program_version, started_at, state, owner, float_top1_percent) "
                    "SELECT ?2, model, calibration, evaluation, settings, fingerprint, seed, "
                    "program_version, ") +
            kNow + ", 'finished', ?3, float_top1_percent FROM run WHERE id = ?1");
    copy.bind(1, base.value);
    copy.bind(2, name);
    copy.bind(3, thisProcess());
    copy.exec();
    const RunId run(database.getLastInsertRowid());
    SQLite::Statement mark(database,
                           std::string("INSERT INTO hand_run VALUES(?, ?, ") + kNow + ")");
    mark.bind(1, run.value);
    mark.bind(2, base.value);
    mark.exec();
    return run;
}

/// The width that the run's candidates are to keep to; the rest of its settings is for those who
/// know networks.
double targetOf(SQLite::Database& database, RunId run) {
    SQLite::Statement query(database, "SELECT settings FROM run WHERE id = ?");
    query.bind(1, run.value);
    if (!query.executeStep()) return 0;
    const nlohmann::json stored = parseStoredJson(query.getColumn(0).getString());
    if (stored.is_object() && stored.contains("target_bits") && stored["target_bits"].is_number())
        return stored["target_bits"].get<double>();
    return 0;
}

CandidateId fittestOf(SQLite::Database& database, RunId run) {
    const double targetBits = targetOf(database, run);
    std::optional<ScoredCandidate> best;
    SQLite::Statement query(
        database, "SELECT id, fitness, mean_weight_bits FROM candidate WHERE run = ? ORDER BY id");
    query.bind(1, run.value);
    while (query.executeStep()) {
        ScoredCandidate one;
        one.id = CandidateId(query.getColumn(0).getInt64());
        one.fitness = query.getColumn(1).getDouble();
        one.meanWeightBits = query.getColumn(2).getDouble();
        if (!best || isFitter(one, *best, targetBits)) best = one;
    }
    return best.value().id;
}

}  // namespace

ManualCandidates::ManualCandidates(std::shared_ptr<StoreDatabase> database)
    : database_(std::move(database)) {}

std::pair<RunId, CandidateId> ManualCandidates::addManualCandidate(RunId base,
                                                                   const ScoredCandidate& candidate,
                                                                   const std::string& name,
                                                                   const std::string& runName) {
    return database_->locked([&] {
        SQLite::Database& database = database_->connection;
        SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
        SQLite::Statement known(database, "SELECT 1 FROM run WHERE id = ?");
        known.bind(1, base.value);
        database_->requireRow(known.executeStep() ? 1 : 0, runText(base));
        known.reset();
        auto run = manualRunOf(database, base);
        if (!run) {
            run = makeManualRun(database, base, runName);
            copyInputs(*database_, base, *run);
        }
        SQLite::Statement next(database,
                               "SELECT COALESCE(MAX(id) + 1, 0) FROM candidate WHERE run = ?");
        next.bind(1, run->value);
        next.executeStep();
        ScoredCandidate made = candidate;
        made.id = CandidateId(next.getColumn(0).getInt64());
        // The place 0 of the first population is a search's uniform candidate.
        made.origin = {0, 0, 0, static_cast<int>(made.id.value) + 1};
        next.reset();
        insertCandidate(*database_, *run, made);
        if (made.outputShifts) insertShifts(*database_, *run, made.id, *made.outputShifts);
        if (!name.empty()) replaceNote(*database_, *run, {made.id, name, {}, false});
        SQLite::Statement best(database, "UPDATE run SET best = ? WHERE id = ?");
        best.bind(1, fittestOf(database, *run).value);
        best.bind(2, run->value);
        best.exec();
        transaction.commit();
        return std::pair(*run, made.id);
    });
}

}  // namespace lpstudio
