#include "app/report/report_document.h"

#include "app/report/report_sections.h"
#include "app/report/report_text.h"
#include "core/error.h"

namespace lpstudio {

Document reportDocument(const ReportInput& input) {
    if (input.chosen.empty())
        throw Error("report of run \"" + input.run + "\": no candidate is chosen; choose one");
    if (input.chosen.size() > kMostReported)
        throw UsageError("report of run \"" + input.run +
                         "\": " + std::to_string(input.chosen.size()) +
                         " candidates; choose at most " + std::to_string(kMostReported));
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
    addResult(builder, input);
    addQuestion(builder, input);
    addAccuracy(builder, input);
    addSearch(builder, input);
    addFront(builder, input);
    for (const ReportCandidate& candidate : input.chosen) addCandidate(builder, input, candidate);
    addHardware(builder, input);
    addComparison(builder, input);
    addReproduction(builder, input);
    return document;
}

}  // namespace lpstudio
