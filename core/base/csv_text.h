#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lpstudio {

/// A field of a CSV file (RFC 4180): in quotes where it holds a comma, a quote or the end of a
/// line.
std::string csvField(std::string_view text);

/// The fields as a record of a CSV file (RFC 4180); ends in '\n'.
std::string csvRecord(const std::vector<std::string>& fields);

}  // namespace lpstudio
