#include "app/desktop/pages/hardware/hardware_page.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QSplitter>
#include <QTabWidget>
#include <QVBoxLayout>
#include <algorithm>

#include "app/desktop/jobs/jobs.h"
#include "app/desktop/pages/hardware/design_comparison.h"
#include "app/desktop/pages/hardware/design_panel.h"
#include "app/desktop/pages/hardware/hardware_layers.h"
#include "app/desktop/pages/hardware/hardware_overview.h"
#include "app/desktop/pages/hardware/influence_view.h"
#include "app/desktop/pages/hardware/published_panel.h"
#include "app/desktop/plot/number_text.h"
#include "app/desktop/widgets/compact_box.h"
#include "app/desktop/widgets/data_table.h"
#include "app/desktop/widgets/layer_table.h"
#include "app/project/runs/network_workload.h"
#include "app/project/store/design_library.h"
#include "core/base/error.h"
#include "hw/accelerator.h"
#include "hw/roofline.h"
#include "hw/workload.h"

namespace lpstudio {
namespace {

constexpr int kChosenCandidate = 0;  ///< beside uniform widths in the choice of subject
enum Tab { kOverview, kLayers, kRoofline, kBounds, kDesigns, kPublished };

/// Names of the tabs as pictures and tests call them, in the order of Tab, and of the floor plan.
const QStringList& viewNames() {
    static const QStringList names{QString(),
                                   QStringLiteral("layers"),
                                   QStringLiteral("roofline"),
                                   QStringLiteral("bounds"),
                                   QStringLiteral("designs"),
                                   QStringLiteral("published"),
                                   QStringLiteral("floorplan")};
    return names;
}

/// What each roof of a roofline belongs to.
QStringList peakNames(const Accelerator& design, const SimulationResult& result,
                      const Roofline& roofline) {
    QStringList names;
    for (const double peak : roofline.peaks) {
        QStringList widths;
        for (std::size_t i = 0; i < result.layers.size(); ++i) {
            if (roofline.points[i].peak != peak) continue;
            const Activity& activity = result.layers[i].activity;
            const QString width = design.peKind == PeKind::Packed
                                      ? HardwarePage::tr("%1-bit weights").arg(activity.weightBits)
                                      : HardwarePage::tr("%1 × %2 bit")
                                            .arg(activity.weightBits)
                                            .arg(activity.activationBits);
            if (!widths.contains(width)) widths << width;
        }
        names << widths.join(QStringLiteral(", "));
    }
    return names;
}

}  // namespace

HardwarePage::HardwarePage(Session& session, Jobs& jobs, QAction* importAction)
    : Page(PageId::Hardware, tr("Hardware"), session, jobs),
      designs_(new DesignPanel(session.messages())),
      network_(new QComboBox),
      subject_(new QComboBox),
      beside_(new QComboBox),
      batch_(new QSpinBox),
      trouble_(new QLabel),
      import_(new QPushButton),
      overview_(new HardwareOverview),
      layers_(new HardwareLayers),
      roofline_(new RooflineView),
      influences_(new InfluencePanel),
      comparison_(new DesignComparison),
      published_(new PublishedPanel),
      tabs_(new QTabWidget) {
    makeTabs();
    auto* right = new QWidget;
    auto* rightLayout = new QVBoxLayout(right);
    rightLayout->setContentsMargins(8, 16, 0, 0);
    rightLayout->setSpacing(8);
    rightLayout->addWidget(makeChoices());
    trouble_->setWordWrap(true);
    trouble_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    trouble_->hide();
    import_->setText(importAction->text());
    import_->setToolTip(tr("The project has no model yet; a well-known network is shown"));
    connect(import_, &QPushButton::clicked, importAction, &QAction::trigger);
    auto* notes = new QHBoxLayout;
    notes->setContentsMargins(8, 0, 16, 0);
    notes->addWidget(trouble_, 1);
    notes->addWidget(import_, 0, Qt::AlignRight);
    rightLayout->addLayout(notes);
    rightLayout->addWidget(tabs_, 1);
    auto* split = new QSplitter;
    split->addWidget(designs_);
    split->addWidget(right);
    split->setStretchFactor(1, 1);
    split->setSizes({470, 900});
    split->setHandleWidth(1);
    split->setChildrenCollapsible(false);
    setBody(split);

    Selection& selection = session.selection();
    connect(designs_, &DesignPanel::designChanged, this, [this] {
        // An edit keeps the batch that the user looks at; another design brings its own.
        const Accelerator& design = designs_->design();
        if (design.name != outcome_.design.name || design.batch != outcome_.design.batch) {
            const QSignalBlocker quiet(batch_);
            batch_->setValue(design.batch);
        }
        refresh();
    });
    connect(&DesignLibrary::instance(), &DesignLibrary::changed, this,
            &HardwarePage::refreshBeside);
    connect(network_, &QComboBox::activated, this, [this] {
        networkChosen_ = true;
        refresh();
    });
    connect(subject_, &QComboBox::activated, this, [this] {
        subjectChosen_ = true;
        refresh();
    });
    connect(beside_, &QComboBox::activated, this, &HardwarePage::refresh);
    connect(batch_, &QSpinBox::valueChanged, this, &HardwarePage::refresh);
    connect(&selection, &Selection::networkChanged, this, &HardwarePage::refresh);
    connect(&selection, &Selection::candidateChanged, this, &HardwarePage::refresh);
    connect(&selection, &Selection::layerChanged, this, [this] {
        if (network_->currentIndex() > 0) return;
        markLayer(session_.selection().layerNumber());
    });
    const auto chooseLayer = [this](int layer) {
        // A well-known network's layers are not those of the model that other pages show.
        if (network_->currentData().toString().isEmpty()) {
            session_.selection().setLayer(layer);
            return;
        }
        markLayer(layer);
    };
    connect(overview_, &HardwareOverview::layerChosen, this, chooseLayer);
    connect(layers_, &HardwareLayers::layerChosen, this, chooseLayer);
    connect(roofline_, &RooflineView::layerClicked, this, chooseLayer);
    connect(comparison_, &DesignComparison::designChosen, this, [this](const QString& name) {
        beside_->setCurrentText(name);
        refresh();
    });
    connect(influences_, &InfluencePanel::constantChosen, designs_, &DesignPanel::showConstant);
    // Told where it happened: a design that cannot run these widths is no accident.
    connect(&job_, &Job::failed, this, &HardwarePage::clear);
    connect(&bounds_, &Job::failed, &session.messages(), &Messages::problem);
    connect(comparison_, &DesignComparison::problem, &session.messages(), &Messages::problem);
    connect(published_, &PublishedPanel::problem, &session.messages(), &Messages::problem);
    connect(tabs_, &QTabWidget::currentChanged, this, &HardwarePage::headerChanged);
    batch_->setValue(designs_->design().batch);
    refreshBeside();
    refresh();
}

QWidget* HardwarePage::makeChoices() {
    makeCompact(network_, 8);
    makeCompact(subject_, 11);
    makeCompact(beside_, 9);
    network_->setAccessibleName(tr("Network"));
    network_->setToolTip(tr("The model of the project, or a well-known network's layer table"));
    network_->addItem(tr("The model"), QString());
    network_->insertSeparator(1);
    for (const WorkloadInfo& info : workloads()) {
        network_->addItem(QString::fromStdString(info.name), QString::fromStdString(info.name));
        network_->setItemData(network_->count() - 1, QString::fromStdString(info.summary),
                              Qt::ToolTipRole);
    }
    subject_->setAccessibleName(tr("Bit widths"));
    subject_->setToolTip(tr("Widths of weights; activations have twice as many bits, at most 8"));
    beside_->setAccessibleName(tr("Compare with"));
    beside_->setToolTip(tr("Compare with a second design on the same layers, in the overview"));
    batch_->setRange(1, 65536);
    batch_->setAccessibleName(tr("Batch"));
    batch_->setToolTip(tr("Images per batch"));
    auto* row = new QWidget;
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(8, 0, 16, 0);
    layout->setSpacing(8);
    const auto add = [&](const QString& label, QWidget* field) {
        auto* text = new QLabel(label);
        text->setBuddy(field);
        layout->addWidget(text);
        layout->addWidget(field);
        layout->addSpacing(8);
    };
    add(tr("Network"), network_);
    add(tr("Bit widths"), subject_);
    add(tr("Batch"), batch_);
    add(tr("Versus"), beside_);
    layout->addStretch();
    return row;
}

void HardwarePage::makeTabs() {
    auto* roofline = new QWidget;
    auto* layout = new QVBoxLayout(roofline);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->addWidget(roofline_);
    tabs_->addTab(overview_, tr("Overview"));
    tabs_->addTab(layers_, tr("Layers"));
    tabs_->addTab(roofline, tr("Roofline"));
    tabs_->addTab(influences_, tr("Bounds"));
    tabs_->addTab(comparison_, tr("Designs"));
    tabs_->addTab(published_, tr("Published tables"));
    tabs_->setDocumentMode(true);
}

const TotalsTable* HardwarePage::totals() const {
    return overview_->totals();
}

DataTable* HardwarePage::table() const {
    switch (tabs_->currentIndex()) {
        case kOverview:
            return overview_->table();
        case kDesigns:
            return comparison_->table();
        case kPublished:
            return published_->table();
        default:
            return layers_->table();
    }
}

QUndoStack* HardwarePage::undoStack() const {
    return designs_->undoStack();
}

QStringList HardwarePage::views() const {
    return viewNames().mid(1);
}

bool HardwarePage::isBusy() const {
    return jobs_.isLoading() || job_.isRunning() || bounds_.isRunning() || comparison_->isBusy() ||
           published_->isBusy();
}

void HardwarePage::showView(const QString& view) {
    // The floor plan is the diagram's other face, beside the overview.
    designs_->toScale()->setChecked(view == viewNames().last());
    const auto tab = static_cast<int>(viewNames().indexOf(view));
    tabs_->setCurrentIndex(tab < tabs_->count() ? std::max(0, tab) : kOverview);
}

void HardwarePage::showEvent(QShowEvent* event) {
    Page::showEvent(event);
    if (stale_) simulateNow();
}

void HardwarePage::refresh() {
    // Without a model of its own the project can still look at well-known networks.
    const bool hasModel = session_.selection().model() != 0;
    import_->setVisible(!hasModel);
    if (!hasModel && network_->currentData().toString().isEmpty())
        network_->setCurrentText(QStringLiteral("resnet50"));
    else if (hasModel && !networkChosen_)
        network_->setCurrentIndex(0);
    refreshSubjects();
    showBody();
    stale_ = true;
    if (isVisible()) simulateNow();
}

void HardwarePage::refreshSubjects() {
    const QSignalBlocker quiet(subject_);
    const int wanted = subject_->currentData().toInt();
    subject_->clear();
    const Selection& selection = session_.selection();
    const ScoredCandidate* candidate = selection.candidate();
    const bool fits = network_->currentData().toString().isEmpty() && candidate &&
                      selection.runRecord().model == selection.model();
    if (fits) subject_->addItem(tr("Candidate %1").arg(candidate->id.value), kChosenCandidate);
    for (const int bits : {8, 4, 2}) subject_->addItem(tr("Uniform %1 bit").arg(bits), bits);
    // Until the user has chosen otherwise the candidate is what is looked at.
    const int at = subjectChosen_ ? subject_->findData(wanted) : 0;
    subject_->setCurrentIndex(std::max(at, 0));
}

void HardwarePage::refreshBeside() {
    const QSignalBlocker quiet(beside_);
    const QString chosen = beside_->currentText();
    beside_->clear();
    beside_->addItem(tr("none"));
    const DesignLibrary& library = DesignLibrary::instance();
    beside_->addItems(library.presetNames());
    beside_->addItems(library.ownNames());
    beside_->setCurrentIndex(std::max(0, beside_->findText(chosen)));
}

std::optional<std::vector<LayerBits>> HardwarePage::chosenBits() const {
    const Selection& selection = session_.selection();
    if (!selection.network()) return std::nullopt;
    const std::size_t layers = selection.network()->layers().size();
    const int uniform = subject_->currentData().toInt();
    if (uniform != kChosenCandidate)
        return std::vector<LayerBits>(layers, {uniform, std::min(8, 2 * uniform)});
    const ScoredCandidate* candidate = selection.candidate();
    if (candidate == nullptr || candidate->candidate.genes.size() != layers) return std::nullopt;
    const std::vector<int>& widths = selection.runSettings().widths;
    std::vector<LayerBits> bits;
    for (const LpParameters& gene : candidate->candidate.genes)
        bits.push_back({gene.n, activationWidth(gene.n, widths)});
    return bits;
}

std::shared_ptr<const Workload> HardwarePage::chosenWorkload() const {
    const QString table = network_->currentData().toString();
    if (!table.isEmpty()) {
        const int bits = subject_->currentData().toInt();
        return std::make_shared<Workload>(
            withWidths(loadWorkload(table.toStdString()), bits, std::min(8, 2 * bits)));
    }
    const auto bits = chosenBits();
    if (!bits) return nullptr;
    return std::make_shared<Workload>(workloadOf(*session_.selection().network(), *bits));
}

void HardwarePage::simulateNow() {
    const std::shared_ptr<const Workload> workload = chosenWorkload();
    if (!workload) return;
    stale_ = false;
    const QString beside = beside_->currentIndex() > 0 ? beside_->currentText() : QString();
    HardwareOutcome wanted;
    wanted.design = designs_->design();
    wanted.options.batch = batch_->value();
    wanted.workload = workload;
    bounds_.abandon();
    job_.launch(
        tr("Simulating"), [this, wanted, beside](const JobContext&) mutable -> Job::Delivery {
            wanted.result = simulate(wanted.design, *wanted.workload, wanted.options);
            QString trouble;
            try {
                if (!beside.isEmpty())
                    wanted.other = simulate(DesignLibrary::instance().load(beside),
                                            *wanted.workload, wanted.options);
            } catch (const Error& error) {
                trouble =
                    tr("Cannot compare with %1: %2").arg(beside, QString::fromUtf8(error.what()));
            }
            if (trouble.isEmpty()) trouble = QString::fromStdString(portWarning(wanted.design));
            return [this, wanted, trouble] {
                show(wanted);
                trouble_->setText(trouble);
                trouble_->setVisible(!trouble.isEmpty());
            };
        });
}

void HardwarePage::show(HardwareOutcome outcome) {
    outcome_ = std::move(outcome);
    summary_ = tr("%1, %2 on %3")
                   .arg(QString::fromStdString(outcome_.workload->name), subject_->currentText(),
                        QString::fromStdString(outcome_.design.name));
    const auto& network = session_.selection().network();
    const bool model = network_->currentData().toString().isEmpty();
    const QStringList labels = network && model ? layerLabels(network->layers()) : QStringList();
    overview_->show(outcome_, labels);
    layers_->show(outcome_, labels);
    const Roofline roofline = rooflineOf(outcome_.design, outcome_.result);
    roofline_->roofline()->setRoofline(roofline,
                                       peakNames(outcome_.design, outcome_.result, roofline));
    if (model) markLayer(session_.selection().layerNumber());
    comparison_->show(outcome_);
    influences_->show({});
    Q_EMIT headerChanged();
    bounds_.launch(tr("Bounds of the estimate"),
                   [this, outcome = outcome_](const JobContext& context) -> Job::Delivery {
                       const Uncertainty bounds = uncertaintyOf(outcome.design, *outcome.workload,
                                                                outcome.options, context.stop);
                       return [this, bounds] { showBounds(bounds); };
                   });
}

void HardwarePage::markLayer(int layer) {
    overview_->setLayer(layer);
    layers_->setLayer(layer);
    roofline_->roofline()->setSelected(layer);
}

void HardwarePage::showBounds(const Uncertainty& bounds) {
    overview_->showBounds(outcome_, bounds);
    influences_->show(bounds);
}

void HardwarePage::clear(const QString& reason) {
    outcome_ = {};
    summary_.clear();
    trouble_->setText(tr("%1 on %2: %3. Choose other widths or another design.")
                          .arg(subject_->currentText(), designs_->name(), reason));
    trouble_->show();
    bounds_.abandon();
    overview_->clear();
    layers_->clear();
    roofline_->roofline()->setRoofline({});
    influences_->show({});
    comparison_->show({});
    Q_EMIT headerChanged();
}

}  // namespace lpstudio
