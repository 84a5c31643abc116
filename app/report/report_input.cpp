#include "app/report/report_input.h"

#include <QSysInfo>
#include <algorithm>
#include <charconv>
#include <chrono>
#include <ctime>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "app/project/runs/network_workload.h"
#include "app/report/commands_text.h"
#include "app/report/report.h"
#include "app/report/report_weights.h"
#include "core/base/error.h"
#include "core/base/json.h"
#include "core/base/version.h"
#include "core/network/torch_runtime.h"
#include "core/study/settings.h"

namespace lpstudio {
namespace {

/// As Linux names it; elsewhere, and where it does not say, the architecture.
std::string processorName() {
    std::ifstream file("/proc/cpuinfo");
    for (std::string line; std::getline(file, line);) {
        const auto colon = line.find(": ");
        if (line.starts_with("model name") && colon != std::string::npos)
            return line.substr(colon + 2);
    }
    return QSysInfo::currentCpuArchitecture().toStdString();
}

/// Processor, system and libraries of this machine.
ReportMachine thisMachine() {
    ReportMachine machine;
    machine.processor = processorName();
    machine.cores = static_cast<int>(std::thread::hardware_concurrency());
    machine.system = (QSysInfo::prettyProductName() + QStringLiteral(", ") +
                      QSysInfo::kernelType() + QStringLiteral(" ") + QSysInfo::kernelVersion())
                         .toStdString();
    machine.libtorch = libtorchVersion();
    machine.qt = qVersion();
    return machine;
}

std::string nowUtc() {
    const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    std::tm parts{};
    gmtime_r(&now, &parts);
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%d %H:%M UTC", &parts);
    return text;
}

std::string specOf(const FormatPtr& format) {
    return format ? format->spec() : "float";
}

/// The search's first candidate has every free layer at the largest width.
std::optional<ScoredCandidate> uniformOf(const std::vector<ScoredCandidate>& candidates,
                                         const SearchSettings& settings) {
    if (settings.widths.empty() || settings.widths.back() != 8) return std::nullopt;
    const auto found =
        std::find_if(candidates.begin(), candidates.end(), [](const ScoredCandidate& candidate) {
            const Origin& origin = candidate.origin;
            return origin.pass == 0 && origin.block == 0 && origin.cycle == 0 && origin.child == 0;
        });
    return found == candidates.end() ? std::nullopt : std::optional(*found);
}

/// A design's file by its stem, a preset by its name.
std::string hardwareName(const std::string& hardware) {
    return hardware.find('/') != std::string::npos || hardware.ends_with(".json")
               ? std::filesystem::path(hardware).stem().string()
               : hardware;
}

ReportData dataOf(const DatasetRecord& record) {
    return {record.name, record.path.string(), record.sha256, record.images};
}

void addModelAndData(ReportInput& input, const ProjectStore& store, const RunRecord& run,
                     const Network& network, const SearchSettings& settings) {
    input.project = store.file().stem().string();
    input.run = run.name;
    input.modelName = network.name();
    input.modelFile = network.file().string();
    input.modelSha256 = network.sha256();
    const ModelCard& card = network.card();
    input.channels = card.channels;
    input.height = card.height;
    input.width = card.width;
    input.classes = network.classes();
    input.parameters = network.parameters();
    input.macs = network.macs();
    input.unquantized = findUnquantized(network);
    input.calibration = dataOf(store.dataset(run.calibration));
    if (run.evaluation) input.evaluation = dataOf(store.dataset(*run.evaluation));
    input.settings = settingsText(settings);
    input.algorithm = algorithmTitle(settings.algorithm);
    input.scoreFunction = settings.scoreFunction;
    input.targetBits = settings.common.targetBits;
    input.seed = run.seed;
    input.runVersion = run.programVersion;
    input.programVersion = kVersion;
    input.startedAt = run.startedAt;
    input.date = nowUtc();
    input.seconds = run.seconds;
    input.isManual = run.kind == RunKind::Manual;
    input.state = input.isManual ? "manual" : runStateName(run.state);
    input.machine = thisMachine();
    input.floatTop1Percent = run.floatTop1Percent;
}

std::vector<ReportLayer> layersOf(const Network& network, const Assignment& assignment,
                                  const SearchSettings& settings) {
    std::vector<ReportLayer> layers;
    for (const Layer& layer : network.layers()) {
        const LayerFormats& formats = assignment[static_cast<std::size_t>(layer.index.value)];
        layers.push_back({layer.name, kindName(layer.kind), layer.parameters, layer.macs,
                          specOf(formats.weights), specOf(formats.activations),
                          isLocked(layer, settings)});
    }
    return layers;
}

/// Estimates of what can be estimated; the rest has a reason.
void addEstimates(ReportInput& input, const Network& network,
                  const std::vector<Assignment>& assignments, const std::stop_token& stop) {
    const Simulator simulator(*input.accelerator, {.batch = 1});
    for (std::size_t i = 0; i < input.chosen.size(); ++i) try {
            const Workload workload = workloadOf(network, widthsOf(network, assignments[i]));
            input.chosen[i].estimate = {
                simulator.run(workload),
                uncertaintyOf(*input.accelerator, workload, {.batch = 1}, stop)};
        } catch (const Cancelled&) {
            throw;
        } catch (const Error& error) {
            input.hardwareProblem = error.what();
        }
    constexpr std::pair<int, int> kUniform[] = {{8, 8}, {6, 8}, {4, 8}, {4, 4}};
    for (const auto& [weights, activations] : kUniform) {
        const Cost cost = simulator.total(workloadOf(
            network, std::vector<LayerBits>(network.layers().size(), {weights, activations})));
        input.uniformEstimates.push_back(
            {weights, activations, simulator.seconds(cost.cycles), cost.energy.total().joules()});
    }
}

void addHardwareEstimates(ReportInput& input, const Network& network,
                          const std::vector<Assignment>& assignments,
                          const SearchSettings& settings, const ReportRequest& request,
                          const std::stop_token& stop) {
    const std::string ran =
        settings.hardware.empty() ? SearchSettings().hardware : settings.hardware;
    const std::string wanted = request.hardware.empty() ? ran : request.hardware;
    input.hardware = hardwareName(wanted);
    input.runHardware = hardwareName(ran);
    try {
        input.accelerator = loadAccelerator(wanted);
        addEstimates(input, network, assignments, stop);
    } catch (const Cancelled&) {
        throw;
    } catch (const Error& error) {
        // What the user asks for must be there; a design that a run once had may be gone.
        if (!request.hardware.empty()) throw;
        input.hardwareProblem = error.what();
        input.accelerator.reset();
    }
}

/// Intra-op threads of the run, which may change the last bits of its scores.
int threadsOf(const RunRecord& run) {
    const auto print = parseStoredJson(run.fingerprint);
    if (!print.is_object() || !print.contains("threads") || !print["threads"].is_number_integer())
        return 1;
    return print["threads"].get<int>();
}

void addCommands(ReportInput& input, const RunRecord& run, const SearchSettings& settings,
                 const Network& network, const ReportRequest& request) {
    RunFiles files;
    files.model = input.modelFile;
    files.calibration = input.calibration->path;
    if (input.evaluation) files.evaluation = input.evaluation->path;
    files.project = request.project;
    files.hasCard = std::filesystem::exists(cardPath(network.file()));
    files.card = network.card();
    files.threads = threadsOf(run);
    if (run.state != RunState::Finished)
        files.stoppedAfter = static_cast<std::int64_t>(input.candidates.size());
    input.searchCommand = wrapCommand(searchWords(settings, files));
    input.reproduction = reproductionNote(settings, files);
    if (input.isManual)
        input.reproduction =
            "The candidates of this run were made manually with the settings of " +
            (run.derivedFrom ? "run " + std::to_string(run.derivedFrom->value)
                             : std::string("a search")) +
            "; the command repeats that search. Their own formats are in the exported "
            "configuration." +
            (input.reproduction.empty() ? "" : " ") + input.reproduction;
    if (run.programVersion != kVersion)
        input.reproduction += (input.reproduction.empty() ? "" : " ") +
                              ("The run was made by LP Studio " + run.programVersion +
                               "; another version may give different scores.");
    for (const CandidateId candidate : request.candidates) {
        const std::string id = std::to_string(candidate.value);
        input.exportCommand += (input.exportCommand.empty() ? "" : "\n") +
                               wrapCommand({"lpstudio-cli", "export", request.project, "--run",
                                            std::to_string(run.id.value), "--candidate", id, "--to",
                                            "candidate-" + id, "--what", "config,csv"});
    }
    input.reportCommand = ownCommandText(request, run.id);
}

std::vector<ProjectFront::Convergence> hypervolumeOf(const ReportInput& input) {
    std::vector<ObjectiveValues> points;
    points.reserve(input.candidates.size());
    for (const ScoredCandidate& candidate : input.candidates)
        points.push_back({candidate.contrast, candidate.compression});
    return convergenceOf(points, ProjectFront::kConvergencePoints);
}

}  // namespace

std::string reportCommandText(const ReportRequest& request, RunId run) {
    std::string ids;
    for (const CandidateId id : request.candidates)
        ids += (ids.empty() ? "" : ",") + std::to_string(id.value);
    std::vector<std::string> words{
        "lpstudio-cli", "report", request.project, "--run", std::to_string(run.value),
        "--candidate",  ids};
    if (!request.hardware.empty()) words.insert(words.end(), {"--hardware", request.hardware});
    if (request.sections != everySection())
        words.insert(words.end(), {"--sections", sectionKeys(request.sections)});
    words.insert(words.end(), {"--page", pageSizeName(request.page), "--out", request.file});
    return wrapCommand(words);
}

std::string ownCommandText(ReportRequest request, RunId run) {
    request.file = "report" + std::filesystem::path(request.file).extension().string();
    return reportCommandText(request, run);
}

std::vector<CandidateId> parseCandidates(const std::vector<std::string>& words) {
    std::vector<CandidateId> ids;
    for (const std::string& word : words) {
        std::int64_t value = -1;
        const char* const end = word.data() + word.size();
        const auto [stopped, status] = std::from_chars(word.data(), end, value);
        if (status != std::errc() || stopped != end || value < 0)
            throw UsageError("--candidate: \"" + word +
                             "\" is not a candidate number; give numbers as the front lists them, "
                             "for example 3,17");
        const CandidateId id(value);
        if (std::find(ids.begin(), ids.end(), id) != ids.end())
            throw UsageError("--candidate: " + word + " is given twice; give each once");
        ids.push_back(id);
    }
    if (ids.size() > kMostReported)
        throw UsageError("--candidate: " + std::to_string(ids.size()) +
                         " candidates do not fit beside each other; give at most " +
                         std::to_string(kMostReported));
    return ids;
}

namespace {

struct AccuracyImages {
    std::optional<std::size_t> count;
    std::string problem;  ///< why their number is not known
};

/// The images that accuracy was measured on.
AccuracyImages accuracyImages(RunContext& run) {
    if (!run.record().evaluation) return {std::nullopt, "the run has no evaluation set"};
    try {
        return {run.evaluationCount(), {}};
    } catch (const Error& error) {
        return {std::nullopt, error.what()};
    }
}

}  // namespace

ReportInput gatherReport(RunContext& context, const ReportRequest& request,
                         const std::stop_token& stop, const ProgressFunction& progress) {
    const ProjectStore& store = *context.store();
    const RunRecord run = store.run(context.run());
    const SearchSettings settings = settingsFromJsonText(run.settings);
    const auto loaded = context.network();
    const Network& network = *loaded;
    const RunFormats& formats = context.formats(stop, progress);
    const AccuracyImages accuracy = accuracyImages(context);
    ReportInput input;
    input.sections = request.sections;
    addModelAndData(input, store, run, network, settings);
    input.accuracyImages = accuracy.count;
    input.accuracyProblem = accuracy.problem;
    input.calibrationImages = static_cast<std::int64_t>(context.inputs().calibrationImages.size());
    input.candidates = store.candidates(run.id);
    if (input.candidates.empty())
        throw Error(store.file().string() + ": run \"" + run.name +
                    "\" has no candidates to report; let it run first");
    input.uniform8 = uniformOf(input.candidates, settings);
    input.hypervolume = hypervolumeOf(input);
    std::vector<Assignment> assignments;
    for (const CandidateId id : request.candidates) {
        const auto found = std::find_if(input.candidates.begin(), input.candidates.end(),
                                        [&](const auto& one) { return one.id == id; });
        if (found == input.candidates.end())
            throw Error(store.file().string() + ": run \"" + run.name + "\" has no candidate " +
                        std::to_string(id.value) + "; choose one of its candidates, 0.." +
                        std::to_string(input.candidates.back().id.value));
        assignments.push_back(formats.assignment(found->candidate));
        input.chosen.push_back(
            {*found, run.best == id, layersOf(network, assignments.back(), settings)});
    }
    const std::size_t shown = input.chosen.size() == 1 ? 4 : 2;
    for (std::size_t i = 0; i < input.chosen.size(); ++i)
        measureWeights(input.chosen[i], network, assignments[i], shown, stop, progress);
    addHardwareEstimates(input, network, assignments, settings, request, stop);
    if (request.sections.contains(ReportSection::Comparison))
        input.formats = compareFormatsForReport(network, stop, progress);
    addCommands(input, run, settings, network, request);
    return input;
}

}  // namespace lpstudio
