#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "app/project/runs/asset_cache.h"
#include "app/project/store/store.h"
#include "core/base/progress.h"
#include "core/study/session.h"

namespace lpstudio {

/// What to search, by project records, and where to keep what is found.
struct SearchRequest {
    std::shared_ptr<ProjectStore> store;
    /// Where there is no store: the project to open, or to create once the search is ready to
    /// begin; empty: nothing is stored.
    std::filesystem::path project;
    std::shared_ptr<AssetCache> assets;
    ModelRecord model;                        ///< id 0: added to the project, as are the others
    DatasetRecord calibration;                ///< to draw the calibration images from
    std::optional<DatasetRecord> evaluation;  ///< for top-1 afterwards
    SearchSettings settings;
    std::string name;             ///< of a new run; empty: "LPQ on ResNet-20"
    std::optional<RunId> resume;  ///< a run of these settings that has not finished, to resume
    bool resumeNewest = false;    ///< likewise, the project's newest one
};

/// A search whose run is in the store.
struct SearchBeginning {
    std::optional<RunId> run;   ///< none where nothing is stored
    std::int64_t restored = 0;  ///< candidates of an earlier part
    std::int64_t planned = 0;   ///< candidates of the whole search, limits considered
};

/// A search that has ended.
struct SearchOutcome {
    std::optional<RunId> run;
    /// finished; stopped: at the user's wish; limited: at the most candidates or the time that the
    /// settings allow.
    RunState state = RunState::Finished;
    /// Candidates with their top-1 where it was measured (settings.measure); seconds of all parts
    /// of the run.
    SearchResult result;
    double floatTop1Percent = -1;  ///< negative: not measured
    std::shared_ptr<const Network> network;
    std::shared_ptr<const ImageSet> calibration;  ///< which the session uses
    std::shared_ptr<const SearchSession> session;
};

/// Is told what a search does, on the thread that runs it. Candidates are in the store before they
/// are told.
class SearchRunObserver : public SearchObserver {
public:
    /// The calibration images are about to be run.
    virtual void onCalibrating() {}
    virtual void onBegan(const SearchBeginning&) {}
    /// Stored as ended; top-1 follows if the request has an evaluation set, its settings ask for
    /// it and nobody stopped it.
    virtual void onEnded(const SearchOutcome&) {}
    /// Stored, too. No candidate: of the float network.
    virtual void onTop1(std::optional<CandidateId>, double /*percent*/) {}
};

/// Runs a search and keeps it in the project: loads and calibrates, begins a run or resumes one,
/// stores each candidate as it is scored, ends the run, and measures top-1 of what settings.measure
/// says.
///
/// A run that is stopped, limited or failed keeps its best candidate and can be resumed, a limited
/// one with a higher limit or none. `control` says how to work; its `restored` is not used. Throws
/// UsageError, Error (also if the run cannot be resumed, naming what has changed), Cancelled if it
/// was stopped before the first candidate or while top-1 is measured; the run is stored as ended
/// then, too.
SearchOutcome runSearch(const SearchRequest& request, SearchRunObserver& observer,
                        const SearchControl& control = {}, const ProgressFunction& progress = {});

}  // namespace lpstudio
