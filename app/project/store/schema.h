#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>

namespace lpstudio {

/// Makes the tables of a new project; see migrations.cpp. Throws Error, SQLite::Exception.
void createSchema(SQLite::Database& database);
/// Throws Error, SQLite::Exception if the file is no project, damaged, or from a newer version.
/// Returns the version; changes nothing.
int checkSchema(SQLite::Database& database, const std::filesystem::path& file);
/// checkSchema(), then settings of the connection; brings older versions up to date.
void openSchema(SQLite::Database& database, const std::filesystem::path& file);

}  // namespace lpstudio
