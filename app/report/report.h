#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/number/format.h"
#include "core/search/candidate.h"
#include "core/search/objective.h"

namespace lpstudio {

/// One row of the table of layers.
struct ReportLayer {
    std::string name, kind;                 ///< kindName()
    std::int64_t parameters = 0, macs = 0;  ///< MACs per image
    std::string weights, activations;  ///< fitted spec strings; empty or "float": not quantized
    bool pinned = false;
};

/// A layer whose weights are shown with the code points of its format.
struct ReportDistribution {
    std::string layer;
    std::vector<float> weights;
    FormatPtr format;
};

/// An image set as the report names it.
struct ReportData {
    std::string name, path;
    std::int64_t images = 0;  ///< used of it
};

/// Everything a report says; nothing else is read.
struct ReportInput {
    std::string project, run;  ///< names
    std::string modelName, modelFile, modelSha256;
    int channels = 0, height = 0, width = 0;
    int classes = 0;
    std::int64_t parameters = 0, macs = 0;  ///< of the whole model, per image
    std::optional<ReportData> calibration, evaluation;
    std::vector<std::pair<std::string, std::string>> settings;  ///< name, value, in order
    Objective objective = Objective::GlobalLocal;
    double targetBits = 0;  ///< of the search; 0: none
    std::uint64_t seed = 0;
    std::string programVersion;
    std::string date;  ///< as printed, "2025-03-01 14:05 UTC"
    double seconds = 0;
    std::string state;     ///< runStateName()
    std::string hardware;  ///< preset behind energy and latency; empty: none
    std::string command;   ///< that makes the same file

    std::vector<ScoredCandidate> candidates;  ///< of the run
    CandidateId chosen;                       ///< reported in detail: the best, or the user's
    bool chosenIsBest = true;
    std::optional<ScoredCandidate> uniform8;        ///< uniform 8-bit baseline
    double floatTop1Percent = -1;                   ///< negative: not measured
    std::vector<ReportLayer> layers;                ///< of the chosen candidate
    std::vector<ReportDistribution> distributions;  ///< one or two
};

enum class PageSize { A4, Letter };
/// "a4", "letter"; throws UsageError listing them.
PageSize parsePageSize(const std::string& name);

/// Writes the report of one run as PDF (vector charts, selectable text), beside `pdf` and renamed.
/// Returns the number of pages. Needs a QApplication (any platform, offscreen too) and its thread.
/// Throws Error if the file cannot be written or the chosen candidate is not among the candidates.
int writeReport(const ReportInput& input, const std::filesystem::path& pdf, PageSize size);

}  // namespace lpstudio
