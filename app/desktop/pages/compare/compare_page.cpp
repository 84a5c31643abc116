#include "app/desktop/pages/compare/compare_page.h"

#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QFileDialog>
#include <QInputDialog>
#include <QLabel>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>

#include "app/desktop/jobs/jobs.h"
#include "app/desktop/pages/compare/column_bar.h"
#include "app/desktop/pages/compare/compare_table.h"
#include "app/desktop/pages/compare/compare_tool_bar.h"
#include "app/desktop/pages/compare/compare_view.h"
#include "app/desktop/pages/compare/layer_editor.h"
#include "app/desktop/pages/compare/summary_table.h"
#include "app/desktop/widgets/data_table.h"
#include "app/desktop/widgets/facts_panel.h"
#include "app/desktop/widgets/icons.h"
#include "app/project/runs/comparison_table.h"
#include "core/base/atomic_file.h"
#include "core/base/error.h"

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
      actions_(new CompareActions(session, jobs.loading(), this)),
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
    connect(&session_, &Session::projectChanged, this, [this] {
        asked_.clear();
        columns_.clear();
        network_.reset();
        job_.abandon();
        actions_->forget();
        refresh();
    });
    connect(&selection, &Selection::candidateChanged, this, &ComparePage::refresh);
    connect(&selection, &Selection::layerChanged, this, [this] {
        if (session_.selection().network() == network_)
            table()->setCurrentRow(session_.selection().layerNumber());
        showEditor();
    });
    connect(&jobs_.accuracy(), &AccuracyJob::measured, this, &ComparePage::refresh);
    connect(actions_, &CompareActions::columnMeasured, this, &ComparePage::refresh);
    // What was refused is not left in the boxes.
    connect(actions_, &CompareActions::geneSet, this, &ComparePage::showEditor);
    connect(&job_, &ComparisonJob::ready, this, &ComparePage::take);
    // Told where it happened: the rest of the comparison holds.
    connect(&job_, &ComparisonJob::estimatesFailed, this, &ComparePage::showTrouble);
    connect(&job_, &Job::failed, this, [this](const QString& message) {
        asked_.clear();
        showTrouble(message);
    });
}

