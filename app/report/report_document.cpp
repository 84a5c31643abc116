#include "app/report/report_document.h"

#include "app/report/report_candidate.h"
#include "app/report/report_comparison.h"
#include "app/report/report_hardware.h"
#include "app/report/report_question.h"
#include "app/report/report_reproduction.h"
#include "app/report/report_result.h"
#include "app/report/report_search.h"
#include "app/report/report_text.h"
#include "core/base/error.h"

namespace lpstudio {
namespace {

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
