#pragma once

#include <set>
#include <span>
#include <string>
#include <vector>

namespace lpstudio {

/// What a report may consist of, in its order.
enum class ReportSection {
    Result,
    Question,
    Accuracy,
    Search,
    Front,
    Candidates,
    Hardware,
    Comparison,
    Reproduction
};

using ReportSections = std::set<ReportSection>;

/// In the report's order.
std::span<const ReportSection> allReportSections();
ReportSections everySection();
/// "result", "question", ...: as the command line names it.
const char* sectionKey(ReportSection section);
/// What it is about, as a line of a list: "What was found, in one table". English, for translation
/// in the context of the report.
const char* sectionTitle(ReportSection section);
const char* sectionSummary(ReportSection section);
/// Throws UsageError naming a word that is no section's key and listing those, or for no word.
ReportSections parseSections(const std::vector<std::string>& words);
/// The keys joined by commas, in the report's order.
std::string sectionKeys(const ReportSections& sections);

}  // namespace lpstudio
