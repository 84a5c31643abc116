#include "app/desktop/pages/search/search_timing.h"

#include <QSettings>
#include <algorithm>
#include <chrono>
#include <map>
#include <random>
#include <string>
#include <thread>
#include <utility>

#include "app/desktop/jobs/jobs.h"
#include "app/desktop/plot/number_text.h"
#include "app/desktop/plot/translate.h"
#include "core/base/error.h"

namespace lpstudio {
namespace {

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

double secondsOfPass(std::int64_t evaluationImages, const SearchRate& rate) {
    return static_cast<double>(evaluationImages) / rate.imagesPerSecond;
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
                     const std::optional<SearchRate>& rate, std::int64_t evaluationImages) {
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
    const bool measures = evaluationImages > 0 && settings.measure != Top1Scope::None;
    // The float network and the best; how long a front is nobody knows before.
    const double pass = measures ? secondsOfPass(evaluationImages, *rate) : 0;
    const QString time = durationText(secondsOf(effort, settings, *rate) + 2 * pass);
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
    text = text.arg(time, speed);
    if (measures) text += tr(", %1 of it for top-1").arg(durationText(2 * pass));
    if (measures && settings.measure == Top1Scope::Front)
        text += tr("; %1 more for each further candidate of the front").arg(durationText(pass));
    return text;
}

namespace {

constexpr std::size_t kImages = 8;
constexpr double kTimedSeconds = 0.25;
constexpr int kMostPasses = 50;
/// A search shorter than this says little of the next.
constexpr double kLeastSeconds = 1;
/// Work of a candidate in runs of the float network: weights and activations are quantized besides,
/// activations kept from a parent save some of it. Assumed; the first search replaces it.
constexpr double kQuantizedCost = 1.3;

QString keyOf(const std::string& sha256, Algorithm algorithm) {
    return QStringLiteral("search/imagesPerSecond/%1/%2")
        .arg(QString::fromStdString(sha256.substr(0, 16)),
             QString::fromUtf8(algorithmName(algorithm)));
}

/// Of the chosen run, if it is a search of the chosen model that took long enough.
std::optional<double> rateOfRun(const Selection& selection) {
    const RunRecord& run = selection.runRecord();
    if (!selection.run() || run.kind != RunKind::Search || run.state == RunState::Running ||
        run.model != selection.model() || run.seconds < kLeastSeconds || run.candidates <= 0)
        return std::nullopt;
    return static_cast<double>(run.candidates) / run.seconds *
           static_cast<double>(selection.runSettings().images);
}

double timePasses(const Network& network, const std::stop_token& stop) {
    using Clock = std::chrono::steady_clock;
    const ModelCard& card = network.card();
    std::vector<float> images(kImages * static_cast<std::size_t>(card.channels) *
                              static_cast<std::size_t>(card.height) *
                              static_cast<std::size_t>(card.width));
    std::mt19937 engine(1);
    std::normal_distribution<float> normal;
    for (float& value : images) value = normal(engine);
    network.run(images, {});  // allocates, and lets LibTorch choose its kernels
    const auto start = Clock::now();
    int passes = 0;
    double seconds = 0;
    while (passes < kMostPasses && seconds < kTimedSeconds) {
        if (stop.stop_requested()) throw Cancelled();
        network.run(images, {});
        ++passes;
        seconds = std::chrono::duration<double>(Clock::now() - start).count();
    }
    return static_cast<double>(kImages) * passes / std::max(seconds, 1e-9);
}

}  // namespace

SearchTiming::SearchTiming(Session& session, Jobs& jobs, QObject* parent)
    : QObject(parent), session_(session), jobs_(jobs) {
    connect(&session_, &Session::projectChanged, &job_, &Job::abandon);
    connect(&session_.selection(), &Selection::runChanged, this, &SearchTiming::changed);
    followSearch();
}

void SearchTiming::followSearch() {
    SearchJob& search = jobs_.search();
    connect(&search, &Job::started, this, [this] {
        job_.abandon();
        candidatesPerSecond_ = seconds_ = 0;
        paused_ = false;
    });
    connect(&search, &SearchJob::pausedChanged, this, [this] { paused_ = true; });
    connect(&search, &SearchJob::batchScored, this, [this](const SearchBatch& batch) {
        candidatesPerSecond_ = batch.progress.candidatesPerSecond;
        seconds_ = batch.progress.seconds;
    });
    connect(&search, &SearchJob::searchEnded, this, &SearchTiming::remember);
    connect(&search, &Job::ended, this, &SearchTiming::changed);
}

void SearchTiming::remember() {
    const SearchQueue::Entry* entry = jobs_.searches().current();
    if (entry == nullptr || paused_ || seconds_ < kLeastSeconds || !(candidatesPerSecond_ > 0))
        return;
    const SearchRequest& request = entry->request;
    QSettings().setValue(keyOf(request.model.sha256, request.settings.algorithm),
                         candidatesPerSecond_ * static_cast<double>(request.settings.images));
}

std::optional<SearchRate> SearchTiming::rate(Algorithm algorithm) const {
    const auto& network = session_.selection().network();
    if (!network) return std::nullopt;
    // The other algorithm's rate is nearer than a guess.
    const Algorithm other = algorithm == Algorithm::Lpq ? Algorithm::Nsga2 : Algorithm::Lpq;
    for (const Algorithm one : {algorithm, other})
        if (const double known = QSettings().value(keyOf(network->sha256(), one)).toDouble();
            known > 0)
            return SearchRate{known, SearchRate::Source::Search};
    if (const auto known = rateOfRun(session_.selection()))
        return SearchRate{*known, SearchRate::Source::Run};
    const auto timed = timed_.find(network->sha256());
    if (timed == timed_.end()) return std::nullopt;
    const auto workers = std::max(1U, std::thread::hardware_concurrency());
    return SearchRate{timed->second * workers / kQuantizedCost, SearchRate::Source::Timing};
}

void SearchTiming::seek() {
    const auto& network = session_.selection().network();
    if (!network || job_.isRunning() || jobs_.search().isRunning()) return;
    if (rate(Algorithm::Lpq)) return;
    // A failed estimate is not reported: the search itself will report what is wrong.
    job_.launch(
        tr("Timing %1").arg(QString::fromStdString(network->name())),
        [network](const JobContext& context) { return timePasses(*network, context.stop); },
        [this, sha256 = network->sha256()](double rate) {
            timed_[sha256] = rate;
            Q_EMIT changed();
        });
}

}  // namespace lpstudio
