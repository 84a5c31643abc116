#pragma once

#include <QByteArray>
#include <QSizeF>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/desktop/charts/distribution_data.h"
#include "app/project/runs/project_front.h"
#include "app/report/document.h"
#include "app/report/section_choice.h"
#include "core/network/unquantized.h"
#include "core/number/format.h"
#include "core/number/measures.h"
#include "core/search/candidate.h"
#include "core/study/score_function.h"
#include "hw/simulate.h"
#include "hw/uncertainty.h"

namespace lpstudio {

/// What the document says without its pictures, as JSON: {"schema": "lpstudio-report/1", "title",
/// "sections": [{"number", "title", "paragraphs", "facts", "tables": [{"caption", "columns",
/// "rows"}], "figures" (captions), "commands"}]}. Cells are texts with their units, as printed.
QByteArray jsonOf(const Document& document);

/// One row of a candidate's table of layers.
struct ReportLayer {
    std::string name, kind;                 ///< kindName()
    std::int64_t parameters = 0, macs = 0;  ///< MACs per image
    std::string weights, activations;  ///< fitted spec strings; empty or "float": not quantized
    bool pinned = false;
    double sqnrDb = NAN;  ///< of the weights; NaN: not known, the layer stores none
};

/// A layer whose weights are shown with the code points of its format.
struct ReportDistribution {
    std::string layer;
    /// Why this one, as the caption says it; "%1" stands for the share.
    std::string reason;
    double bitShare = 0;  ///< of the model's weight bits
    DistributionData weights;
    FormatPtr format;
    Measures measures;
};

/// What an accelerator makes of some widths.
struct ReportEstimate {
    SimulationResult result;
    Uncertainty bounds;
};

/// One of the candidates that the report is about.
struct ReportCandidate {
    ScoredCandidate scored;
    bool isBest = false;
    std::vector<ReportLayer> layers;
    std::vector<ReportDistribution> distributions;
    std::optional<ReportEstimate> estimate;
    /// Of the weights in dB: mean over the layers, and with each layer counted by its weights.
    double meanSqnrDb = NAN, weightedSqnrDb = NAN;
};

/// An image set as the report names it.
struct ReportData {
    std::string name, path, sha256;
    std::int64_t images = 0;  ///< it holds
};

/// What a family of formats reaches on the model's weights at one width.
struct ReportFormat {
    std::string family, title;
    int width = 0;
    double storedBits = 0;                          ///< shared scales included
    double meanSqnrDb = NAN, weightedSqnrDb = NAN;  ///< as in ReportCandidate
};

/// Uniform widths on the same accelerator.
struct ReportUniformEstimate {
    int weightBits = 8, activationBits = 8;
    double seconds = 0, joules = 0;
};

/// The machine that made the report, and the libraries.
struct ReportMachine {
    std::string processor, system, libtorch, qt;
    int cores = 0;
};

/// Everything a report says; nothing else is read.
struct ReportInput {
    ReportSections sections = everySection();  ///< that it has; never empty
    std::string project, run;                  ///< names
    std::string modelName, modelFile, modelSha256;
    int channels = 0, height = 0, width = 0;
    int classes = 0;
    std::int64_t parameters = 0, macs = 0;  ///< of the whole model, per image
    Unquantized unquantized;
    std::optional<ReportData> calibration, evaluation;
    std::int64_t calibrationImages = 0;  ///< drawn
    /// On which top-1 was measured: those of the evaluation set that calibration did not use.
    std::optional<std::size_t> accuracyImages;
    std::string accuracyProblem;  ///< why that is not known; empty: it is, or nothing was measured
    std::vector<std::pair<std::string, std::string>> settings;  ///< name, value, in order
    std::string algorithm;                                      ///< algorithmTitle()
    ScoreFunction scoreFunction = ScoreFunction::GlobalLocal;
    double targetBits = 0;  ///< of the search; 0: none
    std::uint64_t seed = 0;
    std::string runVersion;      ///< of the program that made the run
    std::string programVersion;  ///< and of the one that makes the report
    std::string startedAt;       ///< ISO 8601, UTC
    std::string date;            ///< as printed, "2025-03-01 14:05 UTC"
    double seconds = 0;
    std::string state;      ///< runStateName()
    bool isManual = false;  ///< the candidates were made by the user, under a search's settings
    ReportMachine machine;

    std::vector<ScoredCandidate> candidates;  ///< of the run
    std::vector<ReportCandidate> chosen;      ///< reported in detail, one to kMostReported
    std::vector<ProjectFront::Convergence> hypervolume;
    std::optional<ScoredCandidate> uniform8;  ///< uniform 8-bit baseline
    double floatTop1Percent = -1;             ///< negative: not measured

    std::optional<Accelerator> accelerator;  ///< behind the estimates
    std::string hardware;                    ///< its name; empty: none
    std::string runHardware;                 ///< of the one behind the run's energies
    std::string hardwareProblem;             ///< why there are no estimates
    std::vector<ReportUniformEstimate> uniformEstimates;
    std::vector<ReportFormat> formats;  ///< by family (LP first), then width

    std::string searchCommand, exportCommand, reportCommand;  ///< as wrapCommand() breaks them
    std::string reproduction;  ///< what keeps the search from coming out the same; may be empty
};

/// More do not fit beside each other on a page.
inline constexpr std::size_t kMostReported = 6;

enum class PageSize { A4, Letter };
/// "a4", "letter"; throws UsageError listing them.
PageSize parsePageSize(const std::string& name);
const char* pageSizeName(PageSize size);

/// Throws UsageError unless the name ends in .pdf, .html or .json.
void requireReportName(const std::filesystem::path& file);

/// The steps of writing a report: the document and the sizes that its figures get (any thread), the
/// pictures of the figures (figurePicture(), GUI thread), the file (any thread).
struct ReportDraft {
    std::filesystem::path file;
    PageSize page = PageSize::A4;
    Document document;
    std::vector<QSizeF> figureSizes;  ///< points; empty for JSON
};

/// Throws Error if no candidate is chosen, UsageError as requireReportName().
ReportDraft draftReport(const ReportInput& input, const std::filesystem::path& file, PageSize page);

/// Writes the report of one run, beside `draft.file` and renamed: as PDF (vector charts, selectable
/// text) or, if the name ends in .html, as one self-contained page with the same content, or in
/// .json as its texts and tables alone. Returns the number of pages of a PDF, nothing for the
/// others. Throws Error if the file cannot be written.
std::optional<int> finishReport(const ReportDraft& draft, const std::vector<QByteArray>& figures);

/// All steps. Needs a QApplication (any platform, offscreen too) and its thread.
std::optional<int> writeReport(const ReportInput& input, const std::filesystem::path& file,
                               PageSize size);

}  // namespace lpstudio
