#pragma once

#include <QObject>
#include <map>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "app/desktop/jobs/activation_samples.h"
#include "app/desktop/jobs/task.h"

namespace lpstudio {

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