void ComparePage::connectTools() {
    connect(tools_->baselinesAction(), &QAction::triggered, actions_,
            &CompareActions::compareWithBaselines);
    connect(tools_->copyChosenAction(), &QAction::triggered, this, [this] {
        const Selection& selection = session_.selection();
        if (const ScoredCandidate* chosen = selection.candidate())
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
    connect(orderBox(), &QCheckBox::toggled, view_, &CompareView::setLargestFirst);
    connect(view_, &CompareView::orderChanged, this, [this](bool largestFirst) {
        const QSignalBlocker quiet(orderBox());
        orderBox()->setChecked(largestFirst);
    });
    connect(save_, &QAction::triggered, this, &ComparePage::askSave);
    connect(measure_, &QAction::triggered, this, [this] {
        std::vector<int> missing;
        for (std::size_t i = 0; i < columns_.size(); ++i)
            if (columns_[i].top1Percent < 0) missing.push_back(static_cast<int>(i));
        if (missing.empty()) {
            Q_EMIT session_.messages().noted(tr("Top-1 of all columns has been measured"));
            return;
        }
        measureColumns(missing);
    });
}

void ComparePage::connectColumns() {
    const ColumnBar* bar = view_->bar();
    const auto itemAt = [this](int item) {
        return columns_.at(static_cast<std::size_t>(item)).item;
    };
    CompareList* list = &session_.compareList();
    connect(bar, &ColumnBar::removeRequested, this,
            [list, itemAt](int item) { list->remove(itemAt(item)); });
    connect(bar, &ColumnBar::moveRequested, list, &CompareList::move);
    connect(bar, &ColumnBar::measureRequested, this, [this](int item) { measureColumns({item}); });
    connect(bar, &ColumnBar::copyRequested, this, [this, itemAt](int item) {
        actions_->beginWorking(itemAt(item).run, itemAt(item).candidate);
    });
    connect(bar, &ColumnBar::chooseRequested, this, [this, itemAt](int item) {
        jobs_.loading().chooseCandidate(itemAt(item).run, itemAt(item).candidate);
    });
    connect(bar, &ColumnBar::nameRequested, this,
            [this, itemAt](int item) { actions_->askName(itemAt(item)); });
    connect(bar, &ColumnBar::pinRequested, this,
            [this, itemAt](int item, bool on) { actions_->setPin(itemAt(item), on); });
    connect(bar, &ColumnBar::discardRequested, &session_.working(), &WorkingCandidate::discard);
    connect(bar, &ColumnBar::resetRequested, actions_, &CompareActions::resetWorking);
    connect(view_, &CompareView::layerChosen, this, [this](int row) {
        if (network_ && session_.selection().network() == network_)
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

const CompareTable* ComparePage::model() const {
    return view_->model();
}

const SummaryTable* ComparePage::summary() const {
    return view_->summary();
}

DataTable* ComparePage::summaryTable() const {
    return view_->sums();
}

ColumnBar* ComparePage::columnBar() const {
    return view_->bar();
}

AddColumnMenu* ComparePage::addMenu() const {
    return tools_->addMenu();
}

QComboBox* ComparePage::hardwareBox() const {
    return tools_->hardwareBox();
}

QCheckBox* ComparePage::orderBox() const {
    return tools_->orderBox();
}

QAction* ComparePage::baselinesAction() const {
    return tools_->baselinesAction();
}

QString ComparePage::subtitle() const {
    if (columns_.empty()) return {};
    QStringList names;
    for (const CompareColumn& column : columns_) names << column.title;
    return names.join(tr(" · "));
}

bool ComparePage::isBusy() const {
    return jobs_.isLoading() || soon_.isActive() || job_.isRunning() || actions_->isBusy();
}

QStringList ComparePage::views() const {
    return {QStringLiteral("candidates"), kEditView, kOrderView};
}

void ComparePage::showView(const QString& view) {
    if (view.isEmpty()) return;
    if (session_.compareList().items().empty()) actions_->compareWithBaselines();
    orderBox()->setChecked(view != kOrderView);
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
    std::vector<CompareColumn> columns;
    session_.messages().attempt([&] { columns = columnsOf(session_, actions_->measured()); });
    const bool hasChosen = session_.selection().candidate() != nullptr;
    tools_->baselinesAction()->setEnabled(hasChosen);
    tools_->copyChosenAction()->setEnabled(hasChosen);
    if (columns.empty()) {
        columns_.clear();
        asked_.clear();
        job_.abandon();
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
    // What is known stays on screen until it is known anew.
    for (CompareColumn& column : columns)
        for (const CompareColumn& old : columns_) {
            const bool same =
                old.wanted == column.wanted && askedHardware_ == tools_->hardwareSpec();
            const bool better = !column.facts && old.item == column.item;
            if (old.facts && (same || better)) column.facts = old.facts;
        }
    columns_ = std::move(columns);
    offerHardware();
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
    if (columns_.empty()) return;
    std::vector<WantedColumn> wanted;
    for (const CompareColumn& column : columns_) wanted.push_back(column.wanted);
    const std::string hardware = tools_->hardwareSpec();
    const bool known = std::all_of(columns_.begin(), columns_.end(),
                                   [](const auto& column) { return column.facts.has_value(); });
    if (known && wanted == asked_ && hardware == askedHardware_) return;
    session_.messages().attempt([&] {
        const auto run = referenceRun(session_);
        if (!run) return;
        asked_ = wanted;
        askedHardware_ = hardware;
        job_.start(session_.contextOf(*run), actions_->tools(), wanted, hardware);
    });
}

void ComparePage::take(const std::vector<ComparedColumn>& found,
                       const std::shared_ptr<const Network>& network) {
    network_ = network;
    actions_->setNetwork(network);
    bool news = false;
    for (CompareColumn& column : columns_)
        for (std::size_t i = 0; i < asked_.size() && i < found.size(); ++i)
            if (asked_[i] == column.wanted) {
                news = news || !column.facts;
                column.facts = found[i];
            }
    trouble_->hide();
    showColumns();
    if (news) view_->applyOrder();
}

void ComparePage::showTrouble(const QString& message) {
    trouble_->setText(message);
    trouble_->show();
}

void ComparePage::showColumns() {
    QStringList names;
    if (network_)
        for (const Layer& layer : network_->layers()) names << QString::fromStdString(layer.name);
    view_->setContents(names, columns_, session_.working().editedLayers());
    const bool working = workingItem() >= 0;
    save_->setVisible(working);
    measure_->setVisible(true);
    showEditor();
    Q_EMIT headerChanged();
}

void ComparePage::showEditor() {
    const int item = workingItem();
    const int layer = editedLayer();
    editor_->setVisible(item >= 0 && layer >= 0);
    if (item < 0 || layer < 0) return;
    const WorkingCandidate& working = session_.working();
    editor_->setLayer(layer, actions_->layerName(layer), working.gene(layer),
                      working.state().original.genes[static_cast<std::size_t>(layer)]);
    const ColumnLayer* facts =
        view_->model()->rowCount() > layer ? view_->model()->layer(layer, item) : nullptr;
    // Figures of what it was a moment ago are worse than none.
    const bool current = facts != nullptr && facts->weights == LpFormat(working.gene(layer)).spec();
    editor_->setFacts(current ? std::optional(*facts) : std::nullopt);
}

void ComparePage::offerHardware() {
    const auto run = referenceRun(session_);
    if (!run) return;
    std::string wanted = SearchSettings().hardware;
    try {
        const SearchSettings settings = settingsFromJsonText(session_.store()->run(*run).settings);
        if (!settings.hardware.empty()) wanted = settings.hardware;
    } catch (const Error&) {
        // Of a newer version; the default serves.
    }
    tools_->offerHardware(wanted);
}

int ComparePage::workingItem() const {
    for (std::size_t i = 0; i < columns_.size(); ++i)
        if (columns_[i].item.kind == CompareItem::Kind::Working) return static_cast<int>(i);
    return -1;
}

int ComparePage::editedLayer() const {
    if (!session_.working().exists()) return -1;
    const auto layers = static_cast<int>(session_.working().candidate().genes.size());
    int layer = table()->currentRow();
    if (layer < 0) layer = session_.selection().layerNumber();
    return layer < layers ? layer : -1;
}

void ComparePage::measureColumns(const std::vector<int>& items) {
    std::vector<CompareColumn> columns;
    for (const int item : items) columns.push_back(columns_.at(static_cast<std::size_t>(item)));
    actions_->measure(columns);
}

void ComparePage::saveAs(const QString& name) {
    const int item = workingItem();
    if (item >= 0) actions_->save(name, columns_.at(static_cast<std::size_t>(item)).top1Percent);
}

void ComparePage::askSave() {
    auto* dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Save as candidate"));
    dialog->setLabelText(tr("Name (optional):"));
    const WorkingCandidate& working = session_.working();
    if (!working.exists()) return;
    dialog->setTextValue(tr("%1, edited").arg(working.state().origin));
    dialog->setOkButtonText(tr("Save"));
    connect(dialog, &QInputDialog::textValueSelected, this, &ComparePage::saveAs);
    dialog->open();
}

QString ComparePage::csv() const {
    std::vector<std::string> names;
    if (network_)
        for (const Layer& layer : network_->layers()) names.push_back(layer.name);
    std::vector<NamedColumn> named;
    for (const CompareColumn& column : columns_)
        if (column.facts)
            named.push_back({column.title.toStdString(), *column.facts, column.top1Percent,
                             column.contrast, column.fitness});
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
