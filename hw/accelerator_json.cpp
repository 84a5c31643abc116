#include "hw/accelerator_json.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/base/json.h"
#include "core/base/text.h"
#include "hw/constants.h"

namespace lpstudio {
namespace {

Buffer readBuffer(JsonReader reader) {
    constexpr std::int64_t kMost = std::int64_t{1} << 40;
    Buffer buffer;
    buffer.bytes = reader.whole("bytes", 1, kMost);
    buffer.banks = reader.whole("banks", 1, 1 << 20);
    buffer.bankBytes = reader.whole("bank_bytes", 1, kMost);
    buffer.doubleBuffered = reader.flag("double_buffered");
    // Optional: descriptions from before there were ports have one of 32 bits a bank.
    if (reader.has("ports")) buffer.ports = reader.whole("ports", 1, 16);
    if (reader.has("port_bits")) buffer.portBits = reader.whole("port_bits", 1, 1 << 16);
    buffer.source = reader.text("source");
    reader.finish();
    if (buffer.bytes / buffer.banks != buffer.bankBytes || buffer.bytes % buffer.banks != 0) {
        reader.fail("bytes", "= " + std::to_string(buffer.bytes) +
                                 " is not banks * bank_bytes = " + std::to_string(buffer.banks) +
                                 " * " + std::to_string(buffer.bankBytes) + "; make them agree");
    }
    return buffer;
}

Constant readConstant(JsonReader& reader, PeKind kind) {
    Constant constant;
    constant.key = reader.text("key");
    const ConstantRule* rule = findConstantRule(constant.key);
    if (!rule) {
        reader.fail("key", "= \"" + shortened(constant.key) + "\" is unknown; did you mean \"" +
                               std::string(nearestConstantKey(constant.key)) + "\"?");
    }
    if (!rule->appliesTo(kind)) {
        reader.fail("key", "= \"" + shortened(constant.key) + "\" does not belong to a " +
                               std::string(peKindName(kind)) + " PE; remove it");
    }
    // From here on a message names the constant, which says more than its place in the list.
    reader.rename("constants[\"" + constant.key + "\"]");
    const auto requireWhole = [&](const std::string& field, double value) {
        if (!rule->whole || value == std::floor(value)) return;
        reader.fail(field, "= " + shortestText(value) + " is not a whole number; give one " +
                               shortestText(rule->min) + ".." + shortestText(rule->max));
    };
    constant.value = reader.number("value", rule->min, rule->max);
    requireWhole("value", constant.value);
    constant.unit = reader.text("unit");
    if (constant.unit != rule->unit) {
        reader.fail("unit", "= \"" + shortened(constant.unit) + "\" is wrong; give \"" +
                                std::string(rule->unit) + "\" and a value in it");
    }
    constant.node = reader.text("node");
    constant.source = reader.text("source");
    constant.sourceType = reader.choice("standing", kSourceTypes);
    const bool ranged = reader.has("low") || reader.has("high");
    if (constant.sourceType == SourceType::Assumed && !ranged) {
        reader.fail("low", "is missing; an assumed value needs its range, give low and high");
    }
    constant.low = ranged ? reader.number("low", rule->min, constant.value) : constant.value;
    constant.high = ranged ? reader.number("high", constant.value, rule->max) : constant.value;
    requireWhole("low", constant.low);
    requireWhole("high", constant.high);
    reader.finish();
    return constant;
}

void readConstants(JsonReader& top, Accelerator& accelerator) {
    for (JsonReader& reader : top.objects("constants")) {
        Constant constant = readConstant(reader, accelerator.peKind);
        if (std::ranges::find(accelerator.constants, constant.key, &Constant::key) !=
            accelerator.constants.end()) {
            reader.fail("key", "= \"" + shortened(constant.key) + "\" appears twice; keep one");
        }
        accelerator.constants.push_back(std::move(constant));
    }
    for (const ConstantRule& rule : constantRules()) {
        if (!rule.appliesTo(accelerator.peKind)) continue;
        if (std::ranges::find(accelerator.constants, rule.key, &Constant::key) ==
            accelerator.constants.end()) {
            top.fail("constants", "lacks \"" + std::string(rule.key) + "\" (" +
                                      std::string(rule.meaning) + "); give it in " +
                                      std::string(rule.unit) + ", " + shortestText(rule.min) +
                                      ".." + shortestText(rule.max));
        }
    }
}

/// A buffer must hold at least what the whole grid works on, or no tile exists.
void checkFold(JsonReader& top, const Accelerator& accelerator) {
    const std::int64_t grid = std::int64_t{accelerator.rows} * accelerator.columns;
    const bool packed = accelerator.peKind == PeKind::Packed;
    const std::int64_t outputs = grid * (packed ? 8 / accelerator.weightModes.front() : 1);
    const auto partialBits = static_cast<std::int64_t>(accelerator.value("partial_sum.bits"));
    const auto check = [&](const std::string& name, const Buffer& buffer, std::int64_t bits) {
        if (buffer.usableBits() >= bits) return;
        const std::int64_t least = (bits + 7) / 8 * (buffer.doubleBuffered ? 2 : 1);
        top.fail("buffers." + name + ".bytes", "= " + std::to_string(buffer.bytes) +
                                                   " cannot hold one fold of the grid; give " +
                                                   std::to_string(least) + " or more");
    };
    check("weights", accelerator.weights, grid * 8);
    check("inputs", accelerator.inputs, grid * 8);
    check("outputs", accelerator.outputs, outputs * partialBits);
}

nlohmann::json bufferToJson(const Buffer& buffer) {
    return {{"bytes", buffer.bytes},          {"banks", buffer.banks},
            {"bank_bytes", buffer.bankBytes}, {"double_buffered", buffer.doubleBuffered},
            {"ports", buffer.ports},          {"port_bits", buffer.portBits},
            {"source", buffer.source}};
}

/// Ascending widths, each one of `allowed`.
std::vector<int> readWidths(JsonReader& reader, const std::string& key,
                            const std::vector<int>& allowed) {
    std::string expected = "an ascending list of widths out of ";
    for (const int width : allowed) {
        expected += (width == allowed.front() ? "" : ", ") + std::to_string(width);
    }
    const nlohmann::json& list = reader.value(key, expected);
    const auto wrong = [&] { reader.failValue(key, "is wrong; give " + expected); };
    if (!list.is_array() || list.empty()) wrong();
    std::vector<int> widths;
    for (const auto& item : list) {
        const auto same = [&item](int width) { return item.is_number_integer() && item == width; };
        const auto found = std::ranges::find_if(allowed, same);
        if (found == allowed.end() || (!widths.empty() && *found <= widths.back())) wrong();
        widths.push_back(*found);
    }
    return widths;
}

void readGrid(JsonReader& top, Accelerator& accelerator) {
    JsonReader pe = top.object("pe");
    accelerator.peKind = pe.choice("kind", kPeKinds);
    const bool ganged = accelerator.peKind == PeKind::Ganged;
    const std::vector<int> known = ganged ? std::vector{4, 8} : std::vector{2, 4, 8};
    accelerator.weightModes = readWidths(pe, "weight_modes", known);
    accelerator.activationModes = readWidths(pe, "activation_modes", known);
    pe.finish();

    JsonReader grid = top.object("grid");
    accelerator.rows = static_cast<int>(grid.whole("rows", 1, 1024));
    accelerator.columns = static_cast<int>(grid.whole("columns", 1, 1024));
    grid.finish();
    if (ganged && (accelerator.rows % 2 != 0 || accelerator.columns % 2 != 0)) {
        grid.failHere("= " + std::to_string(accelerator.rows) + " x " +
                      std::to_string(accelerator.columns) +
                      " cannot gang 2 x 2 PEs; give even rows and columns");
    }
}

}  // namespace

Accelerator acceleratorFromJson(std::string_view text, const std::string& origin) {
    const nlohmann::json json = parseJson(text, origin);
    JsonReader top(json, origin);
    const std::string schema = top.text("schema");
    if (schema != kHardwareSchema) {
        top.fail("schema", "= \"" + shortened(schema) + "\" is unknown; give \"" +
                               std::string(kHardwareSchema) + "\"");
    }
    Accelerator accelerator;
    accelerator.name = top.text("name");
    accelerator.summary = top.text("summary");
    readGrid(top, accelerator);
    accelerator.dataflow = top.choice("dataflow", kDataflows);
    accelerator.overlap = top.flag("overlap");
    accelerator.batch = static_cast<int>(top.whole("batch", 1, 65536));
    JsonReader buffers = top.object("buffers");
    accelerator.weights = readBuffer(buffers.object("weights"));
    accelerator.inputs = readBuffer(buffers.object("inputs"));
    accelerator.outputs = readBuffer(buffers.object("outputs"));
    buffers.finish();
    readConstants(top, accelerator);
    top.finish();
    checkFold(top, accelerator);
    return accelerator;
}

nlohmann::json acceleratorToJson(const Accelerator& accelerator) {
    nlohmann::json constants = nlohmann::json::array();
    for (const Constant& constant : accelerator.constants) {
        constants.push_back({{"key", constant.key},
                             {"value", constant.value},
                             {"unit", constant.unit},
                             {"node", constant.node},
                             {"source", constant.source},
                             {"standing", sourceTypeName(constant.sourceType)},
                             {"low", constant.low},
                             {"high", constant.high}});
    }
    return {{"schema", kHardwareSchema},
            {"name", accelerator.name},
            {"summary", accelerator.summary},
            {"grid", {{"rows", accelerator.rows}, {"columns", accelerator.columns}}},
            {"pe",
             {{"kind", peKindName(accelerator.peKind)},
              {"weight_modes", accelerator.weightModes},
              {"activation_modes", accelerator.activationModes}}},
            {"dataflow", dataflowName(accelerator.dataflow)},
            {"overlap", accelerator.overlap},
            {"batch", accelerator.batch},
            {"buffers",
             {{"weights", bufferToJson(accelerator.weights)},
              {"inputs", bufferToJson(accelerator.inputs)},
              {"outputs", bufferToJson(accelerator.outputs)}}},
            {"constants", std::move(constants)}};
}

}  // namespace lpstudio
