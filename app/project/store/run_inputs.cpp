#include "app/project/store/run_inputs.h"

#include <sqlite3.h>

#include <nlohmann/json.hpp>
#include <utility>

#include "app/project/store/database.h"
#include "app/project/store/genes_text.h"
#include "core/base/error.h"

namespace lpstudio {
namespace {

using nlohmann::json;

/// Numbers as stored: `[0,17,23]`. Nothing if the text is none of these.
std::optional<std::vector<std::size_t>> numbersFromText(const std::string& text) {
    const json list = json::parse(text, nullptr, false);
    if (!list.is_array()) return std::nullopt;
    std::vector<std::size_t> numbers;
    numbers.reserve(list.size());
    for (const json& number : list) {
        if (!number.is_number_unsigned()) return std::nullopt;
        numbers.push_back(number.get<std::size_t>());
    }
    return numbers;
}

/// Turns a reference to what is not there into the message of requireRow().
template <class Function>
void requireReferred(const StoreDatabase& database, const std::string& what, Function f) {
    try {
        f();
    } catch (const SQLite::Exception& error) {
        if (error.getErrorCode() != SQLITE_CONSTRAINT) throw;
        database.requireRow(0, what);
    }
}

}  // namespace

RunInputRecords::RunInputRecords(std::shared_ptr<StoreDatabase> database)
    : database_(std::move(database)) {}

void RunInputRecords::setInputs(RunId run, const RunInputs& inputs) {
    database_->locked([&] {
        SQLite::Database& connection = database_->connection;
        SQLite::Transaction transaction(connection, SQLite::TransactionBehavior::IMMEDIATE);
        SQLite::Statement images(connection, "REPLACE INTO run_images VALUES(?, ?, ?)");
        images.bind(1, run.value);
        images.bind(2, json(inputs.calibrationImages).dump());
        if (inputs.leftOut) images.bind(3, json(*inputs.leftOut).dump());
        requireReferred(*database_, runText(run), [&] { images.exec(); });
        SQLite::Statement remove(connection, "DELETE FROM run_format WHERE run = ?");
        remove.bind(1, run.value);
        remove.exec();
        SQLite::Statement insert(connection, "INSERT INTO run_format VALUES(?, ?, ?, ?, ?)");
        for (const RunFormat& format : inputs.formats) {
            insert.bind(1, run.value);
            insert.bind(2, format.layer);
            insert.bind(3, format.width);
            insert.bind(4, format.weights);
            if (!format.activations.empty()) insert.bind(5, format.activations);
            insert.exec();
            insert.reset();
            insert.clearBindings();
        }
        transaction.commit();
    });
}

RunInputs RunInputRecords::inputs(RunId run) const {
    return database_->locked([&] {
        RunInputs inputs;
        SQLite::Statement images(database_->connection,
                                 "SELECT calibration, left_out FROM run_images WHERE run = ?");
        images.bind(1, run.value);
        if (!images.executeStep()) return RunInputs();
        auto calibration = numbersFromText(images.getColumn(0).getString());
        if (!images.isColumnNull(1))
            inputs.leftOut = numbersFromText(images.getColumn(1).getString());
        if (!calibration || images.isColumnNull(1) == inputs.leftOut.has_value())
            return RunInputs();
        inputs.calibrationImages = *std::move(calibration);
        SQLite::Statement formats(database_->connection,
                                  "SELECT layer, width, weights, COALESCE(activations, '') FROM "
                                  "run_format WHERE run = ? ORDER BY layer, width");
        formats.bind(1, run.value);
        while (formats.executeStep())
            inputs.formats.push_back({formats.getColumn(0).getInt(), formats.getColumn(1).getInt(),
                                      formats.getColumn(2).getString(),
                                      formats.getColumn(3).getString()});
        return inputs;
    });
}

void RunInputRecords::setOutputShifts(RunId run, CandidateId candidate,
                                      const OutputShifts& shifts) {
    database_->locked([&] { insertShifts(*database_, run, candidate, shifts); });
}

std::optional<OutputShifts> RunInputRecords::outputShifts(RunId run, CandidateId candidate) const {
    return database_->locked([&]() -> std::optional<OutputShifts> {
        SQLite::Statement query(database_->connection,
                                "SELECT shifts FROM output_shift WHERE run = ? AND candidate = ?");
        query.bind(1, run.value);
        query.bind(2, candidate.value);
        if (!query.executeStep()) return std::nullopt;
        return shiftsFromText(query.getColumn(0).getString());
    });
}

void insertShifts(StoreDatabase& database, RunId run, CandidateId candidate,
                  const OutputShifts& shifts) {
    SQLite::Statement insert(database.connection, "REPLACE INTO output_shift VALUES(?, ?, ?)");
    insert.bind(1, run.value);
    insert.bind(2, candidate.value);
    insert.bind(3, shiftsText(shifts));
    requireReferred(database,
                    "candidate " + std::to_string(candidate.value) + " of " + runText(run),
                    [&] { insert.exec(); });
}

void copyInputs(StoreDatabase& database, RunId from, RunId to) {
    for (const char* copy :
         {"INSERT INTO run_format SELECT ?2, layer, width, weights, activations FROM run_format "
          "WHERE run = ?1",
          "INSERT INTO run_images SELECT ?2, calibration, left_out FROM run_images WHERE run = "
          "?1"}) {
        SQLite::Statement statement(database.connection, copy);
        statement.bind(1, from.value);
        statement.bind(2, to.value);
        statement.exec();
    }
}

}  // namespace lpstudio
