#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace lpstudio {

/// A field of a CSV file (RFC 4180): in quotes where it holds a comma, a quote or the end of a
/// line, or begins with a byte-order mark.
std::string csvField(std::string_view text);

/// The fields as a record of a CSV file (RFC 4180); ends in '\n'.
std::string csvRecord(const std::vector<std::string>& fields);

/// A number as a person would type it, with a point whatever the locale: the shortest text that
/// reads back as the same number ("0.5", "1024", "1e+11", "nan").
std::string shortestText(double value);
/// The same with the digits that a float needs, not those of the double it would become: "0.1", not
/// "0.10000000149011612".
std::string shortestFloatText(float value);

/// A text in a message: on one line ('?' for what is no character to print) and not longer than it
/// can bear, the rest as "...".
std::string shortened(std::string_view text, std::size_t most = 60);

}  // namespace lpstudio
