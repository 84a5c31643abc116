#include "app/desktop/pages/distributions/distributions_page.h"

#include <QAction>
#include <QRadioButton>
#include <QSplitter>
#include <algorithm>
#include <utility>

#include "app/desktop/charts/distribution_chart.h"
#include "app/desktop/charts/octave_chart.h"
#include "app/desktop/jobs/jobs.h"
#include "app/desktop/pages/distributions/distribution_view.h"
#include "app/desktop/pages/distributions/format_panel.h"
#include "app/desktop/pages/distributions/format_trial.h"
#include "app/desktop/pages/distributions/layer_tensors.h"
#include "app/desktop/plot/number_text.h"
#include "app/desktop/widgets/chart_view.h"
#include "app/desktop/widgets/data_table.h"
#include "app/desktop/widgets/layer_choice.h"

namespace lpstudio {
namespace {

QString kindText(LayerKind kind) {
    switch (kind) {
        case LayerKind::Convolution:
            return DistributionsPage::tr("convolution");
        case LayerKind::GroupedConvolution:
            return DistributionsPage::tr("grouped convolution");
        case LayerKind::DepthwiseConvolution:
            return DistributionsPage::tr("depthwise convolution");
        case LayerKind::TransposedConvolution:
            return DistributionsPage::tr("transposed convolution");
        default:
            return QString::fromUtf8(kindName(kind));
    }
}

/// More histograms over each other are not told apart.
constexpr std::size_t kMostLayers = 6;
/// Words up to this many bits are fitted whole when a layer is chosen.
constexpr int kFitAllBits = 9;
/// Views beside the one that the page opens with.
const QString kLog2 = QStringLiteral("log2"), kLayers = QStringLiteral("layers"),
              kActivations = QStringLiteral("activations");

}  // namespace

DistributionsPage::DistributionsPage(Session& session, Jobs& jobs, QAction* importAction)
    : Page(PageId::Distributions, tr("Distributions"), session, jobs),
      import_(importAction),
      choice_(new LayerChoice),
      view_(new DistributionView),
      panel_(new FormatPanel),
      trial_(new FormatTrial(*panel_, *view_->chart(), this)),
      tensors_(new LayerTensors(session, this)) {
    panel_->setFixedWidth(288);
    auto* split = new QSplitter;
    split->addWidget(choice_);
    split->addWidget(view_);
    split->addWidget(panel_);
    split->setStretchFactor(1, 1);
    split->setSizes({260, 800, 288});
    split->setChildrenCollapsible(false);
    split->setHandleWidth(1);
    setBody(split);
    refresh_.setSingleShot(true);
    refresh_.setInterval(0);

    Selection& selection = session.selection();
    connect(&refresh_, &QTimer::timeout, this, &DistributionsPage::refresh);
    connect(&selection, &Selection::networkChanged, this, &DistributionsPage::showNetwork);
    connect(&selection, &Selection::layerChanged, this, &DistributionsPage::showLayer);
    connect(&selection, &Selection::candidateChanged, this, &DistributionsPage::showCandidate);
    connect(&selection, &Selection::candidateChanged, this, &DistributionsPage::showUsable);
    connect(&session.working(), &WorkingCandidate::changed, this, &DistributionsPage::showUsable);
    connect(&selection, &Selection::datasetChanged, this, [this] {
        if (choice_->ofActivations()) refreshSoon();
    });
    connect(table(), &DataTable::rowChosen, &selection, &Selection::setLayer);
    connect(table(), &DataTable::rowsSelected, this, &DistributionsPage::takeSelection);
    connect(choice_, &LayerChoice::quantityChanged, this, [this] {
        showCandidate();
        refreshSoon();
    });
    connect(trial_, &FormatTrial::tried, view_->octaves(), &OctaveChart::setFormat);
    connect(panel_, &FormatPanel::useRequested, this, &DistributionsPage::useForLayer);
    connect(trial_, &FormatTrial::problem, &session.messages(), &Messages::problem);
    connect(&load_, &Job::failed, &session.messages(), &Messages::problem);
    connect(tensors_, &LayerTensors::activationsReady, this, &DistributionsPage::refreshSoon);
    connect(tensors_, &LayerTensors::activationsMissing, this, &DistributionsPage::showNothing);
    showNetwork();
}

DataTable* DistributionsPage::table() const {
    return choice_->table();
}

std::vector<Job*> DistributionsPage::ownJobs() {
    return {&tensors_->job(), &trial_->fitJob()};
}

QString DistributionsPage::subtitle() const {
    const Layer* layer = session_.selection().layer();
    return layer
               ? QString::fromStdString(layer->name) + QStringLiteral(" · ") + kindText(layer->kind)
               : QString();
}

QStringList DistributionsPage::views() const {
    return {kLog2, kLayers, kActivations};
}

void DistributionsPage::showView(const QString& view) {
    (view == kActivations ? choice_->activationsButton() : choice_->weightsButton())
        ->setChecked(true);
    view_->scale()->choose(view == kLog2 ? DistributionScale::Log2 : DistributionScale::Linear);
    std::vector<int> layers{session_.selection().layerNumber()};
    // Spread over the network: its beginning and its end differ most.
    const auto& network = session_.selection().network();
    if (view == kLayers && network)
        for (const int part : {1, 2, 3})
            layers.push_back(static_cast<int>(network->layers().size() - 1) * part / 3);
    choice_->choose(layers);
}

bool DistributionsPage::isBusy() const {
    return jobs_.isLoading() || refresh_.isActive() || load_.isRunning() ||
           tensors_->job().isRunning() || trial_->isBusy();
}

void DistributionsPage::showNetwork() {
    if (session_.selection().model() == 0) {
        showEmpty(tr("See how a layer's weights line up with the values a format can represent.\n"
                     "The project has no model yet."),
                  {import_});
        return;
    }
    choice_->setNetwork(session_.selection().network());
    table()->setCurrentRow(session_.selection().layerNumber());
    showBody();
}

void DistributionsPage::showLayer() {
    Q_EMIT headerChanged();
    table()->setCurrentRow(session_.selection().layerNumber());
    showCandidate();
    refreshSoon();
}

void DistributionsPage::takeSelection() {
    // The current layer is one of those that are shown.
    const std::vector<int> rows = table()->selectedRows();
    const int current = session_.selection().layerNumber();
    if (!rows.empty() && std::find(rows.begin(), rows.end(), current) == rows.end())
        session_.selection().setLayer(rows.back());
    refreshSoon();
}

void DistributionsPage::showCandidate() {
    const Selection& selection = session_.selection();
    const ScoredCandidate* candidate = selection.candidate();
    const auto layer = static_cast<std::size_t>(selection.layerNumber());
    // A gene is about weights.
    const bool same = candidate != nullptr && !choice_->ofActivations() &&
                      selection.runRecord().model == selection.model() &&
                      layer < candidate->candidate.genes.size();
    panel_->setCandidate(same ? std::optional(candidate->candidate.genes[layer]) : std::nullopt);
}

void DistributionsPage::showUsable() {
    const Layer* layer = session_.selection().layer();
    if (choice_->ofActivations())
        panel_->setUsable(false, tr("A candidate has these parameters for weights only: "
                                    "activations follow from them"));
    else if (layer == nullptr || layer->isProduct())
        panel_->setUsable(false, tr("The layer has no weights"));
    else if (!session_.hasEditable())
        panel_->setUsable(false, tr("This model has no candidate to edit: run a search first (page "
                                    "Search)"));
    else
        panel_->setUsable(true);
}

void DistributionsPage::useForLayer() {
    const Selection& selection = session_.selection();
    const LpParameters parameters = panel_->parameters();
    if (!session_.useForLayer(selection.layerNumber(), parameters)) return;
    Q_EMIT session_.messages().noted(
        tr("%1 is now %2 in the working candidate (page Compare)")
            .arg(QString::fromStdString(selection.layer()->name),
                 shortSpec(QString::fromStdString(LpFormat(parameters).spec()))));
}

void DistributionsPage::showNothing(const QString& why) {
    load_.abandon();
    trial_->clear();
    tried_ = {};
    panel_->setSubject({});
    view_->clear(why);
}

void DistributionsPage::refresh() {
    const Selection& selection = session_.selection();
    const Layer* layer = selection.layer();
    const bool ofActivations = choice_->ofActivations();
    showUsable();
    if (!ofActivations || layer == nullptr) tensors_->job().abandon();
    if (layer == nullptr) {
        showNothing({});
        return;
    }
    view_->setQuantity(ofActivations ? tr("activation") : tr("weight"));
    if (ofActivations && !tensors_->hasActivations()) {
        showNothing(tensors_->collectActivations());
        return;
    }
    std::vector<LayerTensor> tensors;
    // A product stores no weights: beside others the format is tried on the first that does.
    std::size_t current = 0;
    const std::vector<int> rows = choice_->shown(selection.layerNumber(), kMostLayers);
    for (const int row : rows) {
        const std::size_t at = tensors.size();
        if (ofActivations)
            tensors_->appendActivations(row, rows.size() == 1, tensors);
        else
            tensors_->appendWeights(row, tensors);
        if (row == selection.layerNumber() && at < tensors.size()) current = at;
    }
    if (tensors.empty()) {
        showNothing(tr("%1 multiplies two activations: it has no weights")
                        .arg(QString::fromStdString(layer->name)));
        return;
    }
    load(tensors, current, heading(rows.size()));
}

QString DistributionsPage::heading(std::size_t layers) const {
    const std::size_t chosen = choice_->count();
    QString what = QString::fromStdString(session_.selection().layer()->name);
    if (layers > 1)
        what = layers < chosen ? tr("%1 of %2 chosen layers").arg(layers).arg(chosen)
                               : tr("%1 layers").arg(layers);
    return choice_->ofActivations()
               ? tr("Activations that enter %1, on %2 images").arg(what).arg(tensors_->images())
               : tr("Distribution of weights in %1").arg(what);
}

QString DistributionsPage::subjectOf(const LayerTensor& tensor) const {
    QString subject =
        tr("On the %1 of %2")
            .arg(choice_->ofActivations() ? tr("activations") : tr("weights"), tensor.name);
    if (tensor.all > tensor.values.size())
        subject += tr(" (%1 of %2 values)")
                       .arg(countText(static_cast<qint64>(tensor.values.size())),
                            countText(static_cast<qint64>(tensor.all)));
    return subject;
}

void DistributionsPage::load(const std::vector<LayerTensor>& tensors, std::size_t current,
                             const QString& title) {
    struct Loaded {
        DistributionData data;
        TrialTensor tensor;
        LpParameters fitted;
    };
    const Selection& selection = session_.selection();
    const bool ofActivations = choice_->ofActivations();
    const LayerTensor& tensor = tensors[current];
    const std::tuple tried(selection.model(), ofActivations ? selection.dataset() : 0,
                           selection.layerNumber(), ofActivations);
    const QString subject = subjectOf(tensor);
    load_.launch(
        tr("Reading %1").arg(tensor.name),
        [this, tensors, current, title, tried, subject,
         panel = panel_->parameters()](const JobContext& context) -> Job::Delivery {
            auto loaded = std::make_shared<Loaded>();
            std::vector<DistributionLayer> layers;
            layers.reserve(tensors.size());
            for (const LayerTensor& one : tensors) layers.push_back({one.name, one.values});
            loaded->data = distributionData(layers, [&] { return !context.stop.stop_requested(); });
            const LayerTensor& of = tensors[current];
            loaded->tensor = {of.name.toStdString(), of.owner, of.values,
                              std::make_shared<const MagnitudeTable>(of.values)};
            // All members of a wide word would take seconds; sf alone does not.
            const LpFormat family =
                panel.n <= kFitAllBits ? LpFormat(panel.n) : LpFormat(panel.n, panel.es, panel.rs);
            loaded->fitted = *lpParameters(*family.fit(*loaded->tensor.table));
            return [this, loaded, title, tried, subject] {
                view_->setData(std::move(loaded->data), title);
                panel_->setSubject(subject);
                // Layers laid over the current one leave the format where the hand has put
                // it.
                trial_->setTensor(std::move(loaded->tensor), loaded->fitted,
                                  std::exchange(tried_, tried) != tried);
            };
        });
}

}  // namespace lpstudio
