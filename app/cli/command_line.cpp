#include "app/cli/command_line.h"

#include <unistd.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <iostream>

#include "app/project/import/images.h"
#include "app/project/import/model_file.h"
#include "core/base/error.h"
#include "core/base/text.h"
#include "core/number/format.h"

namespace lpstudio::cli {
namespace {

bool isNumber(const std::string& field) {
    char* end = nullptr;
    std::strtod(field.c_str(), &end);
    return !field.empty() && *end == '\0';
}

void printAligned(const Table& table) {
    std::vector<std::size_t> widths;
    std::vector<bool> numeric(table.columns.size(), !table.rows.empty());
    for (const std::string& column : table.columns) widths.push_back(column.size());
    for (const auto& row : table.rows)
        for (std::size_t i = 0; i < row.size(); ++i) {
            widths[i] = std::max(widths[i], row[i].size());
            numeric[i] = numeric[i] && (row[i].empty() || isNumber(row[i]));
        }
    const auto line = [&](const std::vector<std::string>& row) {
        std::string out;
        for (std::size_t i = 0; i < row.size(); ++i) {
            const std::string pad(widths[i] - row[i].size(), ' ');
            out += (i > 0 ? "  " : "") + (numeric[i] ? pad + row[i] : row[i] + pad);
        }
        out.resize(out.find_last_not_of(' ') + 1);
        std::cout << out << '\n';
    };
    line(table.columns);
    for (const auto& row : table.rows) line(row);
}

}  // namespace

void printResult(const Globals& globals, const nlohmann::json& object,
                 const std::vector<std::string>& summary, const Table& table) {
    if (globals.json) {
        // Names of files and layers may be no UTF-8.
        std::cout << object.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
    } else if (globals.csv) {
        std::cout << csvRecord(table.columns);
        for (const auto& row : table.rows) std::cout << csvRecord(row);
    } else {
        for (const std::string& line : summary) std::cout << line << '\n';
        if (!summary.empty() && !table.columns.empty()) std::cout << '\n';
        if (!table.columns.empty()) printAligned(table);
    }
    std::cout.flush();
    if (!std::cout) throw Error("standard output cannot be written; check the disk or the pipe");
}

nlohmann::json number(double value) {
    return std::isfinite(value) ? nlohmann::json(value) : nlohmann::json();
}

std::string text(double value, int digits) {
    if (std::isnan(value)) return "-";
    char buffer[64];
    std::snprintf(buffer, sizeof buffer, "%.*g", digits, value);
    return buffer;
}

ProgressPrinter::ProgressPrinter(const Globals& globals)
    : quiet_(globals.quiet),
      terminal_(isatty(STDERR_FILENO) != 0),
      start_(Clock::now()),
      last_(start_) {}

ProgressPrinter::~ProgressPrinter() {
    if (dirty_) std::fputs("\r\033[K", stderr);
}

void ProgressPrinter::show(const std::string& line) {
    if (quiet_) return;
    const auto now = Clock::now();
    if (now - last_ <
        (terminal_ ? std::chrono::milliseconds(100) : std::chrono::milliseconds(10000)))
        return;
    last_ = now;
    if (terminal_) {
        std::fprintf(stderr, "\r\033[K%s", line.c_str());
        std::fflush(stderr);
        dirty_ = true;
    } else {
        std::fprintf(stderr, "%s\n", line.c_str());
    }
}

ProgressFunction ProgressPrinter::function() {
    return [this](const Progress& p) {
        show(p.what + "  " + std::to_string(p.done) + "/" + std::to_string(p.total));
    };
}

void ModelOptions::add(CLI::App& command) {
    command.add_option("MODEL", file, "TorchScript file (.pt)")->required();
    command.add_option("--input", input, "channels,height,width; instead of the card MODEL.json")
        ->delimiter(',')
        ->expected(3);
    command.add_option("--mean", mean, "per channel, of pixels / 255")->delimiter(',');
    command.add_option("--std", std, "per channel, of pixels / 255")->delimiter(',');
}

Network ModelOptions::load() const {
    const std::filesystem::path path = file;
    if (!std::filesystem::exists(path)) throw Error(file + ": no such file; check the path");
    ModelCard card;
    if (input.empty() || std::filesystem::exists(cardPath(path))) card = cardOfModel(path);
    if (!input.empty()) {
        for (const int size : input)
            if (size < 1 || size > 65536)
                throw UsageError("--input: " + std::to_string(size) +
                                 " is out of range; give three sizes of 1..65536");
        card.channels = input[0];
        card.height = input[1];
        card.width = input[2];
    }
    const auto override = [&](const std::vector<float>& given, std::vector<float>& field,
                              float fallback, const char* option) {
        const auto channels = static_cast<std::size_t>(card.channels);
        if (!given.empty()) field = given;
        if (field.empty()) field.assign(channels, fallback);
        if (field.size() != channels)
            throw UsageError(std::string(option) + ": " + std::to_string(field.size()) +
                             " values for " + std::to_string(card.channels) +
                             " channels; give one a channel");
    };
    override(mean, card.mean, 0, "--mean");
    override(std, card.std, 1, "--std");
    for (const float s : card.std)
        if (!(s > 0))
            throw UsageError("--std: " + shortestText(s) +
                             " is not positive; give positive numbers");
    return loadModel(path, card);
}

namespace {

/// What is wrong with a whole number as text; empty: nothing.
std::string wholeNumberProblem(const std::string& text, bool isSigned) {
    const bool negative = text.starts_with('-');
    const std::string digits = text.substr(negative || text.starts_with('+') ? 1 : 0);
    const bool isNumber =
        !digits.empty() && std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
    if (!isNumber || (digits.size() > 1 && digits[0] == '0'))
        return "\"" + shortened(text) + "\" is not a whole number; give one in decimal digits";
    if (negative && !isSigned)
        return shortened(text) + " is negative; give a whole number of 0 or more";
    std::int64_t value = 0;
    std::uint64_t large = 0;
    const char* const end = digits.data() + digits.size();
    const bool fits = isSigned ? std::from_chars(digits.data(), end, value).ec == std::errc()
                               : std::from_chars(digits.data(), end, large).ec == std::errc();
    return fits ? "" : shortened(text) + " is too large; give a smaller number";
}

}  // namespace

void requireWholeNumbers(CLI::App& command) {
    for (CLI::Option* option : command.get_options()) {
        const std::string type = option->get_type_name();
        const bool isUnsigned = type.starts_with("UINT"), isSigned = type.starts_with("INT");
        if (isUnsigned || isSigned)
            option->check(
                [isSigned](const std::string& text) { return wholeNumberProblem(text, isSigned); });
    }
    for (CLI::App* below : command.get_subcommands({})) requireWholeNumbers(*below);
}

CLI::Validator atLeast(std::int64_t least) {
    // The numbers that are none at all are told by requireWholeNumbers().
    return {[least](std::string& text) {
                std::int64_t value = 0;
                const auto [end, error] =
                    std::from_chars(text.data(), text.data() + text.size(), value);
                if (error != std::errc() || value >= least) return std::string();
                return text + " is too small; give a whole number of " + std::to_string(least) +
                       " or more";
            },
            least == 1 ? "POSITIVE" : "NONNEGATIVE"};
}

ImageSet loadLabelled(const std::string& path, const Network& network) {
    ImageSet set = loadImages(path, network.card());
    for (const std::string& note : set.notes)
        std::fprintf(stderr, "lpstudio-cli: note: %s\n", note.c_str());
    requireFits(set, network.card(), network.classes());
    return set;
}

EvaluationImages loadEvaluation(const std::string& path, const Network& network,
                                const ImageSet& calibration,
                                std::span<const std::size_t> calibratedOn) {
    EvaluationImages result{loadLabelled(path, network), {}};
    result.images = imagesNotIn(result.set, calibration, calibratedOn);
    if (result.images.empty())
        throw Error(path +
                    ": every image is used for calibration; give other data or fewer --images");
    return result;
}

nlohmann::json candidateJson(const ScoredCandidate& c) {
    return {{"id", c.id.value},
            {"fitness", number(c.fitness)},
            {"contrast", number(c.contrast)},
            {"compression", number(c.compression)},
            {"mean_weight_bits", c.meanWeightBits},
            {"mean_activation_bits", c.meanActivationBits},
            {"model_bytes", c.modelBytes},
            {"energy_pj", c.hardware.energyPicojoules},
            {"latency_s", c.hardware.latencySeconds},
            {"area_um2", c.hardware.areaSquareMicrometres},
            {"top1_percent", c.hasTop1() ? nlohmann::json(c.top1Percent) : nlohmann::json()}};
}

LayerIndex layerByName(const Network& network, const std::string& name) {
    for (const Layer& layer : network.layers())
        if (layer.name == name) return layer.index;
    throw UsageError("layer \"" + name +
                     "\": the model has no such layer; list them with lpstudio-cli model " +
                     network.file().string());
}

}  // namespace lpstudio::cli
