#include <QApplication>
#include <clocale>
#include <nlohmann/json.hpp>

#include "app/cli/candidate_choice.h"
#include "app/cli/command_line.h"
#include "app/project/import/assets.h"
#include "app/report/report_input.h"
#include "core/base/error.h"

namespace lpstudio::cli {
namespace {

struct Options : CandidateOptions {
    std::string out, page = "a4", hardware;
    std::vector<std::string> candidates, sections;
};

void reportCommand(const Globals& globals, const Options& o) {
    // What cannot work is said before any work is done.
    requireReportName(o.out);
    ReportRequest request;
    request.page = parsePageSize(o.page);
    request.candidates = parseCandidates(o.candidates);
    if (!o.sections.empty()) request.sections = parseSections(o.sections);
    request.hardware = o.hardware;
    request.project = o.project;
    request.file = o.out;
    if (!o.hardware.empty()) loadAccelerator(o.hardware);
    ProgressPrinter progress(globals);
    const ChosenRun chosen = openRun(o);
    if (request.candidates.empty())
        request.candidates = {chosenCandidate(*chosen.store, chosen.context->record(), -1)};
    const ReportInput input =
        gatherReport(*chosen.context, request, globals.stop, progress.function());
    // Charts need an application object, but no display.
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    // What Qt wants to say of the desktop it does not find is of no use here; errors come as
    // exceptions.
    qInstallMessageHandler([](QtMsgType, const QMessageLogContext&, const QString&) {});
    int argc = 1;
    char name[] = "lpstudio-cli";
    char* argv[] = {name, nullptr};
    const QApplication application(argc, argv);
    // It has taken over the system's locale; numbers in files do not follow that.
    std::setlocale(LC_NUMERIC, "C");
    const std::optional<int> pages = writeReport(input, o.out, request.page);
    rememberArtifact(*chosen.store, "report", o.out, chosen.context->run());
    printResult(globals,
                {{"pages", pages ? nlohmann::json(*pages) : nlohmann::json()}, {"file", o.out}}, {},
                {{"pages", "file"}, {{pages ? std::to_string(*pages) : "-", o.out}}});
}

}  // namespace

void addReportCommand(CLI::App& app, Globals& globals) {
    static Options o;
    auto* report = app.add_subcommand(
        "report", "Write a report of a run, as PDF or HTML, or its tables as JSON");
    o.addProject(*report);
    o.addRun(*report);
    report
        ->add_option("--candidate", o.candidates,
                     "numbers of up to " + std::to_string(kMostReported) +
                         " candidates, for example 3,17 (default: the run's best)")
        ->delimiter(',');
    report->add_option("--out", o.out, "file to write, ending in .pdf, .html or .json")->required();
    report
        ->add_option("--hardware", o.hardware,
                     "accelerator preset or JSON file of the estimates (default: the run's)")
        ->capture_default_str();
    report
        ->add_option("--sections", o.sections,
                     "some of " + sectionKeys(everySection()) + " (default: all)")
        ->delimiter(',');
    report->add_option("--page", o.page, "size of a PDF's pages, a4 or letter")
        ->capture_default_str()
        ->check(CLI::IsMember({"a4", "letter"}));
    report->callback([&globals] { reportCommand(globals, o); });
}

}  // namespace lpstudio::cli
