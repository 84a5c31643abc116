#include "app/report/report_document.h"

#include "app/desktop/plot/number_text.h"
#include "app/report/document.h"
#include "app/report/report.h"
#include "app/report/report_candidate.h"
#include "app/report/report_comparison.h"
#include "app/report/report_hardware.h"
#include "app/report/report_result.h"
#include "app/report/report_search.h"
#include "app/report/report_text.h"
#include "core/base/error.h"

namespace lpstudio {
namespace {

using Facts = std::vector<std::pair<QString, QString>>;

Facts dataFacts(const ReportInput& input) {
    Facts facts;
    const auto add = [&](const QString& name, const QString& use, const ReportData& data) {
        facts.emplace_back(name,
                           reportTr("%1 %2 of %3")
                               .arg(use, data.images == 1 ? reportTr("image") : reportTr("images"),
                                    reportString(data.path)));
        if (!data.sha256.empty())
            facts.emplace_back(reportTr("SHA-256"), reportString(data.sha256));
    };
    if (input.calibration) {
        const std::int64_t used = input.calibrationImages, all = input.calibration->images;
        add(reportTr("Calibration"),
            used < all ? reportTr("%1 out of %2").arg(groupedText(used), groupedText(all))
                       : groupedText(all),
            *input.calibration);
    }
    if (input.evaluation) {
        const std::int64_t all = input.evaluation->images;
        const auto used =
            static_cast<std::int64_t>(input.accuracyImages.value_or(static_cast<std::size_t>(all)));
        add(reportTr("Evaluation"),
            used < all ? reportTr("%1 (without the calibration images) out of %2")
                             .arg(groupedText(used), groupedText(all))
                       : groupedText(all),
            *input.evaluation);
    } else {
        facts.emplace_back(reportTr("Evaluation"), reportTr("none"));
    }
    return facts;
}

Facts runFacts(const ReportInput& input) {
    Facts facts = {
        {reportTr("Project"), reportString(input.project)},
        {reportTr("Run"), reportString(input.run)},
        {reportTr("State"), reportString(input.state)},
        {reportTr("Started"), reportString(input.startedAt)},
        {reportTr("Candidates scored"),
         groupedText(static_cast<std::int64_t>(input.candidates.size()))},
        {reportTr("Time"), input.seconds > 0 ? durationText(input.seconds) : dashText()},
        {reportTr("Seed"), QString::number(input.seed)},
        {reportTr("Version"), reportTr("LP Studio %1").arg(reportString(input.runVersion))}};
    return facts;
}

Facts machineFacts(const ReportInput& input) {
    const ReportMachine& machine = input.machine;
    Facts facts;
    const auto add = [&](const QString& name, const std::string& text) {
        if (!text.empty()) facts.emplace_back(name, reportString(text));
    };
    add(reportTr("Date"), input.date);
    add(reportTr("Processor"), machine.processor);
    if (machine.cores > 0) facts.emplace_back(reportTr("Cores"), QString::number(machine.cores));
    add(reportTr("System"), machine.system);
    facts.emplace_back(reportTr("Program"),
                       reportTr("LP Studio %1").arg(reportString(input.programVersion)));
    facts.emplace_back(reportTr("Libraries"),
                       reportTr("LibTorch %1, Qt %2")
                           .arg(reportString(machine.libtorch), reportString(machine.qt)));
    return facts;
}

/// What quantization does not reach; empty: it reaches everything.
Facts unquantizedFacts(const ReportInput& input) {
    const Unquantized& unquantized = input.unquantized;
    Facts facts;
    if (!unquantized.products.empty()) {
        QStringList operators;
        for (const FloatProducts& products : unquantized.products)
            operators << reportString(products.op);
        const auto all = static_cast<double>(unquantized.macs + input.macs);
        const double share = all > 0 ? static_cast<double>(unquantized.macs) / all : 0;
        facts.emplace_back(reportTr("In floating point"),
                           reportTr("%1 MACs per image (%2 % of all), in %3")
                               .arg(groupedText(unquantized.macs), shortText(100 * share, 3),
                                    operators.join(QStringLiteral(", "))));
    }
    if (!unquantized.unused.empty())
        facts.emplace_back(reportTr("Not counted"),
                           reportTr("%1 parameters that inference never reads, such as %2")
                               .arg(groupedText(unquantized.unusedParameters),
                                    reportString(unquantized.unused.front())));
    return facts;
}

/// Model, data, run, settings, machine.
void addQuestion(DocumentBuilder& document, const ReportInput& input) {
    document.section(reportTr(sectionTitle(ReportSection::Question)));
    document.part(reportTr("Model"));
    document.facts({{reportTr("File"), reportString(input.modelFile)},
                    {reportTr("SHA-256"), reportString(input.modelSha256)}});
    document.facts({{reportTr("Input"), reportTr("%1 × %2 × %3 (C × H × W)")
                                            .arg(input.channels)
                                            .arg(input.height)
                                            .arg(input.width)},
                    {reportTr("Classes"), groupedText(input.classes)},
                    {reportTr("Quantizable layers"),
                     groupedText(static_cast<std::int64_t>(input.chosen.front().layers.size()))},
                    {reportTr("Parameters"), groupedText(input.parameters)},
                    {reportTr("MACs per image"), groupedText(input.macs)}},
                   2);
    if (Facts facts = unquantizedFacts(input); !facts.empty()) document.facts(std::move(facts));
    document.part(reportTr("Data"));
    document.facts(dataFacts(input));
    document.part(reportTr("Run"));
    document.facts(runFacts(input), 2);
    if (!input.settings.empty()) {
        document.part(reportTr("Settings of the search"));
        Facts settings;
        for (const auto& [name, value] : input.settings)
            settings.emplace_back(reportString(name), reportString(value));
        document.facts(std::move(settings), 2);
    }
    document.part(reportTr("Machine"));
    document.paragraph(
        reportTr("The report was written on this machine; the project does not record which one "
                 "ran the search."));
    document.facts(machineFacts(input), 2);
}

/// The commands.
void addReproduction(DocumentBuilder& document, const ReportInput& input) {
    document.section(reportTr(sectionTitle(ReportSection::Reproduction)));
    const auto add = [&](const char* title, const std::string& command) {
        if (command.empty()) return;
        document.part(reportTr(title));
        document.code(reportString(command));
    };
    add("The search", input.searchCommand);
    if (!input.reproduction.empty()) document.paragraph(reportString(input.reproduction));
    add("The candidate's formats", input.exportCommand);
    add("This report", input.reportCommand);
}

void addSection(DocumentBuilder& builder, const ReportInput& input, ReportSection section) {
    switch (section) {
        case ReportSection::Result:
            return addResult(builder, input);
        case ReportSection::Question:
            return addQuestion(builder, input);
        case ReportSection::Accuracy:
            return addAccuracy(builder, input);
        case ReportSection::Search:
            return addSearch(builder, input);
        case ReportSection::Front:
            return addFront(builder, input);
        case ReportSection::Candidates:
            for (const ReportCandidate& candidate : input.chosen)
                addCandidate(builder, input, candidate);
            return;
        case ReportSection::Hardware:
            return addHardware(builder, input);
        case ReportSection::Comparison:
            return addComparison(builder, input);
        case ReportSection::Reproduction:
            return addReproduction(builder, input);
    }
}

}  // namespace

Document reportDocument(const ReportInput& input) {
    if (input.chosen.empty())
        throw Error("report of run \"" + input.run + "\": no candidate is chosen; choose one");
    if (input.chosen.size() > kMostReported)
        throw UsageError("report of run \"" + input.run +
                         "\": " + std::to_string(input.chosen.size()) +
                         " candidates; choose at most " + std::to_string(kMostReported));
    if (input.sections.empty())
        throw UsageError("report of run \"" + input.run + "\": no section; choose one");
    Document document;
    document.above = reportTr("LP quantization report");
    document.title = reportString(input.modelName);
    document.below = reportTr("%1 · %2 · LP Studio %3")
                         .arg(reportString(input.run), reportString(input.date),
                              reportString(input.programVersion));
    document.footer = reportTr("LP Studio %1 · %2 · %3")
                          .arg(reportString(input.programVersion), reportString(input.project),
                               reportString(input.run));
    document.author = reportTr("LP Studio %1").arg(reportString(input.programVersion));
    document.subject = reportTr("Logarithmic Posit formats of each layer of %1, run \"%2\"")
                           .arg(reportString(input.modelName), reportString(input.run));
    document.keywords = reportTr("quantization, logarithmic posit, %1, %2")
                            .arg(reportString(input.modelName), reportString(input.modelSha256));
    DocumentBuilder builder(document);
    for (const ReportSection section : input.sections) addSection(builder, input, section);
    return document;
}

}  // namespace lpstudio
