#include "app/project/runs/run_context.h"

#include <utility>

#include "app/project/runs/network_workload.h"
#include "core/base/error.h"

namespace lpstudio {
namespace {

/// The numbers below `count` that are none of `numbers`, which ascend.
std::vector<std::size_t> others(std::size_t count, std::span<const std::size_t> numbers) {
    std::vector<std::size_t> rest;
    auto next = numbers.begin();
    for (std::size_t i = 0; i < count; ++i) {
        while (next != numbers.end() && *next < i) ++next;
        if (next == numbers.end() || *next != i) rest.push_back(i);
    }
    return rest;
}

}  // namespace

std::vector<std::size_t> imagesLeftOut(const ImageSet& set, const ImageSet& calibration,
                                       std::span<const std::size_t> calibrationImages) {
    return others(set.size(), imagesNotIn(set, calibration, calibrationImages));
}

std::vector<std::size_t> imagesBut(const ImageSet& set, std::span<const std::size_t> leftOut,
                                   const std::string& name) {
    auto images = others(set.size(), leftOut);
    if (images.empty()) throwNoImagesLeft(name);
    return images;
}

void throwNoImagesLeft(const std::string& name) {
    throw Error(name +
                ": every image is used for calibration; choose another evaluation set or fewer "
                "calibration images");
}

namespace {

/// A project that can only be read is no reason to fail.
template <class Function>
void storeQuietly(Function store) {
    try {
        store();
    } catch (const Error&) {
        // It is worked out again the next time.
    }
}

}  // namespace

RunContext::RunContext(std::shared_ptr<ProjectStore> store, std::shared_ptr<AssetCache> assets,
                       RunId run)
    : store_(std::move(store)),
      assets_(std::move(assets)),
      record_(store_->run(run)),
      model_(store_->model(record_.model)),
      calibration_(store_->dataset(record_.calibration)) {
    if (record_.evaluation) evaluation_ = store_->dataset(*record_.evaluation);
}

std::shared_ptr<const Network> RunContext::network() {
    return assets_->network(model_);
}

std::shared_ptr<const ImageSet> RunContext::calibration() {
    return assets_->images(calibration_, network()->card());
}

std::shared_ptr<const ImageSet> RunContext::evaluation() {
    return evaluation_ ? assets_->images(*evaluation_, network()->card()) : nullptr;
}

SearchSettings RunContext::settings() const {
    try {
        SearchSettings settings = settingsFromJsonText(record_.settings);
        validate(settings);
        return settings;
    } catch (const Error& error) {
        throw Error(store_->file().string() + ": run " + std::to_string(record_.id.value) + ": " +
                    error.what());
    }
}

const RunInputs& RunContext::inputs(const std::stop_token& stop, const ProgressFunction& progress) {
    const std::lock_guard lock(mutex_);
    load(stop, progress);
    return *inputs_;
}

const RunFormats& RunContext::formats(const std::stop_token& stop,
                                      const ProgressFunction& progress) {
    const std::lock_guard lock(mutex_);
    load(stop, progress);
    return *formats_;
}

void RunContext::load(const std::stop_token& stop, const ProgressFunction& progress) {
    if (formats_) return;
    const auto network = this->network();
    const SearchSettings settings = this->settings();
    RunInputs stored = store_->inputs(record_.id);
    formats_ = RunFormats::of(stored, *network, settings);
    if (!formats_) try {
            const SearchSession& session = lockedSession(stop, progress);
            std::optional<std::vector<std::size_t>> leftOut;
            try {
                if (const auto set = evaluation())
                    leftOut = imagesLeftOut(*set, *calibrationImages_, session.calibrationImages());
            } catch (const Error&) {
                // Whoever wants to measure on it will say what is wrong with it.
            }
            stored = inputsOf(*network, session, std::move(leftOut));
            formats_ = RunFormats::of(stored, *network, settings).value();
            storeQuietly([&] { store_->setInputs(record_.id, stored); });
        } catch (const Cancelled&) {
            throw;
        } catch (const Error& error) {
            throw Error(store_->file().string() + ": the formats of run " +
                        std::to_string(record_.id.value) +
                        " are not in the project yet; they are fitted once, on its calibration "
                        "images: " +
                        error.what());
        }
    inputs_ = std::move(stored);
}

OutputShifts RunContext::outputShifts(const ScoredCandidate& candidate, const std::stop_token& stop,
                                      const ProgressFunction& progress) {
    if (!settings().biasCorrection) return {};
    if (auto stored = store_->outputShifts(record_.id, candidate.id))
        if (stored->size() == network()->layers().size()) return *std::move(stored);
    OutputShifts shifts;
    for (const LayerPlan& layer : session(stop, progress).plan(candidate.candidate))
        shifts.push_back(layer.outputShift);
    storeQuietly([&] { store_->setOutputShifts(record_.id, candidate.id, shifts); });
    return shifts;
}

RunPlan RunContext::plan(const ScoredCandidate& candidate, const std::stop_token& stop,
                         const ProgressFunction& progress) {
    const Assignment assignment = formats(stop, progress).assignment(candidate.candidate);
    OutputShifts shifts = outputShifts(candidate, stop, progress);
    RunPlan plan = makePlan(*network(), assignment, Rounding::Nearest, weights_);
    for (std::size_t layer = 0; layer < shifts.size(); ++layer)
        plan[layer].outputShift = std::move(shifts[layer]);
    return plan;
}

std::optional<std::size_t> RunContext::evaluationCount() {
    if (!evaluation_) return std::nullopt;
    const auto& leftOut = inputs().leftOut;
    if (!leftOut) return evaluationImages().size();
    const auto images = static_cast<std::size_t>(evaluation_->images);
    if (leftOut->size() >= images) throwNoImagesLeft(evaluation_->name);
    return images - leftOut->size();
}

std::vector<std::size_t> RunContext::evaluationImages() {
    const auto set = evaluation();
    if (!set) return {};
    const RunInputs& known = inputs();
    if (known.leftOut) return imagesBut(*set, *known.leftOut, evaluation_->name);
    return imagesBut(*set, imagesLeftOut(*set, *calibration(), known.calibrationImages),
                     evaluation_->name);
}

const SearchSession& RunContext::session(const std::stop_token& stop,
                                         const ProgressFunction& progress) {
    const std::lock_guard lock(mutex_);
    return lockedSession(stop, progress);
}

const SearchSession& RunContext::lockedSession(const std::stop_token& stop,
                                               const ProgressFunction& progress) {
    if (!session_) {
        network_ = network();
        calibrationImages_ = calibration();
        SearchSettings settings = this->settings();
        HardwareCostFunction hardware;
        try {
            hardware = hardwareCost(*network_, settings.hardware);
        } catch (const Error&) {
            // The session is made for its formats, which do not depend on a design that is gone;
            // the cost of a candidate is stored with it.
            settings.cost = CostKind::Bits;
        }
        session_ = std::make_shared<SearchSession>(*network_, *calibrationImages_, settings,
                                                   hardware, stop, progress);
    }
    return *session_;
}

void RunContext::adoptSession(std::shared_ptr<const SearchSession> session) {
    const std::lock_guard lock(mutex_);
    if (session_) return;
    network_ = network();
    calibrationImages_ = calibration();
    session_ = std::move(session);
}

}  // namespace lpstudio
