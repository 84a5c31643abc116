// The candidates compared with uniform widths and baseline formats.
#include "app/report/report_comparison.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "app/desktop/charts/lines_chart.h"
#include "app/desktop/plot/number_text.h"
#include "app/desktop/plot/plot_geometry.h"
#include "app/report/report_text.h"

namespace lpstudio {
namespace {

constexpr double kLinesHeight = 260, kLeastLines = 200;
/// Columns of the table of formats, bits.
constexpr int kShownWidths[] = {3, 4, 6, 8};

QString decibels(double value) {
    return std::isfinite(value) ? fixedText(value, 1)
           : std::isnan(value)  ? dashText()
                                : QStringLiteral("∞");
}

void addLines(DocumentBuilder& document, const ReportInput& input) {
    std::vector<PlotLine> lines;
    PlotRange range{1e9, -1e9, 1e9, -1e9};
    const auto reach = [&](double x, double y) {
        range.xFrom = std::min(range.xFrom, x);
        range.xTo = std::max(range.xTo, x);
        range.yFrom = std::min(range.yFrom, y);
        range.yTo = std::max(range.yTo, y);
    };
    for (const ReportFormat& format : input.formats) {
        if (!std::isfinite(format.meanSqnrDb)) continue;
        const QString family = reportString(format.family);
        if (lines.empty() || lines.back().family != family) {
            lines.emplace_back();
            lines.back().family = family;
            lines.back().label = reportString(format.title);
            lines.back().pieces.resize(1);
        }
        lines.back().pieces.front().push_back({format.storedBits, format.meanSqnrDb});
        reach(format.storedBits, format.meanSqnrDb);
    }
    if (lines.empty()) return;
    LineAxes axes;
    axes.title = reportTr("SQNR of the weights, mean over the layers");
    axes.x = reportTr("Stored bits per weight");
    axes.y = reportTr("SQNR (dB)");
    axes.range = {range.xFrom - 0.2, range.xTo + 0.2, range.yFrom, range.yTo};
    axes.xTicks = std::max(1, static_cast<int>(std::ceil(range.xTo - range.xFrom)));
    document.figure(reportTr("Uniform widths of all formats on this model's weights, each fitted "
                             "to each layer."),
                    {{[lines, axes]() -> QChart* {
                          auto* chart = new LinesChart(ChartTheme::print());
                          chart->setLines(lines, axes);
                          return chart;
                      },
                      1.0}},
                    kLinesHeight, kLeastLines);
}

void addFormats(DocumentBuilder& document, const ReportInput& input) {
    std::vector<DocColumn> columns = {{reportTr("Format"), Qt::AlignLeft, 1}};
    for (const char* title : {"%1 bit\nmean", "%1 bit\nby\nweights"})
        for (const int width : kShownWidths)
            columns.push_back({reportTr(title).arg(width), Qt::AlignRight});
    std::vector<DocRow> rows;
    std::vector<std::string> families;
    std::map<std::pair<std::string, int>, const ReportFormat*> byWidth;
    for (const ReportFormat& format : input.formats) {
        byWidth[{format.family, format.width}] = &format;
        if (std::find(families.begin(), families.end(), format.family) == families.end())
            families.push_back(format.family);
    }
    for (const std::string& family : families) {
        DocRow row;
        row.bold = family == "lp";
        for (const double ReportFormat::*value :
             {&ReportFormat::meanSqnrDb, &ReportFormat::weightedSqnrDb})
            for (const int width : kShownWidths) {
                const auto at = byWidth.find({family, width});
                row.cells << (at == byWidth.end() ? dashText() : decibels(at->second->*value));
            }
        const auto named = std::find_if(input.formats.begin(), input.formats.end(),
                                        [&](const auto& one) { return one.family == family; });
        row.cells.prepend(reportString(named->title));
        rows.push_back(std::move(row));
    }
    document.table(
        reportTr("SQNR of the weights in dB at uniform widths: the mean over the layers, "
                 "as \"lpstudio-cli compare\" prints it, and the mean with each layer "
                 "counted by its number of weights."),
        std::move(columns), std::move(rows));
}

void addCandidates(DocumentBuilder& document, const ReportInput& input) {
    const bool estimates = !input.uniformEstimates.empty();
    std::vector<DocColumn> columns = {{reportTr("Widths"), Qt::AlignLeft, 1},
                                      {reportTr("Weights (bit)"), Qt::AlignRight},
                                      {reportTr("SQNR (dB)\nmean"), Qt::AlignRight},
                                      {reportTr("SQNR (dB)\nby weights"), Qt::AlignRight}};
    if (estimates) {
        columns.push_back({reportTr("Latency"), Qt::AlignRight});
        columns.push_back({reportTr("Energy"), Qt::AlignRight});
    }
    std::vector<DocRow> rows;
    const auto times = [&](double seconds, double joules, DocRow& row) {
        if (!estimates) return;
        row.cells << (seconds > 0 ? siText(seconds, QStringLiteral("s")) : dashText())
                  << (joules > 0 ? siText(joules, QStringLiteral("J")) : dashText());
    };
    for (const ReportCandidate& candidate : input.chosen) {
        DocRow row{{candidateName(candidate), shortText(candidate.scored.meanWeightBits),
                    decibels(candidate.meanSqnrDb), decibels(candidate.weightedSqnrDb)},
                   true};
        times(candidate.estimate ? candidate.estimate->result.seconds : 0,
              candidate.estimate ? candidate.estimate->bounds.energy.value : 0, row);
        rows.push_back(std::move(row));
    }
    for (const int width : {8, 6, 4}) {
        const auto lp =
            std::find_if(input.formats.begin(), input.formats.end(),
                         [&](const auto& f) { return f.family == "lp" && f.width == width; });
        const auto add = [&](const QString& name, const ReportUniformEstimate* estimate) {
            DocRow row{{name, QString::number(width),
                        lp == input.formats.end() ? dashText() : decibels(lp->meanSqnrDb),
                        lp == input.formats.end() ? dashText() : decibels(lp->weightedSqnrDb)},
                       false};
            times(estimate != nullptr ? estimate->seconds : 0,
                  estimate != nullptr ? estimate->joules : 0, row);
            rows.push_back(std::move(row));
        };
        bool any = false;
        for (const ReportUniformEstimate& estimate : input.uniformEstimates) {
            if (estimate.weightBits != width) continue;
            add(reportTr("Uniform LP, %1-bit weights, %2-bit activations")
                    .arg(estimate.weightBits)
                    .arg(estimate.activationBits),
                &estimate);
            any = true;
        }
        if (!any) add(reportTr("Uniform LP, %1-bit weights").arg(width), nullptr);
    }
    document.table(reportTr("The candidates and uniform widths, on the same accelerator where "
                            "there is one. It rounds a width up to one that it knows. Uniform "
                            "baselines are least-error fits; their accuracy was not measured, "
                            "except for the 8-bit candidate of the search."),
                   std::move(columns), std::move(rows));
}

}  // namespace

void addComparison(DocumentBuilder& document, const ReportInput& input) {
    document.section(reportTr(sectionTitle(ReportSection::Comparison)));
    if (input.formats.empty()) {
        document.paragraph(reportTr("The formats were not compared on this model's weights."));
        return;
    }
    document.paragraph(
        reportTr("SQNR is the signal-to-quantization-noise ratio of the stored weights: it says "
                 "how well a format represents them, not how much accuracy the network keeps. The "
                 "search does not maximise it; it spends bits where the network needs them."));
    addCandidates(document, input);
    addLines(document, input);
    addFormats(document, input);
}

}  // namespace lpstudio
