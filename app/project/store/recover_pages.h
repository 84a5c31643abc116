#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <stop_token>
#include <vector>

#include "app/project/store/recover_rows.h"
#include "core/base/progress.h"

namespace lpstudio {

/// The pages of a damaged database that look like those of a table, whatever has become of the
/// rest.
class PageReader {
public:
    /// `file` is a copy that may be changed: its first page is replaced. Throws Error,
    /// SQLite::Exception.
    explicit PageReader(const std::filesystem::path& file);
    ~PageReader();
    PageReader(const PageReader&) = delete;
    PageReader& operator=(const PageReader&) = delete;

    void save(std::size_t table, RowSaver& saver, const std::stop_token& stop,
              const ProgressFunction& progress);

private:
    std::vector<std::int64_t> rowPages_, keyPages_;
    std::unique_ptr<SQLite::Database> database_;
};

}  // namespace lpstudio
