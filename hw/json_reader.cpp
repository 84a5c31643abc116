#include "hw/json_reader.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "core/base/error.h"

namespace lpstudio {

namespace {

/// The value in a message: on one line and not the whole file.
std::string shown(const nlohmann::json& value) {
    std::string text = value.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
    if (text.size() > 40) text = text.substr(0, 37) + "...";
    return text;
}

}  // namespace

std::string shortNumber(double value) {
    std::array<char, 32> buffer{};
    const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    return {buffer.data(), result.ptr};
}

std::string shortened(const std::string& text) {
    constexpr std::size_t kMost = 60;
    return text.size() <= kMost ? text : text.substr(0, kMost - 3) + "...";
}

void JsonReader::remember(const std::string& key) {
    if (std::ranges::find(asked_, key) == asked_.end()) asked_.push_back(key);
}

bool JsonReader::has(const std::string& key) {
    remember(key);
    return object_->contains(key);
}

JsonReader::JsonReader(const nlohmann::json& value, std::string origin, std::string place)
    : object_(&value), origin_(std::move(origin)), place_(std::move(place)) {
    if (!value.is_object()) failHere("must be an object { }, not " + shown(value));
}

std::string JsonReader::path(const std::string& key) const {
    return place_.empty() ? key : place_ + "." + key;
}

void JsonReader::fail(const std::string& key, const std::string& complaint) const {
    throw Error(origin_ + ": " + path(key) + " " + complaint);
}

void JsonReader::failHere(const std::string& complaint) const {
    throw Error(origin_ + ": " + (place_.empty() ? "the description" : place_) + " " + complaint);
}

const nlohmann::json& JsonReader::need(const std::string& key, const std::string& expected) {
    remember(key);
    const auto found = object_->find(key);
    if (found == object_->end()) fail(key, "is missing; give " + expected);
    return *found;
}

std::string JsonReader::text(const std::string& key) {
    const auto& value = need(key, "a text");
    if (!value.is_string()) fail(key, "= " + shown(value) + " is not a text; give a text");
    auto result = value.get<std::string>();
    if (result.empty()) fail(key, "is empty; give a text");
    return result;
}

bool JsonReader::flag(const std::string& key) {
    const auto& value = need(key, "true or false");
    if (!value.is_boolean()) fail(key, "= " + shown(value) + " is wrong; give true or false");
    return value.get<bool>();
}

std::int64_t JsonReader::whole(const std::string& key, std::int64_t min, std::int64_t max) {
    const std::string range = "a whole number " + std::to_string(min) + ".." + std::to_string(max);
    const auto& value = need(key, range);
    if (!value.is_number_integer()) {
        fail(key, "= " + shown(value) + " is not a whole number; give " + range);
    }
    const bool tooLarge =
        value.is_number_unsigned() && value.get<std::uint64_t>() > static_cast<std::uint64_t>(max);
    if (tooLarge || value.get<std::int64_t>() < min || value.get<std::int64_t>() > max) {
        fail(key, "= " + shown(value) + " is out of range; give " + range);
    }
    return value.get<std::int64_t>();
}

double JsonReader::number(const std::string& key, double min, double max) {
    const std::string range = "a number " + shortNumber(min) + ".." + shortNumber(max);
    const auto& value = need(key, range);
    if (!value.is_number()) fail(key, "= " + shown(value) + " is not a number; give " + range);
    const auto number = value.get<double>();
    if (!(number >= min && number <= max)) {
        fail(key, "= " + shown(value) + " is out of range; give " + range);
    }
    return number;
}

JsonReader JsonReader::object(const std::string& key) {
    return {need(key, "an object { }"), origin_, path(key)};
}

std::vector<JsonReader> JsonReader::objects(const std::string& key) {
    const auto& value = need(key, "a list [ ]");
    if (!value.is_array()) fail(key, "= " + shown(value) + " is not a list; give a list [ ]");
    std::vector<JsonReader> result;
    for (std::size_t i = 0; i < value.size(); ++i) {
        result.emplace_back(value[i], origin_, path(key) + "[" + std::to_string(i) + "]");
    }
    return result;
}

std::vector<int> JsonReader::widths(const std::string& key, const std::vector<int>& allowed) {
    std::string expected = "an ascending list of widths out of ";
    for (const int width : allowed) {
        expected += (width == allowed.front() ? "" : ", ") + std::to_string(width);
    }
    const auto& value = need(key, expected);
    const auto wrong = [&] { fail(key, "= " + shown(value) + " is wrong; give " + expected); };
    if (!value.is_array() || value.empty()) wrong();
    std::vector<int> result;
    for (const auto& item : value) {
        const auto same = [&item](int width) { return item.is_number_integer() && item == width; };
        const auto found = std::ranges::find_if(allowed, same);
        if (found == allowed.end() || (!result.empty() && *found <= result.back())) wrong();
        result.push_back(*found);
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
