#include <gtest/gtest.h>

#include "app/report/report_document.h"
#include "app/report/report_input.h"
#include "core/base/error.h"
#include "tests/app/report/report_sample.h"

namespace lpstudio::test {
namespace {

QStringList sectionsOf(const Document& document) {
    QStringList titles;
    for (const DocBlock& block : document.blocks)
        if (const auto* heading = std::get_if<DocHeading>(&block))
            if (heading->level == 1) titles << heading->number + u' ' + heading->text;
    return titles;
}

TEST(ReportSections, AreNamedOnTheCommandLine) {
    EXPECT_EQ(sectionKeys(everySection()),
              "result,question,accuracy,search,front,candidates,hardware,comparison,reproduction");
    // In the report's order, whatever the user's.
    EXPECT_EQ(sectionKeys(parseSections({"front", "result", "front"})), "result,front");
    for (const ReportSection section : allReportSections()) {
        EXPECT_EQ(parseSections({sectionKey(section)}), ReportSections{section});
        EXPECT_NE(std::string(sectionTitle(section)), "");
        EXPECT_NE(std::string(sectionSummary(section)), "");
    }
    try {
        parseSections({"result", "fornt"});
        FAIL() << "no error";
    } catch (const UsageError& error) {
        EXPECT_NE(std::string(error.what()).find("no section \"fornt\"; give some of result,"),
                  std::string::npos)
            << error.what();
    }
    EXPECT_THROW(parseSections({}), UsageError);
}

TEST(ReportSections, AreLeftOutAndNumberedAnew) {
    ReportInput input = sampleReport(3);
    addReported(input, 9);
    EXPECT_EQ(sectionsOf(reportDocument(input)).size(), 10);
    input.sections = {ReportSection::Front, ReportSection::Candidates, ReportSection::Result};
    EXPECT_EQ(
        sectionsOf(reportDocument(input)),
        (QStringList{QStringLiteral("1 Result"), QStringLiteral("2 The Pareto front"),
                     QStringLiteral("3 Candidate 3 (best)"), QStringLiteral("4 Candidate 9")}));
    // The word of the choice is the title of the section.
    for (const ReportSection section : allReportSections()) {
        if (section == ReportSection::Candidates) continue;
        input.sections = {section};
        EXPECT_EQ(sectionsOf(reportDocument(input)),
                  QStringList{QStringLiteral("1 ") + QLatin1String(sectionTitle(section))});
    }
    input.sections.clear();
    EXPECT_THROW(reportDocument(input), UsageError);
}

TEST(ReportSections, StandInTheCommandIfSomeAreLeftOut) {
    ReportRequest request;
    request.candidates = {CandidateId(3)};
    request.project = "p.lps";
    request.file = "r.pdf";
    EXPECT_EQ(reportCommandText(request, RunId(1)).find("--sections"), std::string::npos);
    request.sections = {ReportSection::Hardware, ReportSection::Question};
    EXPECT_NE(reportCommandText(request, RunId(1)).find("--sections question,hardware"),
              std::string::npos);
}

}  // namespace
}  // namespace lpstudio::test
