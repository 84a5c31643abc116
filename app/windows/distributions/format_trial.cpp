#include "app/windows/distributions/format_trial.h"

#include <utility>

#include "app/charts/distribution_chart.h"
#include "app/windows/distributions/format_panel.h"
#include "core/number/measures.h"

namespace lpstudio {
namespace {

/// A hand that has not moved for so long rests.
constexpr int kRestMilliseconds = 150;

}  // namespace

FormatTrial::FormatTrial(FormatPanel& panel, DistributionChart& chart, QObject* parent)
    : QObject(parent), panel_(panel), chart_(chart) {
    rest_.setSingleShot(true);
    rest_.setInterval(kRestMilliseconds);
    connect(&rest_, &QTimer::timeout, this, &FormatTrial::measureExactly);
    connect(&panel_, &FormatPanel::parametersChanged, this, &FormatTrial::show);
    connect(&panel_, &FormatPanel::fitRequested, this, &FormatTrial::fit);
    connect(&measure_, &Job::failed, this, &FormatTrial::problem);
    connect(&fit_, &Job::failed, this, &FormatTrial::problem);
    connect(&measure_, &Job::ended, this, [this] {
        if (std::exchange(again_, false) && !rest_.isActive()) measureExactly();
    });
}

void FormatTrial::setTensor(TrialTensor tensor, const LpParameters& fitted, bool take) {
    clear();
    tensor_ = std::move(tensor);
    panel_.setFitted(fitted);
    if (take) panel_.setParameters(fitted);
    panel_.setEnabled(true);
    show();
}

void FormatTrial::clear() {
    rest_.stop();
    again_ = false;
    measure_.abandon();
    fit_.abandon();
    tensor_.reset();
    panel_.setEnabled(false);
    panel_.setMeasures(std::nullopt);
    chart_.setFormat(nullptr);
    Q_EMIT tried(nullptr, nullptr);
}

bool FormatTrial::isBusy() const {
    return rest_.isActive() || measure_.isRunning() || fit_.isRunning();
}

void FormatTrial::show() {
    if (!tensor_) return;
    const auto format = std::make_shared<const LpFormat>(panel_.parameters());
    const auto quantizer = std::make_shared<const Quantizer>(format->quantizer(Rounding::Nearest));
    panel_.setEstimate(estimate(*quantizer, *tensor_->table));
    chart_.setFormat(format, quantizer);
    Q_EMIT tried(format, quantizer);
    rest_.start();
}

void FormatTrial::measureExactly() {
    // A measurement cannot be stopped half-way; threads for every rest of the hand would pile up.
    if (measure_.isRunning()) {
        again_ = true;
        return;
    }
    const LpParameters parameters = panel_.parameters();
    measure_.launch(
        tr("Measuring"), [this, tensor = *tensor_, parameters](const JobContext&) -> Job::Delivery {
            const Measures measures = measure(LpFormat(parameters).quantizer(Rounding::Nearest),
                                              tensor.values, tensor.name);
            return [this, measures, parameters] {
                if (panel_.parameters() == parameters) panel_.setMeasures(measures);
            };
        });
}

void FormatTrial::fit(int n) {
    if (!tensor_) return;
    fit_.launch(tr("Fitting LP of %1 bits").arg(n),
                [this, n, table = tensor_->table](const JobContext&) -> Job::Delivery {
                    const LpParameters best = *lpParameters(*LpFormat(n).fit(*table));
                    return [this, best] {
                        panel_.setFitted(best);
                        panel_.setParameters(best);
                        show();
                    };
                });
}

}  // namespace lpstudio
