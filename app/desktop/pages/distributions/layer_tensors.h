#pragma once

#include <QObject>
#include <cstddef>
#include <map>
#include <memory>
#include <span>
#include <stop_token>
#include <utility>
#include <vector>

#include "app/desktop/jobs/task.h"
#include "app/project/runs/asset_cache.h"

namespace lpstudio {

/// What a layer receives in the float network, of large tensors an evenly spread part.
struct ActivationSample {
    struct Operand {
        std::vector<float> values;
        std::size_t all = 0;  ///< how many there were
    };
    Operand first;
    Operand second;  ///< empty unless both operands are activations
};
/// One entry a layer.
struct ActivationSamples {
    std::size_t images = 0;
    std::vector<ActivationSample> layers;
};

/// Runs the images (numbers in `set`) through the float network and keeps at most about `most`
/// values of each operand: every s-th in the order of images and memory, s without a factor in
/// common with the size of one image's tensor, so that all channels and positions have their share.
/// Throws Error (images that do not fit, non-finite activations), Cancelled.
ActivationSamples sampleActivations(const Network& network, const ImageSet& set,
                                    std::span<const std::size_t> images, std::size_t most,
                                    const std::stop_token& stop = {},
                                    const ProgressFunction& progress = {});

/// Of each operand of a layer: 1 MiB.
inline constexpr std::size_t kSampledValues = std::size_t{1} << 18;

/// Samples the activations of all layers on the images that a search with default settings would
/// calibrate on, kSampledValues of each operand at most. Throws as above.
ActivationSamples sampleCalibration(AssetCache& assets, const Network& network,
                                    const DatasetRecord& dataset, const std::stop_token& stop = {},
                                    const ProgressFunction& progress = {});

class Session;

/// A tensor of a layer; `owner` keeps its values alive.
struct LayerTensor {
    QString name;
    std::shared_ptr<const void> owner;
    std::span<const float> values;
    std::size_t all = 0;  ///< more than there are `values` where these are a sample
};

/// The tensors of the chosen model's layers: weights at once; activations once they have been
/// collected on the chosen image set, which is done in one pass for all layers and remembered.
class LayerTensors final : public QObject {
    Q_OBJECT

public:
    explicit LayerTensors(Session& session, QObject* parent = nullptr);

    /// Appends the layer's weights; nothing for a product of two activations.
    void appendWeights(int layer, std::vector<LayerTensor>& tensors) const;
    /// Appends the layer's input (first operand), and a product's second operand if `both`; nothing
    /// unless they are there.
    void appendActivations(int layer, bool both, std::vector<LayerTensor>& tensors) const;

    bool hasActivations() const { return samples() != nullptr; }
    /// On which they were collected.
    std::size_t images() const;
    /// Collects activations unless they are there or on their way; tells what the user sees
    /// meanwhile.
    QString collectActivations();
    Job& job() { return job_; }

Q_SIGNALS:
    void activationsReady();
    /// Collecting has failed or was stopped.
    void activationsMissing(const QString& why);

private:
    using Samples = std::shared_ptr<const ActivationSamples>;
    using Source = std::pair<qint64, qint64>;  ///< model, image set

    Source chosenSource() const;
    Samples samples() const;

    Session& session_;
    Task<Samples> job_;
    Source collecting_;
    std::map<Source, Samples> samples_;
};

}  // namespace lpstudio
