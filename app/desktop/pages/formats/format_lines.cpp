#include "app/desktop/pages/formats/format_lines.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <utility>

#include "app/desktop/charts/distribution_data.h"
#include "app/desktop/plot/number_text.h"
#include "app/desktop/plot/plot_geometry.h"
#include "core/network/layout.h"
#include "core/number/per_channel.h"

namespace lpstudio {

FormatComparison::FormatComparison(QObject* parent) : QObject(parent) {}

void FormatComparison::setNetwork(std::shared_ptr<const Network> network) {
    compare_.abandon();
    mean_.abandon();
    results_.clear();
    meanRows_.reset();
    network_ = std::move(network);
}

std::optional<std::vector<FormatRow>> FormatComparison::rows(int layer) const {
    const auto known = results_.find(layer);
    if (known == results_.end()) return std::nullopt;
    return formatRows(known->second);
}

void FormatComparison::compareLayer(int number) {
    const QString name =
        QString::fromStdString(network_->layers()[static_cast<std::size_t>(number)].name);
    const auto known = results_.find(number);
    compare_.launch(tr("Comparing formats on %1").arg(name),
                    [this, number, name, network = network_,
                     results = known == results_.end() ? Results() : known->second](
                        const JobContext& context) -> Job::Delivery {
                        const auto shouldContinue = [&] { return !context.stop.stop_requested(); };
                        const Layer& layer = network->layers()[static_cast<std::size_t>(number)];
                        const auto weights = network->weights(layer.index);
                        auto compared = std::make_shared<ComparedLayer>();
                        compared->table = std::make_shared<const MagnitudeTable>(weights);
                        const DistributionLayer shown{name, weights};
                        compared->distribution = distributionData({&shown, 1}, shouldContinue);
                        compared->results = results;
                        if (results.empty())
                            compared->results = compareFormats(WeightRows(layer, weights).tensor(),
                                                               *compared->table, kComparedWidths,
                                                               false, shouldContinue);
                        return [this, number, compared] {
                            results_[number] = compared->results;
                            Q_EMIT layerCompared(number, *compared);
                        };
                    });
}

void FormatComparison::compareAll() {
    mean_.launch(tr("Comparing formats on all layers"),
                 [this, network = network_](const JobContext& context) -> Job::Delivery {
                     auto layers = compareWeightFormats(*network, kComparedWidths, false,
                                                        context.stop, context.progress);
                     return [this, layers = std::move(layers)] {
                         for (const WeightComparison& layer : layers)
                             results_[layer.layer.value] = layer.results;
                         meanRows_ = formatRows(layers);
                         Q_EMIT allCompared();
                     };
                 });
}

namespace {

/// Fine enough that steps of an octave are upright, and coarser than the codes of wide words.
constexpr int kIntervalsPerOctave = 8;

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(FormatLines)
};

/// Families in their own order, then widths.
void sortRows(std::vector<FormatRow>& rows) {
    const auto rank = [](const FormatRow& row) {
        const auto& families = formatFamilies();
        return std::find_if(families.begin(), families.end(),
                            [&](const FormatFamily& family) {
                                return QString::fromStdString(family.key) == row.family;
                            }) -
               families.begin();
    };
    std::stable_sort(rows.begin(), rows.end(), [&](const FormatRow& a, const FormatRow& b) {
        return std::pair(rank(a), a.width) < std::pair(rank(b), b.width);
    });
}

FormatRow makeRow(const std::string& family, int width, double sqnrDb) {
    FormatRow row;
    row.family = QString::fromStdString(family);
    row.title = familyTitle(family);
    row.width = width;
    row.storedBits = width;
    row.sqnrDb = sqnrDb;
    return row;
}

/// Least and greatest y of the points; 0 to 1 if there are none.
std::pair<double, double> extent(const std::vector<PlotLine>& lines, double PlotPoint::*axis) {
    double from = std::numeric_limits<double>::infinity(), to = -from;
    for (const PlotLine& line : lines)
        for (const auto& piece : line.pieces)
            for (const PlotPoint& point : piece) {
                from = std::min(from, point.*axis);
                to = std::max(to, point.*axis);
            }
    return from <= to ? std::pair(from, to) : std::pair(0.0, 1.0);
}

}  // namespace

