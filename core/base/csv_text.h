#pragma once

#include <string>
#include <vector>

namespace lpstudio {

/// The fields as a record of a CSV file (RFC 4180), quoted where they must be; ends in '\n'.
std::string csvRecord(const std::vector<std::string>& fields);

}  // namespace lpstudio
