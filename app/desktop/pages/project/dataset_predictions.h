#pragma once

#include <QObject>
#include <cstdint>
#include <memory>
#include <tuple>
#include <utility>
#include <vector>

#include "app/desktop/jobs/task.h"
#include "app/desktop/widgets/image_list.h"
#include "core/network/predictions.h"

namespace lpstudio {

struct PredictionOrder;
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
    void start(PredictionOrder order);
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
    Job job_;
    Task<std::vector<std::uint8_t>> parts_;
};

}  // namespace lpstudio
