#include "app/desktop/pages/search/search_estimate.h"

#include <QCoreApplication>
#include <algorithm>
#include <map>
#include <string>

#include "app/desktop/plot/number_text.h"

namespace lpstudio {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("SearchEstimate", text);
}

std::map<std::string, std::string> locksOf(const SearchSettings& settings) {
    return {settings.locks.begin(), settings.locks.end()};
}

}  // namespace

SearchEffort effortOf(const SearchSettings& settings, const std::vector<Layer>& layers) {
    SearchEffort effort;
    SearchSpace space;
    const auto locks = locksOf(settings);
    std::int64_t open = 0;
    for (const Layer& layer : layers) {
        SearchLayer entry;
        entry.block = layer.block;
        space.layers.push_back(entry);
        if (!locks.contains(layer.name) && !(layer.isProduct() && settings.cost == CostKind::Bits))
            ++open;
    }
    effort.blocks = space.blocks();
    effort.candidates = plannedCandidates(settings, space);
    if (const auto most = settings.common.maxCandidates; most > 0)
        effort.candidates = std::min(effort.candidates, most);
    if (settings.start == StartKind::Informed)
        effort.sensitivities = open * static_cast<std::int64_t>(settings.widths.size());
    return effort;
}

double secondsOf(const SearchEffort& effort, const SearchSettings& settings,
                 const SearchRate& rate) {
    const double perRun = static_cast<double>(settings.images) / rate.imagesPerSecond;
    double searching = static_cast<double>(effort.candidates) * perRun;
    if (settings.common.timeLimitSeconds > 0)
        searching = std::min(searching, settings.common.timeLimitSeconds);
    return searching + static_cast<double>(effort.sensitivities) * perRun;
}

double narrowestMeanBits(const SearchSettings& settings, const std::vector<Layer>& layers) {
    const auto locks = locksOf(settings);
    double bits = 0, parameters = 0;
    for (const Layer& layer : layers) {
        const auto weights = static_cast<double>(layer.parameters);
        const auto pin = locks.find(layer.name);
        const int width = pin != locks.end()        ? parseFormat(pin->second)->bits()
                          : settings.widths.empty() ? 0
                                                    : settings.widths.front();
        bits += width * weights;
        parameters += weights;
    }
    return parameters > 0 ? bits / parameters : 0;
}

QString estimateText(const SearchSettings& settings, const std::vector<Layer>& layers,
                     const std::optional<SearchRate>& rate) {
    const SearchEffort effort = effortOf(settings, layers);
    QString text = settings.algorithm == Algorithm::Nsga2
                       ? tr("Up to %1 candidates in %2 generations")
                             .arg(countText(effort.candidates))
                             .arg(settings.nsga2.generations)
                       : tr("Up to %1 candidates in %2 blocks")
                             .arg(countText(effort.candidates))
                             .arg(effort.blocks);
    if (effort.sensitivities > 0)
        text +=
            tr(", plus %1 evaluations for layer sensitivity").arg(countText(effort.sensitivities));
    if (!rate || !(rate->imagesPerSecond > 0)) return text;
    const QString time = durationText(secondsOf(effort, settings, *rate));
    const QString speed =
        shortText(rate->imagesPerSecond / static_cast<double>(settings.images), 3);
    switch (rate->source) {
        case SearchRate::Source::Search:
            text +=
                tr("; about %1 at the rate of this model's last search here "
                   "(%2 candidates/s)");
            break;
        case SearchRate::Source::Run:
            text += tr("; about %1 at the rate of the chosen run (%2 candidates/s)");
            break;
        case SearchRate::Source::Timing:
            text += tr("; about %1 (rough: based on float inference, %2 candidates/s)");
            break;
    }
    return text.arg(time, speed);
}

}  // namespace lpstudio
