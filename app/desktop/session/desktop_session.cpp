#include "app/desktop/session/desktop_session.h"

#include <algorithm>
#include <utility>

#include "app/project/store/bundle_manifest.h"
#include "core/base/error.h"

namespace lpstudio {
namespace {

/// Contexts hold calibration tables and quantized weights: more than a few would fill the memory.
constexpr std::size_t kContexts = 2;
/// As many steps as anyone walks back; each holds a candidate or a few words.
constexpr int kMostSteps = 500;

}  // namespace

Session::Session(QObject* parent) : QObject(parent) {
    undoStack_.setUndoLimit(kMostSteps);
    undoGroup_.addStack(&undoStack_);
    undoGroup_.setActiveStack(&undoStack_);
    // With a working candidate it is what is compared; without one its column would be empty.
    connect(&working_, &WorkingCandidate::changed, this, &Session::followWorking);
}

QString Session::projectName() const {
    if (!store_) return {};
    // In every unpacked bundle the project has the same name; the folder has the user's.
    const std::filesystem::path file = std::filesystem::absolute(store_->file());
    return QString::fromStdString(
        (file.filename() == kProjectInBundle ? file.parent_path().filename() : file.stem())
            .string());
}

void Session::setProject(std::shared_ptr<ProjectStore> store) {
    store_ = std::move(store);
    assets_ = std::make_shared<AssetCache>();
    contexts_.clear();
    runningRun_.reset();
    undoStack_.clear();
    compareList_.clear();
    working_.forget();
    selection_.clear();
    Q_EMIT projectChanged();
    Q_EMIT contentChanged();
}

std::shared_ptr<RunContext> Session::contextOf(RunId run) {
    const auto known = std::find_if(contexts_.begin(), contexts_.end(),
                                    [&](const auto& context) { return context->run() == run; });
    std::shared_ptr<RunContext> context =
        known != contexts_.end() ? *known : std::make_shared<RunContext>(store_, assets_, run);
    keepContext(context);
    return context;
}

void Session::keepContext(std::shared_ptr<RunContext> context) {
    std::erase_if(contexts_, [&](const auto& one) { return one->run() == context->run(); });
    contexts_.push_back(std::move(context));
    if (contexts_.size() > kContexts) contexts_.erase(contexts_.begin());
}

void Session::followWorking() {
    messages_.attempt([this] {
        if (!working_.exists()) {
            compareList_.remove(ColumnSource::working());
            workingRun_.reset();
            return;
        }
        // An edit changes nothing of what stands where; a column that was removed stays away
        // until another candidate is begun.
        if (workingRun_ == working_.run()) return;
        workingRun_ = working_.run();
        keepToModel(store_->run(working_.run()).model);
        compareList_.add(ColumnSource::working());
    });
}

qint64 Session::comparedModel() const {
    for (const ColumnSource& source : compareList_.sources()) {
        if (source.kind == ColumnSource::Kind::Candidate) return store_->run(source.run).model;
        if (source.kind == ColumnSource::Kind::Working && working_.exists())
            return store_->run(working_.run()).model;
    }
    return 0;
}

void Session::keepToModel(qint64 model) {
    const ColumnSource working = ColumnSource::working();
    const bool away = working_.exists() && store_->run(working_.run()).model != model;
    if (away) compareList_.remove(working);
    const qint64 compared = comparedModel();
    if (compared == 0 || compared == model) return;
    compareList_.clear();
    Q_EMIT messages_.noted(tr("The comparison was cleared: its columns were of another model"));
}

bool Session::hasEditable() const {
    if (selection_.candidate() != nullptr && selection_.runRecord().model == selection_.model())
        return true;
    try {
        return working_.exists() && store_->run(working_.run()).model == selection_.model();
    } catch (const Error&) {
        return false;  // its run is no more
    }
}

bool Session::ensureWorking() {
    return messages_.attempt([&] {
        const bool fits =
            working_.exists() && store_->run(working_.run()).model == selection_.model();
        if (fits) return;
        const ScoredCandidate* chosen = selection_.candidate();
        if (chosen == nullptr || selection_.runRecord().model != selection_.model())
            throw Error(tr("This model has no candidate to edit: run a search first (page Search)")
                            .toStdString());
        working_.start(selection_.runRecord().id, *chosen);
    });
}

bool Session::useForLayer(int layer, const LpParameters& parameters) {
    if (!ensureWorking()) return false;
    const auto& network = selection_.network();
    const auto at = static_cast<std::size_t>(layer);
    const QString name = network && layer >= 0 && at < network->layers().size()
                             ? QString::fromStdString(network->layers()[at].name)
                             : tr("layer %1").arg(layer);
    return messages_.attempt([&] { working_.setGene(layer, parameters, name); });
}

void Session::addToCompare(RunId run, CandidateId candidate) {
    messages_.attempt([&] {
        const ColumnSource wanted = ColumnSource::ofCandidate(run, candidate);
        if (compareList_.contains(wanted)) return;
        keepToModel(store_->run(run).model);
        if (compareList_.isFull())
            throw Error(tr("%1 columns are already compared: remove one on page Compare first")
                            .arg(CompareList::kMost)
                            .toStdString());
        compareList_.add(wanted);
        Q_EMIT messages_.noted(tr("Candidate %1 was added to Compare (%2 of %3 columns)")
                                   .arg(candidate.value)
                                   .arg(compareList_.sources().size())
                                   .arg(CompareList::kMost));
    });
}

void Session::removeFromCompare(RunId run, CandidateId candidate) {
    compareList_.remove(ColumnSource::ofCandidate(run, candidate));
}

}  // namespace lpstudio
