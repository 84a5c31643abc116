#include "app/desktop/pages/compare/compare_page.h"

#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QFileDialog>
#include <QLabel>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "app/desktop/jobs/jobs.h"
#include "app/desktop/pages/compare/column_bar.h"
#include "app/desktop/pages/compare/compare_table.h"
#include "app/desktop/pages/compare/compare_tool_bar.h"
#include "app/desktop/pages/compare/compare_view.h"
#include "app/desktop/pages/compare/layer_editor.h"
#include "app/desktop/widgets/data_table.h"
#include "app/desktop/widgets/facts_panel.h"
#include "app/desktop/widgets/icons.h"
#include "app/project/runs/comparison_table.h"
#include "core/base/atomic_file.h"

namespace lpstudio {
namespace {

/// A pause in which a spin box's steps gather.
constexpr int kDebounceMilliseconds = 25;
const QString kOrderView = QStringLiteral("network-order"), kEditView = QStringLiteral("editing");

}  // namespace

ComparePage::ComparePage(Session& session, Jobs& jobs, QAction* searchAction)
    : Page(PageId::Compare, tr("Compare"), session, jobs),
      search_(searchAction),
      save_(new QAction(themedIcon(QStringLiteral("import")), tr("Save as candidate…"), this)),
      measure_(new QAction(themedIcon(QStringLiteral("play")), tr("Measure top-1"), this)),
      columns_(new CompareColumns(session, this)),
      actions_(new CompareActions(session, jobs.loading(), *columns_, this)),
      tools_(new CompareToolBar(session)),
      trouble_(new QLabel),
      view_(new CompareView),
      editor_(new LayerEditor) {
    save_->setToolTip(tr("Score the working candidate and keep it in the project (Ctrl+Shift+S)"));
    save_->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_S);
    measure_->setToolTip(
        tr("Measure top-1 of every column without one, in the background "
           "(Ctrl+T)"));
    measure_->setShortcut(Qt::CTRL | Qt::Key_T);
    trouble_->setProperty("problem", true);
    trouble_->setWordWrap(true);
    trouble_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    trouble_->hide();
    auto* body = new QWidget;
    auto* layout = new QVBoxLayout(body);
    layout->setContentsMargins(16, 8, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(tools_);
    layout->addWidget(trouble_);
    layout->addWidget(view_, 1);
    layout->addWidget(makeSeparator());
    layout->addWidget(editor_);
    setBody(body);

    soon_.setSingleShot(true);
    soon_.setInterval(kDebounceMilliseconds);
    connect(&soon_, &QTimer::timeout, this, &ComparePage::compareNow);
    connectSession();
    connectTools();
    connectColumns();
    refresh();
}

void ComparePage::connectSession() {
    const Selection& selection = session_.selection();
    connect(&session_.compareList(), &CompareList::changed, this, &ComparePage::refresh);
    connect(&session_.working(), &WorkingCandidate::changed, this, &ComparePage::refresh);
    connect(&session_, &Session::candidateNoteChanged, this, &ComparePage::refresh);
    connect(&session_, &Session::contentChanged, this, &ComparePage::refresh);
    connect(&session_, &Session::projectChanged, this, &ComparePage::refresh);
    connect(&selection, &Selection::candidateChanged, this, &ComparePage::refresh);
    // The first of a running search.
    connect(&selection, &Selection::candidatesAdded, this, [this] {
        if (!tools_->baselinesAction()->isEnabled()) refresh();
    });
    connect(&selection, &Selection::layerChanged, this, [this] {
        if (session_.selection().network() == columns_->network())
            table()->setCurrentRow(session_.selection().layerNumber());
        showEditor();
    });
    connect(&jobs_, &Jobs::top1Measured, this, &ComparePage::refresh);
    connect(actions_, &CompareActions::columnMeasured, this, &ComparePage::refresh);
    // What was refused is not left in the boxes.
    connect(actions_, &CompareActions::geneSet, this, &ComparePage::showEditor);
    connect(columns_, &CompareColumns::measured, this, [this](bool news) {
        trouble_->hide();
        showColumns();
        if (news) view_->applyOrder();
    });
    // Told where it happened.
    connect(columns_, &CompareColumns::failed, this, &ComparePage::showTrouble);
}

void ComparePage::connectTools() {
    connect(tools_->baselinesAction(), &QAction::triggered, actions_,
            &CompareActions::compareWithBaselines);
    connect(tools_->copyChosenAction(), &QAction::triggered, this, [this] {
        const Selection& selection = session_.selection();
        if (const ScoredCandidate* chosen = selection.candidateOrBest())
            actions_->beginWorking(selection.runRecord().id, chosen->id);
    });
    connect(tools_->removeAction(), &QAction::triggered, &session_.compareList(),
            &CompareList::clear);
    connect(tools_, &CompareToolBar::uniformRequested, actions_, &CompareActions::beginUniform);
    connect(tools_, &CompareToolBar::copyRequested, this,
            [this] { QApplication::clipboard()->setText(csv()); });
    connect(tools_, &CompareToolBar::exportRequested, this, &ComparePage::askExport);
    connect(tools_, &CompareToolBar::hardwareChosen, this, &ComparePage::refreshSoon);
    connect(tools_, &CompareToolBar::designsChanged, this, &ComparePage::refresh);
    connect(tools_->addMenu(), &AddColumnMenu::numberRequested, actions_,
            &CompareActions::askNumber);
    QCheckBox* order = tools_->orderBox();
    connect(order, &QCheckBox::toggled, view_, &CompareView::setLargestFirst);
    connect(view_, &CompareView::orderChanged, this, [order](bool largestFirst) {
        const QSignalBlocker quiet(order);
        order->setChecked(largestFirst);
    });
    connect(save_, &QAction::triggered, actions_, &CompareActions::askSave);
    connect(measure_, &QAction::triggered, actions_, &CompareActions::measureMissing);
}

void ComparePage::connectColumns() {
    const ColumnBar* bar = view_->bar();
    const auto sourceOf = [this](int item) { return columns_->at(item).source; };
    CompareList* list = &session_.compareList();
    connect(bar, &ColumnBar::removeRequested, this,
            [list, sourceOf](int item) { list->remove(sourceOf(item)); });
    connect(bar, &ColumnBar::moveRequested, list, &CompareList::move);
    connect(bar, &ColumnBar::measureRequested, actions_,
            [this](int item) { actions_->measure({item}); });
    connect(bar, &ColumnBar::copyRequested, this, [this, sourceOf](int item) {
        actions_->beginWorking(sourceOf(item).run, sourceOf(item).candidate);
    });
    connect(bar, &ColumnBar::chooseRequested, this, [this, sourceOf](int item) {
        jobs_.loading().chooseCandidate(sourceOf(item).run, sourceOf(item).candidate);
    });
    connect(bar, &ColumnBar::nameRequested, this,
            [this, sourceOf](int item) { actions_->askName(sourceOf(item)); });
    connect(bar, &ColumnBar::pinRequested, this,
            [this, sourceOf](int item, bool on) { actions_->setPin(sourceOf(item), on); });
    connect(bar, &ColumnBar::discardRequested, &session_.working(), &WorkingCandidate::discard);
    connect(bar, &ColumnBar::resetRequested, actions_, &CompareActions::resetWorking);
    connect(view_, &CompareView::layerChosen, this, [this](int row) {
        const auto& network = columns_->network();
        if (network && session_.selection().network() == network)
            session_.selection().setLayer(row);
        showEditor();
    });
    view_->model()->setEditor(
        [this](int layer, const QString& text) { return actions_->editLayer(layer, text); });
    connect(editor_, &LayerEditor::parametersChanged, actions_, &CompareActions::setGene);
    connect(editor_, &LayerEditor::fitRequested, this, [this](int layer, int n) {
        actions_->editLayer(layer, QStringLiteral("lp:%1").arg(n));
    });
}

DataTable* ComparePage::table() const {
    return view_->layers();
}

QString ComparePage::subtitle() const {
    QStringList names;
    for (const CompareColumn& column : columns()) names << column.title;
    return names.join(tr(" · "));
}

bool ComparePage::isBusy() const {
    return jobs_.isLoading() || soon_.isActive() || columns_->isMeasuring() || actions_->isBusy();
}

QStringList ComparePage::views() const {
    return {QStringLiteral("candidates"), kEditView, kOrderView};
}

void ComparePage::showView(const QString& view) {
    if (view.isEmpty()) return;
    if (session_.compareList().sources().empty()) actions_->compareWithBaselines();
    tools_->orderBox()->setChecked(view != kOrderView);
    const ScoredCandidate* chosen = session_.selection().candidate();
    if (view != kEditView || chosen == nullptr || session_.working().exists()) return;
    actions_->beginWorking(session_.selection().runRecord().id, chosen->id);
    const int layer = static_cast<int>(chosen->candidate.genes.size()) / 2;
    actions_->setGene(layer,
                      {3, 0, 2, chosen->candidate.genes[static_cast<std::size_t>(layer)].sf});
    table()->setCurrentRow(layer);
    showEditor();
}

void ComparePage::showEvent(QShowEvent* event) {
    Page::showEvent(event);
    if (stale_) compareNow();
}

void ComparePage::refresh() {
    columns_->lookUp(tools_->hardwareSpec());
    const bool hasChosen = session_.selection().candidateOrBest() != nullptr;
    tools_->baselinesAction()->setEnabled(hasChosen);
    tools_->copyChosenAction()->setEnabled(hasChosen);
    if (columns().empty()) {
        view_->setContents({}, {}, {});
        save_->setVisible(false);
        measure_->setVisible(false);
        if (hasChosen)
            showEmpty(tr("Compare candidates side by side, layer by layer, with uniform widths and "
                         "floating point.\nCtrl-click points on the page Pareto to add them."),
                      {tools_->baselinesAction()});
        else
            showEmpty(tr("Compare candidates side by side, layer by layer.\n"
                         "Run a search to find candidates."),
                      {search_});
        Q_EMIT headerChanged();
        return;
    }
    tools_->offerHardware(referenceHardware(session_));
    showBody();
    showColumns();
    refreshSoon();
}

void ComparePage::refreshSoon() {
    stale_ = true;
    if (isVisible()) soon_.start();
}

void ComparePage::compareNow() {
    soon_.stop();
    stale_ = false;
    columns_->measure(tools_->hardwareSpec());
}

void ComparePage::showTrouble(const QString& message) {
    trouble_->setText(message);
    trouble_->show();
}

void ComparePage::showColumns() {
    view_->setContents(columns_->layerNames(), columns(), session_.working().editedLayers());
    save_->setVisible(columns_->working() >= 0);
    measure_->setVisible(true);
    showEditor();
    Q_EMIT headerChanged();
}

void ComparePage::showEditor() {
    const int item = columns_->working();
    const int layer = editedLayer();
    editor_->setVisible(item >= 0 && layer >= 0);
    if (item < 0 || layer < 0) return;
    const WorkingCandidate& working = session_.working();
    editor_->setLayer(layer, columns_->layerName(layer), working.gene(layer),
                      working.state().original.genes[static_cast<std::size_t>(layer)]);
    const LayerFigures* figures =
        view_->model()->rowCount() > layer ? view_->model()->layer(layer, item) : nullptr;
    // Figures of what it was a moment ago are worse than none.
    const bool current =
        figures != nullptr && figures->weights == LpFormat(working.gene(layer)).spec();
    editor_->setFigures(current ? std::optional(*figures) : std::nullopt);
}

int ComparePage::editedLayer() const {
    if (!session_.working().exists()) return -1;
    const auto layers = static_cast<int>(session_.working().candidate().genes.size());
    int layer = table()->currentRow();
    if (layer < 0) layer = session_.selection().layerNumber();
    return layer < layers ? layer : -1;
}

QString ComparePage::csv() const {
    std::vector<std::string> names;
    for (const QString& name : columns_->layerNames()) names.push_back(name.toStdString());
    std::vector<NamedFigures> named;
    for (const CompareColumn& column : columns())
        if (column.figures)
            named.push_back({column.title.toStdString(), *column.figures, column.scores});
    return QString::fromStdString(comparisonCsv(comparisonTable(names, named, view_->order())));
}

void ComparePage::exportCsv(const QString& file) {
    session_.messages().attempt([&] {
        writeFileAtomically(file.toStdString(), csv().toStdString());
        Q_EMIT session_.messages().noted(tr("Wrote %1").arg(file));
    });
}

void ComparePage::askExport() {
    QString file = QFileDialog::getSaveFileName(this, tr("Export the comparison"),
                                                QStringLiteral("comparison.csv"),
                                                tr("Comma-separated values (*.csv)"));
    if (file.isEmpty()) return;
    if (!file.endsWith(QStringLiteral(".csv"))) file += QStringLiteral(".csv");
    exportCsv(file);
}

}  // namespace lpstudio
