#include "hw/design_edit.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/base/error.h"
#include "core/base/text.h"
#include "hw/accelerator_json.h"
#include "hw/constants.h"
#include "hw/resize.h"

namespace lpstudio {
namespace {

using enum DesignBlock;

DesignBlock blockOf(std::string_view key) {
    constexpr std::pair<std::string_view, DesignBlock> kPrefixes[]{
        {"dram.", Dram},
        {"clock.", Control},
        {"sram.weights.", WeightBuffer},
        {"buffers.weights.", WeightBuffer},
        {"sram.inputs.", InputBuffer},
        {"buffers.inputs.", InputBuffer},
        {"decoder.", Decoders},
        {"encoder.", Encoder},
        {"sram.outputs.", OutputBuffer},
        {"buffers.outputs.", OutputBuffer},
        {"partial_sum.", OutputBuffer},
        {"post.", Post},
        {"dataflow", Control},
        {"overlap", Control},
        {"batch", Control},
        {"name", Control},
    };
    for (const auto& [prefix, block] : kPrefixes) {
        if (key.starts_with(prefix)) return block;
    }
    return Grid;
}

std::string listText(const std::vector<int>& widths) {
    std::string text;
    for (const int width : widths) text += (text.empty() ? "" : ", ") + std::to_string(width);
    return text;
}

std::string switchText(bool on) {
    return on ? "on" : "off";
}

std::string trimmed(std::string text) {
    const auto visible = [](char c) { return std::isspace(static_cast<unsigned char>(c)) == 0; };
    text.erase(text.begin(), std::ranges::find_if(text, visible));
    text.erase(std::find_if(text.rbegin(), text.rend(), visible).base(), text.end());
    return text;
}

/// The text as the JSON value that a description would have there; a text that is no number stays
/// one, and the reader says what it wants.
nlohmann::json valueOf(const std::string& key, const std::string& typed) {
    std::string text = trimmed(typed);
    if (key == "name") return text;
    if (key.ends_with("_modes")) text = "[" + text + "]";
    std::string lower = text;
    std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return std::tolower(c); });
    if (lower == "on" || lower == "yes" || lower == "true") return true;
    if (lower == "off" || lower == "no" || lower == "false") return false;
    // "1,024" is a slip of the hand as likely as a fraction: refused, not guessed at.
    nlohmann::json value = nlohmann::json::parse(text, nullptr, false);
    if (value.is_discarded()) return text;
    return value;
}

nlohmann::json* constantIn(nlohmann::json& description, const std::string& key) {
    for (nlohmann::json& constant : description["constants"]) {
        if (constant["key"] == key) return &constant;
    }
    return nullptr;
}

void editConstant(nlohmann::json& constant, const std::string& key, const nlohmann::json& value,
                  ConstantField field, const std::string& origin) {
    const ConstantRule& rule = *findConstantRule(key);
    if (!value.is_number() || value < rule.min || value > rule.max) {
        throw Error(origin + ": " + key + " = " + value.dump() +
                    " is out of range; give a number " + shortestText(rule.min) + ".." +
                    shortestText(rule.max) + " in " + std::string(rule.unit));
    }
    const char* fieldName = field == ConstantField::Low    ? "low"
                            : field == ConstantField::High ? "high"
                                                           : "value";
    if (constant[fieldName] == value) return;
    const auto source = constant["source"].get<std::string>();
    if (field == ConstantField::Value && !source.starts_with("edited; was ")) {
        constant["source"] =
            "edited; was " + shortestText(constant["value"].get<double>()) + ": " + source;
        constant["standing"] = sourceTypeName(SourceType::Assumed);
    }
    constant[fieldName] = value;
    if (field == ConstantField::Value) {
        if (value < constant["low"]) constant["low"] = value;
        if (value > constant["high"]) constant["high"] = value;
    }
}

/// Area and leakage of a bank grow with it; the figures at hand are of the old size.
void scaleBank(nlohmann::json& description, const std::string& buffer, double from, double to) {
    for (const std::string what : {".area", ".leakage"}) {
        nlohmann::json* constant = constantIn(description, "sram." + buffer + what);
        if (constant == nullptr || from <= 0 || from == to) continue;
        const auto source = (*constant)["source"].get<std::string>();
        const double value = (*constant)["value"].get<double>() * to / from;
        (*constant)["source"] = "in proportion to the bank, " + shortestText(to) +
                                " B instead of " + shortestText(from) + " B; 0.5x to 2x; before: " +
                                (source.starts_with("in proportion to the bank")
                                     ? source.substr(source.rfind("before: ") + 8)
                                     : source);
        (*constant)["standing"] = sourceTypeName(SourceType::Assumed);
        (*constant)["value"] = value;
        (*constant)["low"] = value / 2;
        (*constant)["high"] = value * 2;
    }
}

/// The object that holds the last name of a dotted path, and that name.
std::pair<nlohmann::json*, std::string> placeOf(nlohmann::json& description,
                                                const std::string& key) {
    nlohmann::json* object = &description;
    std::size_t begin = 0;
    for (std::size_t dot = key.find('.'); dot != std::string::npos; dot = key.find('.', begin)) {
        object = &(*object)[key.substr(begin, dot - begin)];
        begin = dot + 1;
    }
    return {object, key.substr(begin)};
}

}  // namespace

