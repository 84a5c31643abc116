#include "app/desktop/pages/hardware/hardware_page.h"

#include <QAction>
#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QTabWidget>
#include <QVBoxLayout>
#include <algorithm>

#include "app/desktop/jobs/jobs.h"
#include "app/desktop/pages/hardware/design_comparison.h"
#include "app/desktop/pages/hardware/design_panel.h"
#include "app/desktop/pages/hardware/hardware_choices.h"
#include "app/desktop/pages/hardware/hardware_layers.h"
#include "app/desktop/pages/hardware/hardware_overview.h"
#include "app/desktop/pages/hardware/influence_view.h"
#include "app/desktop/pages/hardware/published_panel.h"
#include "app/desktop/widgets/data_table.h"
#include "app/desktop/widgets/layer_table.h"
#include "app/project/store/design_library.h"
#include "core/base/error.h"
#include "hw/accelerator.h"

namespace lpstudio {
namespace {

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

}  // namespace

HardwarePage::HardwarePage(Session& session, Jobs& jobs, QAction* importAction)
    : Page(PageId::Hardware, tr("Hardware"), session, jobs),
      designs_(new DesignPanel(session.messages())),
      choices_(new HardwareChoices(session.selection())),
      trouble_(new QLabel),
      import_(new QPushButton),
      overview_(new HardwareOverview),
      layers_(new HardwareLayers),
      roofline_(new RooflineView),
      influences_(new InfluencePanel),
      comparison_(new DesignComparison),
      published_(new PublishedPanel),
      tabs_(new QTabWidget) {
    trouble_->setObjectName(QStringLiteral("trouble"));
    makeTabs();
    auto* right = new QWidget;
    auto* rightLayout = new QVBoxLayout(right);
    rightLayout->setContentsMargins(8, 16, 0, 0);
    rightLayout->setSpacing(8);
    rightLayout->addWidget(choices_);
    trouble_->setWordWrap(true);
    trouble_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    trouble_->hide();
    import_->setText(importAction->text());
    import_->setToolTip(tr("The project has no model yet; a well-known network is shown"));
    bindButton(*import_, *importAction);
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
    connect(&session, &Session::projectChanged, this, &HardwarePage::showImport);
    connect(designs_, &DesignPanel::designChanged, this, [this] {
        // An edit keeps the batch that the user looks at; another design brings its own.
        const Accelerator& design = designs_->design();
        if (design.name != outcome_.design.name || design.batch != outcome_.design.batch)
            choices_->setBatch(design.batch);
        refresh();
    });
    connect(choices_, &HardwareChoices::changed, this, &HardwarePage::refresh);
    connect(&selection, &Selection::networkChanged, this, &HardwarePage::refresh);
    connect(&selection, &Selection::candidateChanged, this, &HardwarePage::refresh);
    connect(&selection, &Selection::layerChanged, this, [this] {
        if (choices_->isModel()) markLayer(session_.selection().layerNumber());
    });
    const auto chooseLayer = [this](int layer) {
        // A well-known network's layers are not those of the model that other pages show.
        if (choices_->isModel())
            session_.selection().setLayer(layer);
        else
            markLayer(layer);
    };
    connect(overview_, &HardwareOverview::layerChosen, this, chooseLayer);
    connect(layers_, &HardwareLayers::layerChosen, this, chooseLayer);
    connect(roofline_, &RooflineView::layerClicked, this, chooseLayer);
    connect(comparison_, &DesignComparison::designChosen, choices_, &HardwareChoices::setOther);
    connect(influences_, &InfluencePanel::constantChosen, designs_, &DesignPanel::showConstant);
    // Told where it happened: a design that cannot run these widths is no accident.
    connect(&job_, &Job::failed, this, &HardwarePage::clear);
    connect(&bounds_, &Job::failed, &session.messages(), &Messages::problem);
    connect(comparison_, &DesignComparison::problem, &session.messages(), &Messages::problem);
    connect(published_, &PublishedPanel::problem, &session.messages(), &Messages::problem);
    connect(tabs_, &QTabWidget::currentChanged, this, &HardwarePage::headerChanged);
    choices_->setBatch(designs_->design().batch);
    refresh();
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

void HardwarePage::showImport() {
    import_->setVisible(session_.store() && session_.selection().model() == 0);
}

void HardwarePage::refresh() {
    showImport();
    choices_->refresh();
    showBody();
    stale_ = true;
    if (isVisible()) simulateNow();
}

void HardwarePage::simulateNow() {
    const std::shared_ptr<const Workload> workload = choices_->workload();
    if (!workload) return;
    stale_ = false;
    const QString other = choices_->other();
    HardwareOutcome wanted;
    wanted.design = designs_->design();
    wanted.options.batch = choices_->batch();
    wanted.workload = workload;
    bounds_.abandon();
    job_.launch(
        tr("Simulating"), [this, wanted, other](const JobContext&) mutable -> Job::Delivery {
            wanted.result = simulate(wanted.design, *wanted.workload, wanted.options);
            QString trouble;
            try {
                if (!other.isEmpty())
                    wanted.other = simulate(DesignLibrary::instance().load(other), *wanted.workload,
                                            wanted.options);
            } catch (const Error& error) {
                trouble =
                    tr("Cannot compare with %1: %2").arg(other, QString::fromUtf8(error.what()));
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
                   .arg(QString::fromStdString(outcome_.workload->name), choices_->widths(),
                        QString::fromStdString(outcome_.design.name));
    const auto& network = session_.selection().network();
    const QStringList labels =
        network && choices_->isModel() ? layerLabels(network->layers()) : QStringList();
    overview_->show(outcome_, labels);
    layers_->show(outcome_, labels);
    roofline_->show(outcome_);
    if (choices_->isModel()) markLayer(session_.selection().layerNumber());
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
                          .arg(choices_->widths(), designs_->name(), reason));
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
