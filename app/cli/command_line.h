#pragma once

#include <CLI/CLI.hpp>
#include <chrono>
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/network/image_set.h"
#include "core/network/network.h"
#include "core/search/candidate.h"

namespace lpstudio::cli {

/// What stands before (or after) every command.
struct Globals {
    bool json = false, csv = false, quiet = false;
    std::stop_token stop;  ///< Ctrl+C
};

/// Rows of text under column names; numbers are right-aligned.
struct Table {
    std::vector<std::string> columns;
    std::vector<std::vector<std::string>> rows;
};

/// The command's result on standard output: with --json `object` and nothing else, with --csv the
/// table as CSV, else `summary` lines and the table.
void printResult(const Globals& globals, const nlohmann::json& object,
                 const std::vector<std::string>& summary, const Table& table);

/// A double as the JSON contract has it: null where it is not finite.
nlohmann::json number(double value);
/// `digits` significant digits.
std::string text(double value, int digits = 4);

/// Progress on standard error: one line that renews itself on a terminal, a line per ten seconds
/// otherwise, none with --quiet.
class ProgressPrinter {
public:
    explicit ProgressPrinter(const Globals& globals);
    ~ProgressPrinter();
    void show(const std::string& line);
    ProgressFunction function();

private:
    using Clock = std::chrono::steady_clock;
    bool quiet_, terminal_, dirty_ = false;
    Clock::time_point start_, last_;
};

/// `MODEL.pt --input C,H,W --mean ... --std ...`.
struct ModelOptions {
    std::string file;
    std::vector<int> input;
    std::vector<float> mean, std;

    void add(CLI::App& command);
    /// Throws Error, UsageError.
    Network load() const;
};

/// Labelled images for a network; what there is to note of them goes to standard error. Throws
/// Error.
ImageSet loadLabelled(const std::string& path, const Network& network);

/// Labelled images for top-1, less those a session was calibrated on. Throws Error, also if none
/// are left.
struct EvaluationImages {
    ImageSet set;
    std::vector<std::size_t> images;
};
EvaluationImages loadEvaluation(const std::string& path, const Network& network,
                                const ImageSet& calibration,
                                std::span<const std::size_t> calibratedOn);

/// A candidate's figures as the JSON contract has them, without its genes.
nlohmann::json candidateJson(const ScoredCandidate& candidate);

/// Has every option of the command and of those below it that takes whole numbers refuse what is
/// none, is negative where none may be, or begins with a zero (which would make it octal). Once,
/// when all options were added.
void requireWholeNumbers(CLI::App& command);
/// For options whose numbers begin with 1, or with 0.
CLI::Validator atLeast(std::int64_t least);

/// An existing layer by name. Throws UsageError listing where to find the names.
LayerIndex layerByName(const Network& network, const std::string& name);

/// `project P.lps --recover`.
void recoverCommand(const Globals& globals, const std::string& project);

void addNumberCommands(CLI::App& app, Globals& globals);            ///< formats, codebook, quantize
void addModelCommands(CLI::App& app, Globals& globals);             ///< model, evaluate
void addCompareCommand(CLI::App& app, Globals& globals);            ///< compare
void addSearchCommand(CLI::App& app, Globals& globals);             ///< search
void addSensitivityCommand(CLI::App& app, Globals& globals);        ///< sensitivity
void addHardwareCommands(CLI::App& app, Globals& globals);          ///< simulate, hardware
void addProjectCommands(CLI::App& app, Globals& globals);           ///< project, front
void addBundleCommands(CLI::App& app, Globals& globals);            ///< bundle, unbundle
void addCandidatesCommand(CLI::App& app, Globals& globals);         ///< candidates
void addCompareCandidatesCommand(CLI::App& app, Globals& globals);  ///< compare-candidates
void addDatasetCommand(CLI::App& app, Globals& globals);            ///< dataset
void addExportCommand(CLI::App& app, Globals& globals);             ///< export
void addReportCommand(CLI::App& app, Globals& globals);             ///< report

}  // namespace lpstudio::cli
