#include <QApplication>

#include "app/cli/candidate_choice.h"
#include "app/cli/command.h"
#include "app/report/report_input.h"
#include "core/error.h"

namespace lpstudio::cli {
namespace {

struct Options : CandidateOptions {
    std::string out, page = "a4";
};

void reportCommand(const Globals& globals, const Options& o) {
    const PageSize size = parsePageSize(o.page);
    if (!o.out.ends_with(".pdf"))
        throw UsageError("--out " + o.out + ": the report is a PDF; give a name that ends in .pdf");
    ProgressPrinter progress(globals);
    const ChosenRun chosen = openRun(globals, o);
    const CandidateId id = chosenCandidate(*chosen.store, chosen.context->record(), o.candidate);
    const SearchSession& session = chosen.context->session(globals.stop, progress.function());
    const std::string command = "lpstudio-cli report " + o.project + " --out " + o.out + " --run " +
                                std::to_string(chosen.context->run().value) + " --candidate " +
                                std::to_string(id.value) + " --page " + o.page;
    const ReportInput input = makeReportInput(
        *chosen.store, chosen.context->run(), id, *chosen.network,
        session.assignment(chosen.store->candidate(chosen.context->run(), id).candidate), command);
    // Charts need an application object, but no display.
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    // What Qt wants to say of the desktop it does not find is of no use here; errors come as
    // exceptions.
    qInstallMessageHandler([](QtMsgType, const QMessageLogContext&, const QString&) {});
    int argc = 1;
    char name[] = "lpstudio-cli";
    char* argv[] = {name, nullptr};
    const QApplication application(argc, argv);
    const int pages = writeReport(input, o.out, size);
    printResult(globals, {{"pages", pages}, {"file", o.out}}, {},
                {{"pages", "file"}, {{std::to_string(pages), o.out}}});
}

}  // namespace

void addReportCommand(CLI::App& app, Globals& globals) {
    static Options o;
    auto* report = app.add_subcommand("report", "Write a PDF report of a run");
    o.addProject(*report);
    o.addRun(*report);
    o.addCandidate(*report);
    report->add_option("--out", o.out, "PDF file")->required();
    report->add_option("--page", o.page, "a4 or letter")
        ->capture_default_str()
        ->check(CLI::IsMember({"a4", "letter"}));
    report->callback([&globals] { reportCommand(globals, o); });
}

}  // namespace lpstudio::cli
