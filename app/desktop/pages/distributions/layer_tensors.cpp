#include "app/desktop/pages/distributions/layer_tensors.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "app/desktop/session/desktop_session.h"
#include "core/base/error.h"
#include "core/network/batches.h"
#include "core/study/session.h"

namespace lpstudio {
namespace {

constexpr std::size_t kBatch = 16;

class Sampler final : public RunObserver {
public:
    /// `firstBatch`: images of the first batch, which decides every layer's step.
    Sampler(ActivationSamples& samples, std::size_t most, std::size_t firstBatch)
        : samples_(samples),
          most_(most),
          firstBatch_(std::max<std::size_t>(1, firstBatch)),
          strides_(2 * samples.layers.size()) {}

    bool wantsOperands() const override { return true; }
    void onInput(LayerIndex layer, const TensorView& x) override { add(layer, 0, x); }
    void onOperand(LayerIndex layer, const TensorView& x) override { add(layer, 1, x); }

private:
    struct Stride {
        std::size_t step = 0;  ///< 0: not seen yet
        std::size_t next = 0;  ///< position of the next value in the tensor to come
    };

    void add(LayerIndex layer, std::size_t which, const TensorView& x) {
        const auto index = static_cast<std::size_t>(layer.value);
        ActivationSample& sample = samples_.layers[index];
        ActivationSample::Operand& operand = which == 0 ? sample.first : sample.second;
        Stride& stride = strides_[2 * index + which];
        if (stride.step == 0) {
            const std::size_t perImage = std::max<std::size_t>(1, x.values.size() / firstBatch_);
            stride.step =
                std::max<std::size_t>(1, (perImage * samples_.images + most_ - 1) / most_);
            while (std::gcd(stride.step, perImage) != 1) ++stride.step;
        }
        for (; stride.next < x.values.size(); stride.next += stride.step)
            operand.values.push_back(x.values[stride.next]);
        stride.next -= x.values.size();
        operand.all += x.values.size();
    }

    ActivationSamples& samples_;
    std::size_t most_, firstBatch_;
    std::vector<Stride> strides_;
};

}  // namespace

ActivationSamples sampleActivations(const Network& network, const ImageSet& set,
                                    std::span<const std::size_t> images, std::size_t most,
                                    const std::stop_token& stop, const ProgressFunction& progress) {
    requireFits(set, network.card(), network.classes());
    ActivationSamples samples;
    samples.images = images.size();
    samples.layers.resize(network.layers().size());
    Sampler sampler(samples, most, std::min(kBatch, images.size()));
    const auto pixels = [&](const Batch& batch) {
        return normalised(set, images.subspan(batch.first, batch.size), network.card());
    };
    observeBatches(network, {images.size(), kBatch, 0, stop}, pixels, sampler, progress,
                   "collecting activations");
    for (std::size_t i = 0; i < samples.layers.size(); ++i)
        for (const auto* operand : {&samples.layers[i].first, &samples.layers[i].second})
            requireFinite(operand->values, network.name() + ": activations of layer \"" +
                                               network.layers()[i].name + "\"");
    return samples;
}

ActivationSamples sampleCalibration(AssetCache& assets, const Network& network,
                                    const DatasetRecord& dataset, const std::stop_token& stop,
                                    const ProgressFunction& progress) {
    const SearchSettings settings;
    const auto set = assets.images(dataset, network.card());
    const auto images =
        stratifiedSample(*set, std::min(settings.images, set->size()), settings.common.seed);
    return sampleActivations(network, *set, images, kSampledValues, stop, progress);
}

LayerTensors::LayerTensors(Session& session, QObject* parent) : QObject(parent), session_(session) {
    connect(&job_, &Job::failed, this, &LayerTensors::activationsMissing);
    connect(&job_, &Job::cancelled, this, [this] {
        Q_EMIT activationsMissing(tr("Stopped; choose a layer to collect activations again"));
    });
    // Another project has other models under the same numbers.
    connect(&session_, &Session::projectChanged, this, [this] {
        job_.abandon();
        samples_.clear();
    });
}

LayerTensors::Source LayerTensors::chosenSource() const {
    return {session_.selection().model(), session_.selection().dataset()};
}

LayerTensors::Samples LayerTensors::samples() const {
    const auto found = samples_.find(chosenSource());
    return found == samples_.end() ? nullptr : found->second;
}

std::size_t LayerTensors::images() const {
    const Samples all = samples();
    return all ? all->images : 0;
}

void LayerTensors::appendWeights(int layer, std::vector<LayerTensor>& tensors) const {
    const auto& network = session_.selection().network();
    const Layer& one = network->layers()[static_cast<std::size_t>(layer)];
    if (one.isProduct()) return;
    const auto values = network->weights(one.index);
    tensors.push_back({QString::fromStdString(one.name), network, values, values.size()});
}

void LayerTensors::appendActivations(int layer, bool both,
                                     std::vector<LayerTensor>& tensors) const {
    const Samples all = samples();
    if (!all) return;
    const auto at = static_cast<std::size_t>(layer);
    const ActivationSample& sample = all->layers[at];
    const QString name = QString::fromStdString(session_.selection().network()->layers()[at].name);
    const auto append = [&](const QString& title, const ActivationSample::Operand& operand) {
        tensors.push_back({title, all, operand.values, operand.all});
    };
    if (sample.second.all == 0) {
        append(name, sample.first);
        return;
    }
    append(tr("%1, first operand").arg(name), sample.first);
    if (both) append(tr("%1, second operand").arg(name), sample.second);
}

QString LayerTensors::collectActivations() {
    const Source wanted = chosenSource();
    if (wanted.second == 0)
        return tr(
            "Activations are collected on images: import an image set, or choose one on the "
            "Project page");
    if (!job_.isRunning() || collecting_ != wanted) try {
            const DatasetRecord dataset = session_.store()->dataset(wanted.second);
            collecting_ = wanted;
            job_.launch(
                tr("Collecting activations on %1").arg(QString::fromStdString(dataset.name)),
                [assets = session_.assets(), network = session_.selection().network(),
                 dataset](const JobContext& context) {
                    return std::make_shared<const ActivationSamples>(sampleCalibration(
                        *assets, *network, dataset, context.stop, context.progress));
                },
                [this](Samples samples) {
                    samples_[collecting_] = std::move(samples);
                    Q_EMIT activationsReady();
                });
        } catch (const Error& error) {
            return QString::fromUtf8(error.what());
        }
    return tr("Collecting activations…");
}

}  // namespace lpstudio