std::string_view blockName(DesignBlock block) {
    switch (block) {
        case Dram:
            return "DRAM";
        case Control:
            return "controller";
        case WeightBuffer:
            return "weight buffer";
        case InputBuffer:
            return "input buffer";
        case Decoders:
            return "decoders";
        case Grid:
            return "PE grid";
        case Encoder:
            return "encoder";
        case OutputBuffer:
            return "output buffer";
        case Post:
            return "post-processing unit";
    }
    return "";
}

std::vector<DesignProperty> propertiesOf(const Accelerator& a) {
    std::vector<DesignProperty> all;
    const auto add = [&all](std::string key, std::string value, std::string unit,
                            std::string meaning) {
        const DesignBlock block = blockOf(key);
        all.push_back({std::move(key), block, std::move(value), std::move(unit), std::move(meaning),
                       nullptr});
    };
    add("name", a.name, "", "what the design is called");
    add("grid.rows", std::to_string(a.rows), "1", "rows of PEs; decoders follow rows and columns");
    add("grid.columns", std::to_string(a.columns), "1",
        "columns of PEs; encoders and lanes follow them");
    add("pe.weight_modes", listText(a.weightModes), "bit", "widths of weights that the PE knows");
    add("pe.activation_modes", listText(a.activationModes), "bit",
        "widths in which activations are stored");
    add("dataflow", std::string(dataflowName(a.dataflow)), "",
        "what stays in the grid: ws weights, os outputs, is inputs");
    add("overlap", switchText(a.overlap), "", "the next fold loads behind the current one");
    add("batch", std::to_string(a.batch), "1", "images at a time");
    for (const auto& [name, buffer] : {std::pair<std::string, const Buffer*>{"weights", &a.weights},
                                       {"inputs", &a.inputs},
                                       {"outputs", &a.outputs}}) {
        const std::string place = "buffers." + name + ".";
        add(place + "banks", std::to_string(buffer->banks), "1", "banks; size is banks * bank");
        add(place + "bank_bytes", std::to_string(buffer->bankBytes), "B", "size of a bank");
        add(place + "double_buffered", switchText(buffer->doubleBuffered), "",
            "half holds the tile at work, half receives the next");
        add(place + "ports", std::to_string(buffer->ports), "1", "ports of a bank");
        add(place + "port_bits", std::to_string(buffer->portBits), "bit/cycle",
            "what a port moves in a cycle");
    }
    for (const Constant& constant : a.constants) {
        const ConstantRule* rule = findConstantRule(constant.key);
        all.push_back({constant.key, blockOf(constant.key), shortestText(constant.value),
                       constant.unit, rule ? std::string(rule->meaning) : "", &constant});
    }
    std::ranges::stable_sort(all, {}, &DesignProperty::block);
    return all;
}

Accelerator withProperty(const Accelerator& accelerator, const std::string& key,
                         const std::string& text, ConstantField field) {
    nlohmann::json description = acceleratorToJson(accelerator);
    const nlohmann::json value = valueOf(key, text);
    if (nlohmann::json* constant = constantIn(description, key)) {
        editConstant(*constant, key, value, field, accelerator.name);
        return acceleratorFromJson(description.dump(), accelerator.name);
    }
    const auto [object, last] = placeOf(description, key);
    if (!object->is_object() || !object->contains(last)) {
        throw Error(accelerator.name + ": " + key + " is no property of the design");
    }
    const nlohmann::json before = (*object)[last];
    if (last == "bank_bytes" && value.is_number_integer() && value > 0 &&
        value <= (std::int64_t{1} << 30)) {
        scaleBank(description, key.substr(8, key.rfind('.') - 8), before.get<double>(),
                  value.get<double>());
    } else if (last == "bank_bytes") {
        throw Error(accelerator.name + ": " + key + " = " + shortened(value.dump()) +
                    " is out of range; give a whole number 1..1073741824");
    }
    (*object)[last] = value;
    if (key.starts_with("buffers.")) {
        // Sizes that are no numbers are left for the reader to refuse.
        const nlohmann::json& banks = (*object)["banks"];
        const nlohmann::json& bank = (*object)["bank_bytes"];
        if (banks.is_number_integer() && bank.is_number_integer() && banks > 0 && bank > 0 &&
            banks <= (1 << 20) && bank <= (std::int64_t{1} << 30)) {
            (*object)["bytes"] = banks.get<std::int64_t>() * bank.get<std::int64_t>();
        }
    }
    Accelerator edited = acceleratorFromJson(description.dump(), accelerator.name);
    if (edited.rows != accelerator.rows || edited.columns != accelerator.columns) {
        Accelerator resized = withGrid(accelerator, edited.rows, edited.columns);
        resized.name = accelerator.name;
        return acceleratorFromJson(acceleratorToJson(resized).dump(), accelerator.name);
    }
    return edited;
}

}  // namespace lpstudio
