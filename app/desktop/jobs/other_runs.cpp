#include "app/desktop/jobs/other_runs.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "app/desktop/jobs/loading.h"
#include "app/desktop/session/desktop_session.h"
#include "core/base/error.h"

namespace lpstudio {
namespace {

constexpr int kLookMilliseconds = 2000;
/// A run of so many candidates takes a moment to load: it is followed at longer steps.
constexpr std::int64_t kManyCandidates = 20000;
constexpr int kLongStep = 8;

}  // namespace

OtherRuns::OtherRuns(Session& session, Loading& loading, QObject* parent)
    : QObject(parent), session_(session), loading_(loading) {
    timer_.setInterval(kLookMilliseconds);
    connect(&timer_, &QTimer::timeout, this, &OtherRuns::look);
    connect(&session_, &Session::projectChanged, this, [this] {
        look_.abandon();
        runs_.clear();
        known_ = false;
        if (session_.store())
            timer_.start();
        else
            timer_.stop();
    });
}

void OtherRuns::look() {
    if (!session_.store() || look_.isRunning() || loading_.isRunning()) return;
    // What cannot be read is told to whoever asks for it.
    look_.launch(
        tr("Looking at the project's runs"),
        [store = session_.store()](const JobContext&) { return store->runs(); },
        [this](std::vector<RunRecord> runs) { take(std::move(runs)); });
}

bool OtherRuns::differ(const std::vector<RunRecord>& before,
                       const std::vector<RunRecord>& now) const {
    return !std::ranges::equal(before, now, [this](const RunRecord& a, const RunRecord& b) {
        return a.id == b.id && (a.id == session_.runningRun() ||
                                (a.state == b.state && a.candidates == b.candidates));
    });
}

void OtherRuns::take(std::vector<RunRecord> runs) {
    const bool changed = std::exchange(known_, true) && differ(runs_, runs);
    runs_ = std::move(runs);
    const Selection& selection = session_.selection();
    const RunRecord& shown = selection.runRecord();
    const auto run =
        selection.run() ? std::ranges::find(runs_, shown.id, &RunRecord::id) : runs_.end();
    // A run that is searched here is followed as it happens.
    if (run != runs_.end() && shown.id != session_.runningRun() &&
        shown.state == RunState::Running) {
        const auto known =
            static_cast<std::int64_t>(selection.candidates() ? selection.candidates()->size() : 0);
        const bool due = run->candidates < kManyCandidates || ++waited_ >= kLongStep;
        if (run->state != RunState::Running || (run->candidates > known && due)) {
            waited_ = 0;
            loading_.reload(shown.id);
        }
    }
    if (changed) Q_EMIT session_.contentChanged();
}

}  // namespace lpstudio
