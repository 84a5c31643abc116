#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/search/candidate.h"

namespace lpstudio {

class StoreDatabase;

/// Formats that a run has found for a layer at one of its widths, as specs.
struct RunFormat {
    int layer = 0, width = 0;
    /// LP of least error on the layer's weights; of a product of two activations, on the second.
    std::string weights;
    /// The fitted format of activations; empty where the run has no activations of this width.
    std::string activations;

    friend bool operator==(const RunFormat&, const RunFormat&) = default;
};

/// What a run has found out from its images before the first candidate. With it the run's
/// candidates are exported, reported and measured without the calibration images.
struct RunInputs {
    std::vector<RunFormat> formats;              ///< by layer and width
    std::vector<std::size_t> calibrationImages;  ///< numbers in the calibration set, ascending
    /// Numbers of images in the evaluation set that are calibration images too, so that top-1 is
    /// not measured on them; none if the run has no such set, or it was not there.
    std::optional<std::vector<std::size_t>> leftOut;

    bool isEmpty() const { return formats.empty(); }
    friend bool operator==(const RunInputs&, const RunInputs&) = default;
};

/// What runs used, as ProjectStore keeps it. What is damaged counts as missing: it can be found out
/// again.
class RunInputRecords {
public:
    /// Replaces what was stored of the run. Throws Error if there is no such run.
    void setInputs(RunId run, const RunInputs& inputs);
    /// Empty: nothing is stored, as of runs of versions before this was.
    RunInputs inputs(RunId run) const;

    /// What bias correction adds for a candidate. Throws Error if there is no such candidate.
    void setOutputShifts(RunId run, CandidateId candidate, const OutputShifts& shifts);
    /// None if they are not stored.
    std::optional<OutputShifts> outputShifts(RunId run, CandidateId candidate) const;

protected:
    explicit RunInputRecords(std::shared_ptr<StoreDatabase> database);

private:
    std::shared_ptr<StoreDatabase> database_;
};

/// Replaces a candidate's output shifts. Under the database's lock. Throws Error if there is no
/// such candidate.
void insertShifts(StoreDatabase& database, RunId run, CandidateId candidate,
                  const OutputShifts& shifts);

/// Gives one run what another, of the same model, data and settings, has used. Under the database's
/// lock.
void copyInputs(StoreDatabase& database, RunId from, RunId to);

}  // namespace lpstudio
