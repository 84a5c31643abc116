#pragma once

#include <SQLiteCpp/SQLiteCpp.h>
#include <filesystem>
#include <span>

namespace lpstudio {

/// Makes the tables of a new project, whole in the file when the call returns; openSchema() turns
/// to the write-ahead log. Throws Error, SQLite::Exception.
void createSchema(SQLite::Database& database);
/// Throws Error, SQLite::Exception if the file is no project, damaged, or from a newer version.
/// Returns the version; changes nothing.
int checkSchema(SQLite::Database& database, const std::filesystem::path& file);
/// checkSchema(), then settings of the connection; brings older versions up to date.
void openSchema(SQLite::Database& database, const std::filesystem::path& file);

/// "LPSt" in the file's header tells our databases from others.
constexpr int kProjectApplicationId = 0x4C505374;

/// Steps of SQL; step i brings a project from version i to version i + 1.
using MigrationSteps = std::span<const char* const>;

/// The steps to the version this program writes.
MigrationSteps projectMigrations();

/// Brings the database to the version that the steps lead to, all or nothing, whatever other
/// processes do meanwhile. Throws SQLite::Exception.
void migrateProject(SQLite::Database& database, MigrationSteps steps);

/// Returns the version. Throws Error, naming `file`, if the database is no project, is from a newer
/// version than the steps lead to, or lacks something its version has (triggers and views, which
/// no version has, are refused too); SQLite::Exception if it cannot be read. Changes nothing.
int checkProjectVersion(SQLite::Database& database, MigrationSteps steps,
                        const std::filesystem::path& file);

}  // namespace lpstudio
