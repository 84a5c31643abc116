#include "app/project/runs/run_context.h"

#include <utility>

#include "app/project/runs/measure_top1.h"
#include "app/project/runs/network_workload.h"
#include "core/base/error.h"

namespace lpstudio {
namespace {

/// The settings a run was made with; what is wrong with them is told with the file and the run.
SearchSettings settingsOf(const ProjectStore& store, const RunRecord& run) {
    try {
        SearchSettings settings = settingsFromJsonText(run.settings);
        validate(settings);
        return settings;
    } catch (const Error& error) {
        throw Error(store.file().string() + ": run " + std::to_string(run.id.value) + ": " +
                    error.what());
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

std::vector<std::size_t> RunContext::evaluationImages() {
    const auto set = evaluation();
    if (!set) return {};
    const auto calibrationSet = calibration();
    const SearchSettings settings = settingsOf(*store_, record_);
    return imagesToMeasure(*set, *calibrationSet,
                           stratifiedSample(*calibrationSet, settings.images, settings.lpq.seed),
                           evaluation_->name);
}

const SearchSession& RunContext::session(const std::stop_token& stop,
                                         const ProgressFunction& progress) {
    const std::lock_guard lock(mutex_);
    if (!session_) {
        network_ = network();
        calibrationImages_ = calibration();
        SearchSettings settings = settingsOf(*store_, record_);
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
