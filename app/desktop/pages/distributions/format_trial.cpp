#include "app/desktop/pages/distributions/format_trial.h"

#include <utility>

#include "app/desktop/charts/distribution_chart.h"
#include "app/desktop/pages/distributions/format_panel.h"
#include "core/number/lp.h"
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
    connect(&panel_, &FormatPanel::stopRequested, &fit_, &Job::cancel);
    connect(&fit_, &Job::started, &panel_, [this] { panel_.setFitting(0); });
    connect(&fit_, &Job::ended, &panel_, [this] { panel_.setFitting(std::nullopt); });
    connect(&fit_, &Job::progressed, &panel_, [this](const JobProgress& progress) {
        if (progress.total > 0)
            panel_.setFitting(static_cast<double>(progress.done) /
                              static_cast<double>(progress.total));
    });
    connect(&measure_, &Job::failed, this, &FormatTrial::problem);
    connect(&fit_, &Job::failed, this, &FormatTrial::problem);
    connect(&measure_, &Job::ended, this, [this] {
        if (std::exchange(again_, false) && !rest_.isActive()) measureExactly();
    });
}

void FormatTrial::setTensor(TrialTensor tensor, const LpParameters& fitted, bool take) {
    clear();
    tensor_ = std::move(tensor);
    marked_ = fitted;
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
    const bool sameLevels =
        parameters.n == marked_.n && parameters.es == marked_.es && parameters.rs == marked_.rs;
    measure_.launch(
        tr("Measuring"),
        [this, tensor = *tensor_, parameters, sameLevels](const JobContext&) -> Job::Delivery {
            const Measures measures = measure(LpFormat(parameters).quantizer(Rounding::Nearest),
                                              tensor.values, tensor.name);
            std::optional<LpParameters> best;
            if (!sameLevels)
                best = lpParameters(
                    *LpFormat(parameters.n, parameters.es, parameters.rs).fit(*tensor.table));
            return [this, measures, parameters, best] {
                if (best) panel_.setFitted(marked_ = *best);
                if (panel_.parameters() == parameters) panel_.setMeasures(measures);
            };
        });
}

void FormatTrial::fit(int n) {
    if (!tensor_) return;
    const QString title = tr("Fitting LP of %1 bits").arg(n);
    fit_.launch(
        title,
        [this, n, title, table = tensor_->table](const JobContext& context) -> Job::Delivery {
            const auto shouldContinue = [&, what = title.toStdString()](std::size_t tried) {
                context.progress({what, tried, lpMembers(n)});
                return !context.stop.stop_requested();
            };
            const LpParameters best = fitLp(n, *table, shouldContinue);
            return [this, best] {
                panel_.setFitted(marked_ = best);
                panel_.setParameters(best);
                show();
            };
        });
}

}  // namespace lpstudio
