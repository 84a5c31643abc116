#include "app/report/section_choice.h"

#include <QtGlobal>
#include <algorithm>
#include <array>

#include "core/base/error.h"

namespace lpstudio {
namespace {

struct SectionNames {
    ReportSection section;
    const char *key, *title, *summary;
};

constexpr std::array kSections{
    SectionNames{ReportSection::Result, "result", QT_TRANSLATE_NOOP("lpstudio::Report", "Result"),
                 QT_TRANSLATE_NOOP("lpstudio::Report",
                                   "The reported candidates against float and uniform 8 bit")},
    SectionNames{
        ReportSection::Question, "question", QT_TRANSLATE_NOOP("lpstudio::Report", "Setup"),
        QT_TRANSLATE_NOOP("lpstudio::Report", "Model, data, settings, seed, versions and machine")},
    SectionNames{ReportSection::Accuracy, "accuracy",
                 QT_TRANSLATE_NOOP("lpstudio::Report", "Accuracy and the float baseline"),
                 QT_TRANSLATE_NOOP("lpstudio::Report", "Top-1 with 95 % confidence intervals")},
    SectionNames{
        ReportSection::Search, "search",
        QT_TRANSLATE_NOOP("lpstudio::Report", "Convergence of the search"),
        QT_TRANSLATE_NOOP("lpstudio::Report", "The best so far, and the hypervolume of the front")},
    SectionNames{ReportSection::Front, "front",
                 QT_TRANSLATE_NOOP("lpstudio::Report", "The Pareto front"),
                 QT_TRANSLATE_NOOP("lpstudio::Report", "Charts and table of the front")},
    SectionNames{ReportSection::Candidates, "candidates",
                 QT_TRANSLATE_NOOP("lpstudio::Report", "Candidates layer by layer"),
                 QT_TRANSLATE_NOOP("lpstudio::Report",
                                   "Parameters of every layer, and the distributions of those that "
                                   "matter most with their LP coverage")},
    SectionNames{
        ReportSection::Hardware, "hardware",
        QT_TRANSLATE_NOOP("lpstudio::Report", "Hardware estimate"),
        QT_TRANSLATE_NOOP("lpstudio::Report", "Latency, energy, area, and what is assumed")},
    SectionNames{
        ReportSection::Comparison, "comparison",
        QT_TRANSLATE_NOOP("lpstudio::Report", "Uniform widths and other formats"),
        QT_TRANSLATE_NOOP("lpstudio::Report", "How well other formats represent the weights")},
    SectionNames{ReportSection::Reproduction, "reproduction",
                 QT_TRANSLATE_NOOP("lpstudio::Report", "Reproducing this run"),
                 QT_TRANSLATE_NOOP("lpstudio::Report", "Commands that repeat all of it")}};

constexpr auto kAll = [] {
    std::array<ReportSection, kSections.size()> all{};
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = kSections[i].section;
    return all;
}();

const SectionNames& namesOf(ReportSection section) {
    return kSections[static_cast<std::size_t>(section)];
}

}  // namespace

std::span<const ReportSection> allReportSections() {
    return kAll;
}

ReportSections everySection() {
    return {kAll.begin(), kAll.end()};
}

const char* sectionKey(ReportSection section) {
    return namesOf(section).key;
}

const char* sectionTitle(ReportSection section) {
    return namesOf(section).title;
}

const char* sectionSummary(ReportSection section) {
    return namesOf(section).summary;
}

ReportSections parseSections(const std::vector<std::string>& words) {
    const std::string known = sectionKeys(everySection());
    ReportSections sections;
    for (const std::string& word : words) {
        const auto* const found =
            std::find_if(kSections.begin(), kSections.end(),
                         [&](const auto& names) { return word == names.key; });
        if (found == kSections.end())
            throw UsageError("--sections: a report has no section \"" + word + "\"; give some of " +
                             known);
        sections.insert(found->section);
    }
    if (sections.empty()) throw UsageError("--sections: no section; give some of " + known);
    return sections;
}

std::string sectionKeys(const ReportSections& sections) {
    std::string keys;
    for (const ReportSection section : sections)
        keys += (keys.empty() ? "" : ",") + std::string(sectionKey(section));
    return keys;
}

}  // namespace lpstudio
