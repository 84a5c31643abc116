#include "app/desktop/widgets/layer_tensors.h"

#include "app/desktop/jobs/workbench.h"
#include "core/base/error.h"

namespace lpstudio {

LayerTensors::LayerTensors(Workbench& workbench, QObject* parent)
    : QObject(parent), workbench_(workbench) {
    connect(&job_, &ActivationsJob::collected, this, [this](const Samples& samples) {
        samples_[collecting_] = samples;
        Q_EMIT activationsReady();
    });
    connect(&job_, &Job::failed, this, &LayerTensors::activationsMissing);
    connect(&job_, &Job::cancelled, this, [this] {
        Q_EMIT activationsMissing(tr("Stopped; choose a layer to collect activations again"));
    });
    // Another project has other models under the same numbers.
    connect(&workbench_, &Workbench::projectChanged, this, [this] {
        job_.abandon();
        samples_.clear();
    });
}

LayerTensors::Source LayerTensors::chosenSource() const {
    return {workbench_.selection().model(), workbench_.selection().dataset()};
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
    const auto& network = workbench_.selection().network();
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
    const QString name =
        QString::fromStdString(workbench_.selection().network()->layers()[at].name);
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
            const DatasetRecord dataset = workbench_.store()->dataset(wanted.second);
            collecting_ = wanted;
            job_.start(workbench_.assets(), workbench_.selection().network(), dataset);
        } catch (const Error& error) {
            return QString::fromUtf8(error.what());
        }
    return tr("Collecting activations…");
}

}  // namespace lpstudio
