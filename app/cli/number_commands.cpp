#include <chrono>
#include <cmath>
#include <cstdio>

#include "app/cli/command.h"
#include "app/project/npy.h"
#include "core/error.h"
#include "core/number/format.h"
#include "core/number/magnitude_table.h"
#include "core/number/measures.h"

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
std::string binary(std::int32_t code, int bits) {
    std::string digits;
    for (int i = bits - 1; i >= 0; --i)
        digits += ((static_cast<std::uint32_t>(code) >> i) & 1U) != 0 ? '1' : '0';
    return digits;
}

void printCodebook(Globals globals, const std::string& spec) {
    const FormatPtr format = parseFormat(spec);
    nlohmann::json entries = nlohmann::json::array();
    Table table{{"code", "signed", "value"}, {}};
    for (const CodePoint& point : format->codebook()) {
        const std::string code = binary(point.code, format->bits());
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
};

void quantizeFile(const Globals& globals, const QuantizeOptions& options) {
    const auto start = std::chrono::steady_clock::now();
    FormatPtr format = parseFormat(options.spec);
    const NpyArray array = readNpy(options.in);
    if (array.type != NpyType::Float32 && array.type != NpyType::Float64)
        throw Error(options.in + ": holds " + npyTypeName(array.type) +
                    "; give an array of float32 or float64");
    const std::vector<float> values = array.floats(options.in);
    requireFinite(values, options.in);
    if (!format->isFitted()) format = format->fit(MagnitudeTable(values));
    const Quantizer quantizer =
        format->quantizer(options.rounding == "nearest" ? Rounding::Nearest : Rounding::LogNearest);
    std::vector<float> quantized(options.out.empty() ? 0 : values.size());
    std::vector<std::int32_t> codes(options.codes.empty() ? 0 : values.size());
    const Measures m = measure(quantizer, values, options.in, quantized, codes);
    if (!options.out.empty()) writeNpy(options.out, quantized, array.shape);
    if (!options.codes.empty()) writeNpy(options.codes, codes, array.shape);
    const double seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    printResult(globals,
                {{"spec", format->spec()},
                 {"elements", m.elements},
                 {"mse", number(m.mse)},
                 {"sqnr_db", number(m.sqnrDb)},
                 {"zeroed_share", m.zeroedShare},
                 {"saturated_share", m.saturatedShare},
                 {"codes_used", m.codesUsed},
                 {"entropy_bits", m.entropyBits},
                 {"seconds", seconds}},
                {},
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
    quantize->callback([&globals] { quantizeFile(globals, options); });
}

}  // namespace lpstudio::cli
