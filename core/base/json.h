#pragma once

#include <cstdint>
#include <exception>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/enum_names.h"

namespace lpstudio {

/// Deeper than any file of ours. Copying and printing a value recurse into it, so that a file of
/// nothing but brackets would end the program.
inline constexpr int kDeepestJson = 32;

/// What the JSON library says, on one line of at most 200 characters and not the whole file.
std::string jsonReason(const std::exception& error);

/// Parses text (RFC 8259, at most kDeepestJson levels). Throws Error "origin: is not JSON: ...;
/// remedy", one line with the place.
nlohmann::json parseJson(std::string_view text, const std::string& origin,
                         const std::string& remedy = "correct it there");

/// Parses text that this program wrote: a "discarded" value, which is of no type, if it was
/// damaged since.
nlohmann::json parseStoredJson(std::string_view text);

/// Reads one object of a JSON file and knows its place there, so that every complaint names file,
/// key, value and range: `lpa.json: grid.rows = 0 is out of range; give a whole number 1..1024`.
/// Refers to the value, which must outlive it. All members throw Error, one line, for a key that is
/// missing or holds something else.
///
///     const nlohmann::json json = parseJson(text, origin);
///     JsonReader top(json, origin);
///     JsonReader grid = top.object("grid");
///     const auto rows = grid.whole("rows", 1, 1024);
///     if (grid.has("columns")) ...
///     grid.finish();  // refuses a key that nobody asked for
class JsonReader {
public:
    /// How messages cite a key: `grid.rows`, or `field "grid.rows"` where the file is made for
    /// people who need not know what a key is.
    enum class Citation { Key, Field };

    /// `place` is the dotted path of the object, empty for the outermost.
    JsonReader(const nlohmann::json& value, std::string origin, std::string place = {},
               Citation citation = Citation::Key);

    bool has(const std::string& key);
    /// Not empty.
    std::string text(const std::string& key);
    /// `expected` says in messages what it should be: "the layer's name".
    std::string textOrEmpty(const std::string& key, const std::string& expected = "a text");
    bool flag(const std::string& key);
    /// The value of which the text is the name.
    template <class Enum>
    Enum choice(const std::string& key, const EnumNames<Enum>& names) {
        const auto* name = names.find(textOrEmpty(key));
        if (!name) failValue(key, "is unknown; give " + names.choices());
        return name->value;
    }
    /// min <= result <= max.
    std::int64_t whole(const std::string& key, std::int64_t min, std::int64_t max);
    /// Up to 2^64 - 1, such as a seed.
    std::uint64_t natural(const std::string& key);
    double number(const std::string& key, double min, double max);
    /// NaN for null, which stands for a number that JSON cannot write.
    double numberOrNull(const std::string& key);
    JsonReader object(const std::string& key);
    std::vector<JsonReader> objects(const std::string& key);
    /// The value as it is, for what the other members do not read. `expected` as in textOrEmpty().
    const nlohmann::json& value(const std::string& key, const std::string& expected);

    /// What the object is called in messages from now on.
    void rename(std::string place) { place_ = std::move(place); }
    /// Call after the last key: throws if the object holds a key that nobody asked for.
    void finish() const;

    /// Throws Error "origin: key complaint".
    [[noreturn]] void fail(const std::string& key, const std::string& complaint) const;
    /// Throws Error "origin: key = value complaint".
    [[noreturn]] void failValue(const std::string& key, const std::string& complaint) const;
    /// The same of the object itself.
    [[noreturn]] void failHere(const std::string& complaint) const;
    /// "origin: key", the beginning of a message that somebody else ends.
    std::string cited(const std::string& key) const;

private:
    std::string path(const std::string& key) const;
    void remember(const std::string& key);
    [[noreturn]] void refuse(const std::string& key, const std::string& is,
                             const std::string& expected) const;

    const nlohmann::json* object_;
    std::string origin_;
    std::string place_;
    Citation citation_;
    std::vector<std::string> asked_;
};

}  // namespace lpstudio
