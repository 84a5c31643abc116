#include <chrono>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "app/cli/command_line.h"
#include "app/project/import/npy.h"
#include "core/base/error.h"
#include "core/number/format.h"
#include "core/number/magnitude_table.h"
#include "core/number/per_channel.h"
#include "core/number/tensor_quantizer.h"

namespace lpstudio::cli {
namespace {

void listFormats(const Globals& globals) {
    nlohmann::json list = nlohmann::json::array();
    Table table{{"spec", "name", "summary"}, {}};
    for (const FormatInfo& info : knownFormats()) {
        list.push_back({{"spec", info.spec}, {"name", info.name}, {"summary", info.summary}});
        table.rows.push_back({info.spec, info.name, info.summary});
    }
    printResult(globals, {{"formats", list}}, {}, table);
}

/// The n low bits, highest first.
std::string binary(std::uint32_t word, int bits) {
    std::string digits;
    for (int i = bits - 1; i >= 0; --i) digits += ((word >> i) & 1U) != 0 ? '1' : '0';
    return digits;
}

void printCodebook(Globals globals, const std::string& spec) {
    const FormatPtr format = parseFormat(spec);
    nlohmann::json entries = nlohmann::json::array();
    Table table{{"code", "signed", "value"}, {}};
    for (const CodePoint& point : format->codebook()) {
        const std::string code = binary(point.word, format->bits());
        entries.push_back({{"code", code},
                           {"signed", point.code},
                           {"value", point.nar ? nlohmann::json() : nlohmann::json(point.value)}});
        char value[40];
        std::snprintf(value, sizeof value, "%.17g", point.value);
        table.rows.push_back({code, std::to_string(point.code), point.nar ? "nar" : value});
    }
    // The codebook's plain output is CSV by contract.
    globals.csv = !globals.json;
    printResult(globals, {{"spec", format->spec()}, {"bits", format->bits()}, {"entries", entries}},
                {}, table);
}

struct QuantizeOptions {
    std::string spec, in, out, codes, rounding = "nearest";
    bool perChannel = false;
};

std::string shapeText(const std::vector<std::int64_t>& shape) {
    std::string out = "(";
    for (const std::int64_t size : shape)
        out += (out.size() > 1 ? ", " : "") + std::to_string(size);
    return out + (shape.size() == 1 ? ",)" : ")");
}

/// The array as a weight: rows along axis 0, the rest is the reduction axis. A vector or a scalar
/// is one row.
TensorLayout layoutOf(const NpyArray& array) {
    const std::size_t elements = array.elements();
    if (array.shape.size() < 2 || elements == 0) return {1, elements, 1};
    const auto rows = static_cast<std::size_t>(array.shape[0]);
    return {rows, elements / rows, 1};
}

/// Fits what is open; with --per-channel one scale for each index of axis 0.
FormatPtr fittedTo(const FormatPtr& format, const QuantizeOptions& options, const NpyArray& array,
                   const Tensor& tensor) {
    if (!options.perChannel)
        return format->isFitted() ? format : format->fit(MagnitudeTable(tensor.values));
    if (format->isFitted())
        throw UsageError("--per-channel: " + format->spec() +
                         " has no scale left to fit to each channel; give a spec without one, such "
                         "as lp:8,2,3 or int:4, or leave --per-channel out");
    if (array.shape.size() < 2)
        throw UsageError(options.in +
                         ": --per-channel takes the channels from axis 0 of an array "
                         "of two or more dimensions, this one has shape " +
                         shapeText(array.shape) + "; leave --per-channel out");
    if (tensor.values.empty())
        throw UsageError(options.in + ": has shape " + shapeText(array.shape) +
                         " and no entry; --per-channel needs at least one a channel");
    return fitPerChannel(format, tensor, MagnitudeTable(tensor.values));
}

void quantizeFile(const Globals& globals, const QuantizeOptions& options) {
    const auto start = std::chrono::steady_clock::now();
    FormatPtr format = parseFormat(options.spec);
    const NpyArray array = readNpy(options.in);
    if (array.type != NpyType::Float32 && array.type != NpyType::Float64)
        throw Error(options.in + ": holds " + npyTypeName(array.type) +
                    "; give an array of float32 or float64");
    const std::vector<float> values = array.floats(options.in);
    requireFinite(values, options.in);
    const Tensor tensor{values, layoutOf(array), options.in};
    format = fittedTo(format, options, array, tensor);
    const auto quantizer = format->tensorQuantizer(
        options.rounding == "nearest" ? Rounding::Nearest : Rounding::LogNearest);
    std::vector<float> quantized(options.out.empty() ? 0 : values.size());
    std::vector<std::int32_t> codes(options.codes.empty() ? 0 : values.size());
    const Measures m = quantizer->measure(tensor, quantized, codes);
    if (!options.out.empty()) writeNpy(options.out, quantized, array.shape);
    if (!options.codes.empty()) writeNpy(options.codes, codes, array.shape);
    const double seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    nlohmann::json object{{"spec", format->spec()},
                          {"elements", m.elements},
                          {"mse", number(m.mse)},
                          {"sqnr_db", number(m.sqnrDb)},
                          {"zeroed_share", m.zeroedShare},
                          {"saturated_share", m.saturatedShare},
                          {"codes_used", m.codesUsed},
                          {"entropy_bits", m.entropyBits},
                          {"seconds", seconds}};
    if (const auto* perChannel = dynamic_cast<const PerChannelFormat*>(format.get()))
        for (const FormatPtr& channel : perChannel->channels())
            object["channels"].push_back({{"spec", channel->spec()}});
    printResult(globals, object, {},
                {{"spec", "elements", "mse", "sqnr_db", "zeroed_share", "saturated_share",
                  "codes_used", "entropy_bits"},
                 {{format->spec(), std::to_string(m.elements), text(m.mse), text(m.sqnrDb),
                   text(m.zeroedShare), text(m.saturatedShare), std::to_string(m.codesUsed),
                   text(m.entropyBits)}}});
}

}  // namespace

void addNumberCommands(CLI::App& app, Globals& globals) {
    app.add_subcommand("formats", "List the number formats")->callback([&globals] {
        listFormats(globals);
    });

    auto* codebook = app.add_subcommand("codebook", "Print every code of a format with its value");
    static std::string spec;
    codebook->add_option("SPEC", spec, "for example lp:4,1,3 or int:4@0.1")->required();
    codebook->callback([&globals] { printCodebook(globals, spec); });

    auto* quantize =
        app.add_subcommand("quantize", "Quantize an array (.npy) and measure the loss");
    static QuantizeOptions options;
    quantize->add_option("SPEC", options.spec, "format; parameters that are not given are fitted")
        ->required();
    quantize->add_option("--in", options.in, "array of float32 or float64 (.npy)")->required();
    quantize->add_option("--out", options.out, "quantized values, float32 (.npy)");
    quantize->add_option("--codes", options.codes, "signed codes, int32 (.npy)");
    quantize->add_option("--rounding", options.rounding)
        ->check(CLI::IsMember({"nearest", "log-nearest"}));
    quantize->add_flag("--per-channel", options.perChannel,
                       "fit one scale (sf) for each index of the array's first axis");
    quantize->callback([&globals] { quantizeFile(globals, options); });
}

}  // namespace lpstudio::cli
