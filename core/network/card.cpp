#include "core/network/card.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/base/text.h"

namespace lpstudio {
namespace {

using nlohmann::json;

std::vector<float> readChannels(JsonReader& card, const char* field, float fallback,
                                const ModelCard& sizes) {
    const auto channels = static_cast<std::size_t>(sizes.channels);
    if (!card.has(field)) return std::vector<float>(channels, fallback);
    const std::string wanted = "a list of " + std::to_string(channels) + " numbers, one a channel";
    const json& value = card.value(field, wanted);
    if (value.is_array() && value.size() != channels &&
        value.size() == static_cast<std::size_t>(sizes.width))
        card.failValue(field,
                       "has a number for each of the last of \"input\", which is channels, "
                       "height, width; if it was meant as height, width, channels, give "
                       "\"input\": [" +
                           std::to_string(sizes.width) + "," + std::to_string(sizes.channels) +
                           "," + std::to_string(sizes.height) + "]");
    if (!value.is_array() || value.size() != channels)
        card.failValue(field, "is wrong; give " + wanted);
    std::vector<float> numbers;
    for (const json& number : value) {
        // What is too large for a float would be infinite.
        if (!number.is_number() || !std::isfinite(number.get<float>()))
            card.failValue(field, "is wrong; give " + wanted);
        numbers.push_back(number.get<float>());
    }
    return numbers;
}

json shortest(const std::vector<float>& values) {
    json list = json::array();
    for (const float value : values) list.push_back(json::parse(shortestFloatText(value)));
    return list;
}

}  // namespace

std::string cardText(const ModelCard& card) {
    json result = {{"name", card.name},
                   {"input", {card.channels, card.height, card.width}},
                   {"mean", shortest(card.mean)},
                   {"std", shortest(card.std)}};
    if (card.classes > 0) result["classes"] = card.classes;
    if (!card.classNames.empty()) result["class_names"] = card.classNames;
    if (card.floatTop1Percent >= 0) result["float_top1_percent"] = card.floatTop1Percent;
    return result.dump(2) + "\n";
}

std::filesystem::path cardPath(const std::filesystem::path& model) {
    return std::filesystem::path(model).replace_extension(".json");
}

ModelCard readCard(const std::filesystem::path& file) {
    std::ifstream in(file);
    if (!in)
        throw Error(file.string() +
                    ": no model card; write one with the fields input, mean, std, classes, or give "
                    "--input C,H,W --mean M,.. --std S,..");
    const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    const json card = parseJson(text, file.string());
    if (!card.is_object())
        throw Error(file.string() +
                    ": not a JSON object; a model card has the fields input, mean, std, classes");
    // Keys that are not known stay unread: exporters write more than is needed here.
    JsonReader reader(card, file.string(), {}, JsonReader::Citation::Field);
    ModelCard result;
    const std::string wanted =
        "three positive integers [channels, height, width], at most 65536 each";
    const json& input = reader.value("input", wanted);
    const auto isSize = [](const json& size) {
        return size.is_number_integer() && size.get<std::int64_t>() >= 1 &&
               size.get<std::int64_t>() <= 65536;
    };
    if (!input.is_array() || input.size() != 3 || !std::ranges::all_of(input, isSize))
        reader.failValue("input", "is wrong; give " + wanted);
    result.channels = input[0].get<int>();
    result.height = input[1].get<int>();
    result.width = input[2].get<int>();
    result.mean = readChannels(reader, "mean", 0, result);
    result.std = readChannels(reader, "std", 1, result);
    for (const float s : result.std)
        if (!(s > 0)) reader.failValue("std", "is wrong; give positive numbers");
    if (reader.has("classes"))
        result.classes = static_cast<int>(reader.whole("classes", 2, 10'000'000));
    // What only describes the model must not keep it from being read.
    if (card.contains("name") && card["name"].is_string())
        result.name = card["name"].get<std::string>();
    if (card.contains("float_top1_percent") && card["float_top1_percent"].is_number())
        result.floatTop1Percent = card["float_top1_percent"].get<double>();
    if (card.contains("class_names") && card["class_names"].is_array())
        for (const json& name : card["class_names"])
            result.classNames.push_back(name.is_string() ? name.get<std::string>() : name.dump());
    return result;
}

void requireFits(const ImageSet& set, const ModelCard& card, int classes) {
    const auto shape = [](int c, int h, int w) {
        return std::to_string(c) + "x" + std::to_string(h) + "x" + std::to_string(w);
    };
    if (set.size() == 0) throw Error(set.name + ": holds no image; choose another data set");
    if (set.channels != card.channels || set.height != card.height || set.width != card.width)
        throw Error(set.name + ": images are " + shape(set.channels, set.height, set.width) +
                    ", the model takes " + shape(card.channels, card.height, card.width) +
                    "; choose data of the model's shape");
    const int known = card.classes > 0 ? card.classes : classes;
    for (std::size_t i = 0; i < set.size(); ++i)
        if (set.labels[i] < 0 || set.labels[i] >= known)
            throw Error(set.name + ": image " + std::to_string(i) + " has label " +
                        std::to_string(set.labels[i]) + ", the model has " + std::to_string(known) +
                        " classes; choose data with labels 0.." + std::to_string(known - 1));
}

std::vector<float> normalised(const ImageSet& set, std::span<const std::size_t> images,
                              const ModelCard& card) {
    std::vector<float> out;
    out.reserve(images.size() * set.imageElements());
    for (const std::size_t image : images) set.appendPixels(image, out);
    const std::size_t plane =
        static_cast<std::size_t>(card.height) * static_cast<std::size_t>(card.width);
    const auto channels = static_cast<std::size_t>(card.channels);
    for (std::size_t i = 0; i < out.size(); ++i) {
        const std::size_t channel = i / plane % channels;
        out[i] = (out[i] - card.mean[channel]) / card.std[channel];
    }
    return out;
}

}  // namespace lpstudio
