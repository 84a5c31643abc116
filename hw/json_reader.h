#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "core/base/json.h"

namespace lpstudio {

/// Reads one object of a description and remembers its place, so that every complaint names file,
/// key, value and range. All members throw Error.
class JsonReader {
public:
    /// `place` is the dotted path of the object, empty for the outermost.
    JsonReader(const nlohmann::json& value, std::string origin, std::string place);

    std::string text(const std::string& key);
    bool flag(const std::string& key);
    std::int64_t whole(const std::string& key, std::int64_t min, std::int64_t max);
    double number(const std::string& key, double min, double max);
    bool has(const std::string& key);
    JsonReader object(const std::string& key);
    std::vector<JsonReader> objects(const std::string& key);
    /// Ascending widths, each one of `allowed`.
    std::vector<int> widths(const std::string& key, const std::vector<int>& allowed);

    /// What the object is called in messages from now on.
    void rename(std::string place) { place_ = std::move(place); }
    /// Call after the last key: throws if the object holds a key that nobody asked for.
    void finish() const;
    /// Throws Error "origin: place.key complaint".
    [[noreturn]] void fail(const std::string& key, const std::string& complaint) const;
    [[noreturn]] void failHere(const std::string& complaint) const;

private:
    const nlohmann::json& need(const std::string& key, const std::string& expected);
    std::string path(const std::string& key) const;
    void remember(const std::string& key);

    const nlohmann::json* object_;
    std::string origin_;
    std::string place_;
    std::vector<std::string> asked_;
};

/// A text in a message: not longer than a line can bear.
std::string shortened(const std::string& text);

/// A number as a person would type it: 0.5, 1024, 1e+11.
std::string shortNumber(double value);

}  // namespace lpstudio
