#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "hw/workload.h"

namespace lpstudio {

/// Value of "schema" in a workload file (resources/workloads/schema.json).
inline constexpr std::string_view kWorkloadSchema = "lpstudio-workload/1";

struct WorkloadInfo {
    std::string name;
    std::string summary;
};

/// The networks whose layer tables are built into the library, sorted by name.
std::vector<WorkloadInfo> workloads();

/// Loads a built-in table by name, or a file (see readNamedFile()). Throws UsageError for a name
/// that is neither, Error for a file that does not hold; one line with file, key, value and range.
Workload loadWorkload(const std::string& nameOrPath);

/// Reads a table and checks it whole. `origin` opens every message. Throws Error.
Workload workloadFromJson(std::string_view text, const std::string& origin);

/// The table as a JSON object that workloadFromJson reads back to an equal one.
nlohmann::json workloadToJson(const Workload& workload);

/// The same layers with these widths everywhere, outputs as wide as the activations.
Workload withWidths(Workload workload, int weightBits, int activationBits);

}  // namespace lpstudio
