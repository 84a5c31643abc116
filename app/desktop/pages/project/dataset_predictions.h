#pragma once

#include <QObject>
#include <cstdint>
#include <memory>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "app/desktop/jobs/job.h"
#include "app/desktop/widgets/image_list.h"
#include "app/project/runs/asset_cache.h"
#include "app/project/runs/run_context.h"
#include "core/network/predictions.h"

namespace lpstudio {

/// What the images of a set are to be run through.
struct PredictionOrder {
    std::shared_ptr<AssetCache> assets;
    DatasetRecord dataset;
    std::shared_ptr<const Network> network;
    bool floating = true;             ///< the network as it is; off where that is known already
    std::shared_ptr<RunContext> run;  ///< of the candidate; null: no candidate
    std::optional<ScoredCandidate> candidate;  ///< quantized as this says, after the float network
};

/// What a network, in floating point or quantized as a candidate says, takes each image of a set
/// for. Results come in pieces while it works.
class PredictionsJob final : public Job {
    Q_OBJECT

public:
    using Job::Job;
    void start(const PredictionOrder& order);

Q_SIGNALS:
    /// Of the images from `first` on; pieces of either kind come in order and without gaps.
    void predicted(bool quantized, qint64 first,
                   const std::vector<lpstudio::Prediction>& predictions);
};

/// What a run does with an image.
enum class ImagePart : std::uint8_t {
    Unused,
    Calibration,  ///< activations are fitted and candidates scored on it
    Evaluation,   ///< top-1 is measured on it
};

/// How a run uses the images of a set.
class ImagePartsJob final : public Job {
    Q_OBJECT

public:
    using Job::Job;
    void start(std::shared_ptr<RunContext> run, qint64 dataset);

Q_SIGNALS:
    /// One entry an image.
    void found(lpstudio::RunId run, qint64 dataset, const std::vector<lpstudio::ImagePart>& parts);
};

/// The parts of the set `dataset` in the run; empty if the run does not use it. Loads what it
/// needs. Throws Error.
std::vector<ImagePart> imageParts(RunContext& run, std::int64_t dataset);

class Session;

/// Fills an ImageList with what the chosen network and candidate say of the chosen set, and with
/// the parts that the chosen run gives the images. Works in the background and only while
/// watched; what was found is kept for a few choices.
class DatasetPredictions final : public QObject {
    Q_OBJECT

public:
    enum class Source { None, Float, Candidate };

    DatasetPredictions(Session& session, ImageList& images, QObject* parent = nullptr);

    Source source() const { return source_; }
    /// Chooses it, and starts again what was cancelled or failed.
    void setSource(Source source);
    /// Whether someone looks: without, nothing is started.
    void setWatched(bool watched);
    /// To be called when the list has other images or the network is another; candidate and run are
    /// followed.
    void refresh();
    /// Why there are none; empty if all is well.
    const QString& problem() const { return problem_; }
    /// Cancelled before all images had been run.
    bool wasCancelled() const { return cancelled_; }
    Job& job() { return job_; }
    Job& partsJob() { return parts_; }

Q_SIGNALS:
    /// Predictions, problem or state of the work.
    void changed();

private:
    /// Data set, model, run and candidate; both 0 and -1 for the float network.
    using Key = std::tuple<qint64, qint64, qint64, qint64>;
    Key key(bool quantized) const;
    const std::vector<Prediction>* known(const Key& key) const;
    void keep();
    void forgetImages();
    void restart();
    void refreshParts();

    Session& session_;
    ImageList& images_;
    Source source_ = Source::None;
    bool watched_ = false, cancelled_ = false;
    QString problem_;
    std::shared_ptr<const ImageSet> of_;  ///< the images that the next two speak of
    std::pair<Key, Key> running_;         ///< of what images_ is filled with
    std::vector<std::pair<Key, std::vector<Prediction>>> known_;  ///< complete ones, newest last
    std::pair<qint64, qint64> partsOf_{0, 0};                     ///< run and data set
    PredictionsJob job_;
    ImagePartsJob parts_;
};

}  // namespace lpstudio
