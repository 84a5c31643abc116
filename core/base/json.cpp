#include "core/base/json.h"

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/text.h"

namespace lpstudio {

std::string jsonReason(const std::exception& error) {
    // "[json.exception.parse_error.101] parse error at line 2, column 3: ..."
    std::string reason = error.what();
    const std::size_t begin = reason.find("] ");
    if (begin != std::string::npos) reason.erase(0, begin + 2);
    reason = shortened(reason, 200);
    std::replace_if(
        reason.begin(), reason.end(), [](char c) { return c == '\n' || c == '\r' || c == '\t'; },
        ' ');
    return reason;
}

nlohmann::json parseJson(std::string_view text, const std::string& origin,
                         const std::string& remedy) {
    try {
        return nlohmann::json::parse(text, [&](int depth, auto, const auto&) {
            if (depth > kDeepestJson)
                throw Error(origin + ": is nested more than " + std::to_string(kDeepestJson) +
                            " levels deep, unlike any file of this kind; " + remedy);
            return true;
        });
    } catch (const nlohmann::json::exception& error) {
        throw Error(origin + ": is not JSON: " + jsonReason(error) + "; " + remedy);
    }
}

nlohmann::json parseStoredJson(std::string_view text) {
    try {
        return parseJson(text, "");
    } catch (const Error&) {
        return nlohmann::json(nlohmann::json::value_t::discarded);
    }
}

namespace {

/// The value in a message: on one line and not the whole file.
std::string shown(const nlohmann::json& value) {
    return shortened(value.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace), 40);
}

}  // namespace

JsonReader::JsonReader(const nlohmann::json& value, std::string origin, std::string place,
                       Citation citation)
    : object_(&value), origin_(std::move(origin)), place_(std::move(place)), citation_(citation) {
    if (!value.is_object()) failHere("must be an object { }, not " + shown(value));
}

std::string JsonReader::path(const std::string& key) const {
    return place_.empty() ? key : place_ + "." + key;
}

std::string JsonReader::cited(const std::string& key) const {
    return origin_ + ": " +
           (citation_ == Citation::Field ? "field \"" + path(key) + "\"" : path(key));
}

void JsonReader::fail(const std::string& key, const std::string& complaint) const {
    throw Error(cited(key) + " " + complaint);
}

void JsonReader::failValue(const std::string& key, const std::string& complaint) const {
    fail(key, "= " + shown(object_->at(key)) + " " + complaint);
}

void JsonReader::failHere(const std::string& complaint) const {
    throw Error(origin_ + ": " + (place_.empty() ? "the description" : place_) + " " + complaint);
}

void JsonReader::refuse(const std::string& key, const std::string& is,
                        const std::string& expected) const {
    failValue(key, is + "; give " + expected);
}

void JsonReader::remember(const std::string& key) {
    if (std::ranges::find(asked_, key) == asked_.end()) asked_.push_back(key);
}

bool JsonReader::has(const std::string& key) {
    remember(key);
    return object_->contains(key);
}

const nlohmann::json& JsonReader::value(const std::string& key, const std::string& expected) {
    remember(key);
    const auto found = object_->find(key);
    if (found == object_->end()) fail(key, "is missing; give " + expected);
    return *found;
}

std::string JsonReader::textOrEmpty(const std::string& key, const std::string& expected) {
    const auto& found = value(key, expected);
    if (!found.is_string()) refuse(key, "is not a text", expected);
    return found.get<std::string>();
}

std::string JsonReader::text(const std::string& key) {
    auto result = textOrEmpty(key);
    if (result.empty()) fail(key, "is empty; give a text");
    return result;
}

bool JsonReader::flag(const std::string& key) {
    const auto& found = value(key, "true or false");
    if (!found.is_boolean()) refuse(key, "is wrong", "true or false");
    return found.get<bool>();
}

std::int64_t JsonReader::whole(const std::string& key, std::int64_t min, std::int64_t max) {
    const std::string range = "a whole number " + std::to_string(min) + ".." + std::to_string(max);
    const auto& found = value(key, range);
    if (!found.is_number_integer()) refuse(key, "is not a whole number", range);
    const bool tooLarge =
        found.is_number_unsigned() && found.get<std::uint64_t>() > static_cast<std::uint64_t>(max);
    if (tooLarge || found.get<std::int64_t>() < min || found.get<std::int64_t>() > max)
        refuse(key, "is out of range", range);
    return found.get<std::int64_t>();
}

std::uint64_t JsonReader::natural(const std::string& key) {
    const std::string expected = "a whole number, 0 or more";
    const auto& found = value(key, expected);
    if (!found.is_number_unsigned()) refuse(key, "is wrong", expected);
    return found.get<std::uint64_t>();
}

double JsonReader::number(const std::string& key, double min, double max) {
    const std::string range = "a number " + shortestText(min) + ".." + shortestText(max);
    const auto& found = value(key, range);
    if (!found.is_number()) refuse(key, "is not a number", range);
    const auto number = found.get<double>();
    if (!(number >= min && number <= max)) refuse(key, "is out of range", range);
    return number;
}

double JsonReader::numberOrNull(const std::string& key) {
    const auto& found = value(key, "a number");
    if (found.is_null()) return std::numeric_limits<double>::quiet_NaN();
    if (!found.is_number()) refuse(key, "is not a number", "a number");
    return found.get<double>();
}

JsonReader JsonReader::object(const std::string& key) {
    return {value(key, "an object { }"), origin_, path(key), citation_};
}

std::vector<JsonReader> JsonReader::objects(const std::string& key) {
    const auto& found = value(key, "a list [ ]");
    if (!found.is_array()) refuse(key, "is not a list", "a list [ ]");
    std::vector<JsonReader> result;
    for (std::size_t i = 0; i < found.size(); ++i) {
        result.emplace_back(found[i], origin_, path(key) + "[" + std::to_string(i) + "]",
                            citation_);
    }
    return result;
}

void JsonReader::finish() const {
    for (const auto& [key, value] : object_->items()) {
        if (std::ranges::find(asked_, key) != asked_.end()) continue;
        std::string known;
        for (const std::string& name : asked_) known += (known.empty() ? "" : ", ") + name;
        fail(shortened(key), "is an unknown key; known here: " + known);
    }
}

}  // namespace lpstudio
