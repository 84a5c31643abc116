#include <nlohmann/json.hpp>

#include "app/cli/command_line.h"
#include "app/project/store/recover.h"

namespace lpstudio::cli {

void recoverCommand(const Globals& globals, const std::string& project) {
    ProgressPrinter progress(globals);
    const RecoverResult result = recoverProject(project, globals.stop, progress.function());
    nlohmann::json tables = nlohmann::json::array();
    Table table{{"table", "saved", "lost"}, {}};
    for (const RecoveredTable& one : result.tables) {
        tables.push_back({{"table", one.table}, {"saved", one.saved}, {"lost", one.lost}});
        table.rows.push_back({one.table, std::to_string(one.saved), std::to_string(one.lost)});
    }
    const std::vector<std::string> summary{result.sound ? project + ": is sound; nothing to recover"
                                                        : "what could be read of " + project +
                                                              " is in " + result.file.string()};
    printResult(
        globals,
        {{"project", project},
         {"sound", result.sound},
         {"recovered", result.sound ? nlohmann::json() : nlohmann::json(result.file.string())},
         {"tables", tables}},
        summary, result.sound ? Table{} : table);
}

}  // namespace lpstudio::cli
