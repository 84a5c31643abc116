#include <charconv>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "core/error.h"
#include "core/number/format.h"
#include "core/number/lp.h"
#include "core/number/uniform.h"

namespace lpstudio {
namespace {

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    while (true) {
        const auto end = text.find(separator);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

template <class Number>
Number readNumber(std::string_view spec, std::string_view text, const char* what,
                  const char* kind) {
    Number number{};
    const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || status != std::errc() || end != text.data() + text.size())
        throw UsageError("format spec \"" + std::string(spec) + "\": " + what + " = \"" +
                         std::string(text) + "\" is not " + kind);
    return number;
}

/// A format family: how its parameters are written and what makes it from them.
struct Family {
    FormatInfo info;
    const char* prefix;
    FormatPtr (*make)(std::string_view spec, const std::vector<std::string_view>& parameters,
                      std::optional<double> scale);
};

FormatPtr makeLp(std::string_view spec, const std::vector<std::string_view>& p,
                 std::optional<double> scale) {
    if (scale)
        throw UsageError("format spec \"" + std::string(spec) +
                         "\": lp takes no @SCALE; give sf as its fourth parameter");
    if (p.size() != 1 && p.size() != 3 && p.size() != 4)
        throw UsageError("format spec \"" + std::string(spec) +
                         "\": lp takes 1, 3 or 4 parameters (n | n,es,rs | n,es,rs,sf), not " +
                         std::to_string(p.size()));
    const auto integer = [&](std::size_t i, const char* name) {
        return readNumber<int>(spec, p[i], name, "an integer");
    };
    const int n = integer(0, "n");
    if (p.size() == 1) return std::make_shared<LpFormat>(n);
    const int es = integer(1, "es"), rs = integer(2, "rs");
    if (p.size() == 3) return std::make_shared<LpFormat>(n, es, rs);
    return std::make_shared<LpFormat>(
        LpParameters{n, es, rs, readNumber<double>(spec, p[3], "sf", "a number")});
}

FormatPtr makeInt(std::string_view spec, const std::vector<std::string_view>& p,
                  std::optional<double> scale) {
    if (p.size() != 1)
        throw UsageError("format spec \"" + std::string(spec) +
                         "\": int takes 1 parameter (b), not " + std::to_string(p.size()));
    return std::make_shared<UniformFormat>(readNumber<int>(spec, p[0], "b", "an integer"), scale);
}

const std::vector<Family>& families() {
    static const std::vector<Family> all{
        {{"lp:n,es,rs,sf", "Logarithmic Posit",
          "values are powers of two with a fixed-point exponent; rs caps the regime, sf moves the "
          "values; lp:n and lp:n,es,rs are fitted"},
         "lp",
         makeLp},
        {{"int:b", "Symmetric uniform integer",
          "codes -(2^(b-1)-1)..2^(b-1)-1 times a scale; int:b fits the scale, int:b@SCALE fixes "
          "it"},
         "int",
         makeInt},
    };
    return all;
}

}  // namespace

FormatPtr parseFormat(std::string_view spec) {
    const auto colon = spec.find(':');
    const std::string_view prefix = spec.substr(0, colon);
    for (const Family& family : families()) {
        if (prefix != family.prefix) continue;
        if (colon == std::string_view::npos)
            throw UsageError("format spec \"" + std::string(spec) +
                             "\" lacks its parameters; write " + family.info.spec);
        std::string_view rest = spec.substr(colon + 1);
        std::optional<double> scale;
        if (const auto at = rest.find('@'); at != std::string_view::npos) {
            scale = readNumber<double>(spec, rest.substr(at + 1), "scale", "a number");
            rest = rest.substr(0, at);
        }
        try {
            return family.make(spec, split(rest, ','), scale);
        } catch (const UsageError& error) {
            const std::string message = error.what();
            if (message.starts_with("format spec")) throw;
            throw UsageError("format spec \"" + std::string(spec) + "\": " + message);
        }
    }
    std::string known;
    for (const Family& family : families()) known += (known.empty() ? "" : ", ") + family.info.spec;
    throw UsageError("format spec \"" + std::string(spec) + "\": unknown format; known are " +
                     known);
}

std::vector<FormatInfo> knownFormats() {
    std::vector<FormatInfo> infos;
    for (const Family& family : families()) infos.push_back(family.info);
    return infos;
}

std::string shortestText(double value) {
    char buffer[32];
    const auto result = std::to_chars(buffer, buffer + sizeof buffer, value);
    return {buffer, result.ptr};
}

}  // namespace lpstudio
