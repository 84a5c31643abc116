// Setup: model, data, run, settings, machine.
#include "app/report/report_question.h"

#include "app/desktop/plot/number_text.h"
#include "app/report/report_text.h"

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

}  // namespace

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

}  // namespace lpstudio
