#include "app/desktop/widgets/layer_tensors.h"

#include "app/desktop/session/desktop_session.h"
#include "core/base/error.h"

namespace lpstudio {

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