QString familyTitle(const std::string& key) {
    for (const FormatFamily& family : formatFamilies())
        if (family.key == key) return QString::fromStdString(family.title);
    return QString::fromStdString(key);
}

std::vector<FormatRow> formatRows(std::span<const FamilyResult> results) {
    std::vector<FormatRow> rows;
    for (const FamilyResult& result : results) {
        FormatRow row = makeRow(result.family, result.width, result.sqnrDb);
        row.format = result.format;
        row.storedBits = result.format->storageBits();
        row.shortSpec = shortSpec(QString::fromStdString(result.format->spec()));
        rows.push_back(std::move(row));
    }
    sortRows(rows);
    return rows;
}

std::vector<FormatRow> formatRows(std::span<const WeightComparison> layers) {
    // Stored bits are the same on every layer.
    std::map<std::pair<std::string, int>, double> stored;
    for (const WeightComparison& layer : layers)
        for (const FamilyResult& result : layer.results)
            stored.emplace(std::pair(result.family, result.width), result.format->storageBits());
    std::vector<FormatRow> rows;
    for (const MeanSqnr& mean : meanOverLayers(layers)) {
        rows.push_back(makeRow(mean.family, mean.width, mean.sqnrDb));
        rows.back().storedBits = stored.at({mean.family, mean.width});
    }
    sortRows(rows);
    return rows;
}

std::vector<PlotLine> sqnrLines(const std::vector<FormatRow>& rows) {
    std::vector<PlotLine> lines;
    for (const FormatRow& row : rows) {
        // Nothing lost, or nothing there: no place on the axis.
        if (!std::isfinite(row.sqnrDb)) continue;
        if (lines.empty() || lines.back().family != row.family) {
            lines.emplace_back();
            lines.back().family = row.family;
            lines.back().label = row.title;
            lines.back().pieces.resize(1);
        }
        PlotLine& line = lines.back();
        line.pieces.front().push_back({row.storedBits, row.sqnrDb});
        QString tip = Texts::tr("%1, %2 bit: %3 dB")
                          .arg(row.title)
                          .arg(row.storedBits)
                          .arg(shortText(row.sqnrDb, 3));
        if (!row.shortSpec.isEmpty()) tip += u'\n' + row.shortSpec;
        line.tips << tip;
    }
    return lines;
}

LineAxes sqnrAxes(const std::vector<PlotLine>& lines, const QString& title) {
    const auto [xFrom, xTo] = extent(lines, &PlotPoint::x);
    const auto [yFrom, yTo] = extent(lines, &PlotPoint::y);
    return {title,
            Texts::tr("Stored bits per weight"),
            Texts::tr("SQNR (dB)"),
            {xFrom - 0.2, xTo + 0.2, yFrom, yTo},
            std::max(1, static_cast<int>(std::ceil(xTo - xFrom)))};
}

std::vector<PlotLine> accuracyLines(const std::vector<FormatRow>& rows, double from, double to) {
    const int intervals =
        std::max(1, static_cast<int>(std::lround((to - from) * kIntervalsPerOctave)));
    std::vector<PlotLine> lines;
    for (const FormatRow& row : rows) {
        if (!row.format || !hasFixedCodePoints(*row.format)) continue;
        const auto points =
            relativeAccuracy(row.format->quantizer(Rounding::Nearest), from, to, intervals);
        PlotLine line;
        line.family = row.family;
        line.points = false;
        line.tips << Texts::tr("%1: %2").arg(row.title, row.shortSpec);
        line.name = row.shortSpec;
        line.pieces = accuracyCurves(points, DistributionScale::Log2, (to - from) / intervals);
        lines.push_back(std::move(line));
    }
    return lines;
}

LineAxes accuracyAxes(const std::vector<PlotLine>& lines, const QString& title, double from,
                      double to) {
    const double most = extent(lines, &PlotPoint::y).second;
    // Below 0 an answer is off by more than a factor of ten: saturated, not represented.
    return {title,
            Texts::tr("log2 |x| (octaves)"),
            Texts::tr("Relative accuracy (digits)"),
            {from, to, 0, std::max(1.0, most)},
            12};
}

bool hasFixedCodePoints(const Format& format) {
    return format.isFitted() && format.storageBits() == format.bits() &&
           dynamic_cast<const PerChannelFormat*>(&format) == nullptr;
}

}  // namespace lpstudio
