#include "app/desktop/pages/compare/compare_page.h"

#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QScrollBar>
#include <QSignalBlocker>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "app/desktop/jobs/workbench.h"
#include "app/desktop/pages/compare/add_column_menu.h"
#include "app/desktop/pages/compare/column_bar.h"
#include "app/desktop/pages/compare/compare_delegate.h"
#include "app/desktop/pages/compare/compare_table.h"
#include "app/desktop/pages/compare/layer_editor.h"
#include "app/desktop/pages/compare/page_attempt.h"
#include "app/desktop/pages/compare/summary_table.h"
#include "app/desktop/widgets/data_table.h"
#include "app/desktop/widgets/facts_panel.h"
#include "app/desktop/widgets/icons.h"
#include "app/desktop/widgets/theme.h"
#include "app/project/store/design_library.h"
#include "core/base/error.h"

namespace lpstudio {
namespace {

constexpr int kRowHeight = 40;
/// A pause in which a spin box's steps gather.
constexpr int kDebounceMilliseconds = 25;
const QString kOrderView = QStringLiteral("network-order"), kEditView = QStringLiteral("editing");

}  // namespace

ComparePage::ComparePage(Workbench& bench, QAction* searchAction)
    : Page(QStringLiteral("compare"), tr("Compare"), bench),
      search_(searchAction),
      save_(new QAction(themedIcon(QStringLiteral("import")), tr("Save as candidate…"), this)),
      measure_(new QAction(themedIcon(QStringLiteral("play")), tr("Measure top-1"), this)),
      baselines_(new QAction(themedIcon(QStringLiteral("compare")),
                             tr("Compare the chosen candidate with uniform widths"), this)),
      copyChosen_(new QAction(tr("Duplicate and edit the chosen candidate"), this)),
      remove_(new QAction(tr("Remove all columns"), this)),
      add_(new AddColumnMenu(bench, this)),
      hardware_(new QComboBox),
      order_(new QCheckBox(tr("Largest differences first"))),
      addButton_(new QToolButton),
      workingButton_(new QToolButton),
      moreButton_(new QToolButton),
      trouble_(new QLabel),
      model_(new CompareTable(this)),
      summary_(new SummaryTable(this)),
      layers_(new DataTable(model_, tr("Layers compared"))),
      sums_(new DataTable(summary_, tr("Totals compared"))),
      bar_(new ColumnBar),
      editor_(new LayerEditor) {
    save_->setToolTip(tr("Score the working candidate and keep it in the project (Ctrl+Shift+S)"));
    save_->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_S);
    measure_->setToolTip(
        tr("Measure top-1 of every column without one, in the background "
           "(Ctrl+T)"));
    measure_->setShortcut(Qt::CTRL | Qt::Key_T);
    makeTables();
    auto* body = new QWidget;
    auto* layout = new QVBoxLayout(body);
    layout->setContentsMargins(16, 8, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(makeTools());
    layout->addWidget(trouble_);
    layout->addWidget(bar_);
    layout->addWidget(sums_);
    layout->addWidget(makeSeparator());
    layout->addWidget(layers_, 1);
    auto* line = makeSeparator();
    layout->addWidget(line);
    layout->addWidget(editor_);
    setBody(body);

    soon_.setSingleShot(true);
    soon_.setInterval(kDebounceMilliseconds);
    connect(&soon_, &QTimer::timeout, this, &ComparePage::compareNow);
    connectColumns();
    followJobs();
    const Selection& selection = bench.selection();
    connect(&bench.compareList(), &CompareList::changed, this, &ComparePage::refresh);
    connect(&bench.working(), &WorkingCandidate::changed, this, &ComparePage::refresh);
    connect(&bench, &Workbench::candidateNoteChanged, this, &ComparePage::refresh);
    connect(&bench, &Workbench::contentChanged, this, &ComparePage::refresh);
    connect(&bench, &Workbench::projectChanged, this, [this] {
        measured_.clear();
        asked_.clear();
        columns_.clear();
        network_.reset();
        for (Job* job : {static_cast<Job*>(&job_), static_cast<Job*>(&measuring_),
                         static_cast<Job*>(&saving_), static_cast<Job*>(&fitting_)})
            job->abandon();
        refresh();
    });
    connect(&selection, &Selection::candidateChanged, this, &ComparePage::refresh);
    connect(&selection, &Selection::layerChanged, this, [this] {
        if (workbench().selection().network() == network_)
            layers_->setCurrentRow(workbench().selection().layerNumber());
        showEditor();
    });
    connect(&DesignLibrary::instance(), &DesignLibrary::changed, this, [this] {
        shownHardware_.clear();
        refresh();
    });
    connect(&Theme::instance(), &Theme::changed, layers_, qOverload<>(&QWidget::update));
    connect(&bench.accuracy(), &AccuracyJob::measured, this, &ComparePage::refresh);
    refresh();
}

void ComparePage::makeTables() {
    sums_->setFilterVisible(false);
    QTableView* sums = sums_->view();
    sums->horizontalHeader()->hide();
    sums->setSortingEnabled(false);
    sums->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    sums->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    sums_->setFixedHeight(SummaryTable::kRows * sums->verticalHeader()->defaultSectionSize() + 10);
    QTableView* view = layers_->view();
    view->setItemDelegate(new CompareDelegate(model_, view));
    view->verticalHeader()->setDefaultSectionSize(kRowHeight);
    view->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    // Room that the rows' heading buttons count on.
    view->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    view->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed |
                          QAbstractItemView::AnyKeyPressed);
    view->viewport()->installEventFilter(this);
    // A row that is being edited stays where it is.
    if (auto* proxy = qobject_cast<QSortFilterProxyModel*>(view->model()))
        proxy->setDynamicSortFilter(false);
    model_->setEditor([this](int layer, const QString& text) { return editLayer(layer, text); });
    connect(layers_, &DataTable::rowChosen, this, [this](int row) {
        if (network_ && workbench().selection().network() == network_)
            workbench().selection().setLayer(row);
        showEditor();
    });
    connect(view->horizontalScrollBar(), &QScrollBar::valueChanged, this, [this](int value) {
        sums_->view()->horizontalScrollBar()->setValue(value);
        alignColumns();
    });
    connect(sums->horizontalScrollBar(), &QScrollBar::valueChanged, view->horizontalScrollBar(),
            &QScrollBar::setValue);
    connect(view->horizontalHeader(), &QHeaderView::sortIndicatorChanged, this,
            [this](int column, Qt::SortOrder) {
                const QSignalBlocker quiet(order_);
                order_->setChecked(column == CompareTable::Spread);
            });
    connect(model_, &QAbstractItemModel::modelReset, this, [this] {
        hideFigures();
        alignColumns();
        applyOrder();
    });
    connect(summary_, &QAbstractItemModel::modelReset, this, &ComparePage::alignColumns);
}

QWidget* ComparePage::makeTools() {
    addButton_->setText(tr("Add…"));
    addButton_->setToolTip(tr("Add a candidate, a uniform format or floating point as a column"));
    addButton_->setMenu(add_);
    auto* working = new QMenu(workingButton_);
    working->addAction(copyChosen_);
    QMenu* uniform = working->addMenu(tr("Start from uniform LP"));
    for (const int width : {8, 6, 5, 4, 3, 2})
        uniform->addAction(tr("%1 bit").arg(width), this, [this, width] { beginUniform(width); });
    workingButton_->setText(tr("Working candidate"));
    workingButton_->setToolTip(tr("A candidate of your own, edited layer by layer"));
    workingButton_->setMenu(working);
    auto* more = new QMenu(moreButton_);
    more->addAction(tr("Copy everything as CSV"), this,
                    [this] { QApplication::clipboard()->setText(csv()); });
    more->addAction(tr("Export as CSV…"), this, &ComparePage::askExport);
    more->addSeparator();
    more->addAction(baselines_);
    more->addAction(remove_);
    moreButton_->setText(tr("More"));
    moreButton_->setToolTip(tr("Copy, export, remove"));
    moreButton_->setMenu(more);
    for (QToolButton* button : {addButton_, workingButton_, moreButton_}) {
        button->setPopupMode(QToolButton::InstantPopup);
        button->setFocusPolicy(Qt::StrongFocus);
        button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    }
    hardware_->setAccessibleName(tr("Accelerator"));
    hardware_->setToolTip(tr("Accelerator for the energy and latency estimates"));
    order_->setToolTip(tr("Otherwise the layers are in execution order"));
    order_->setChecked(true);
    trouble_->setProperty("problem", true);
    trouble_->setWordWrap(true);
    trouble_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    trouble_->hide();
    connect(order_, &QCheckBox::toggled, this, &ComparePage::applyOrder);
    connect(hardware_, &QComboBox::activated, this, &ComparePage::refreshSoon);
    auto* row = new QWidget;
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 16, 0);
    layout->setSpacing(8);
    layout->addWidget(addButton_);
    layout->addWidget(workingButton_);
    layout->addWidget(moreButton_);
    layout->addSpacing(16);
    layout->addWidget(order_);
    layout->addStretch();
    auto* label = new QLabel(tr("Estimates for"));
    label->setBuddy(hardware_);
    layout->addWidget(label);
    layout->addWidget(hardware_);
    return row;
}

QString ComparePage::subtitle() const {
    if (columns_.empty()) return {};
    QStringList names;
    for (const CompareColumn& column : columns_) names << column.title;
    return names.join(tr(" · "));
}

bool ComparePage::isBusy() const {
    return workbench().isLoading() || soon_.isActive() || job_.isRunning() ||
           fitting_.isRunning() || saving_.isRunning();
}

QStringList ComparePage::views() const {
    return {QStringLiteral("candidates"), kEditView, kOrderView};
}

void ComparePage::showView(const QString& view) {
    if (view.isEmpty()) return;
    if (workbench().compareList().items().empty()) compareWithBaselines();
    order_->setChecked(view != kOrderView);
    const ScoredCandidate* chosen = workbench().selection().candidate();
    if (view != kEditView || chosen == nullptr || workbench().working().exists()) return;
    beginWorking(workbench().selection().runRecord().id, chosen->id);
    const int layer = static_cast<int>(chosen->candidate.genes.size()) / 2;
    setGene(layer, {3, 0, 2, chosen->candidate.genes[static_cast<std::size_t>(layer)].sf});
    layers_->setCurrentRow(layer);
    showEditor();
}

void ComparePage::showEvent(QShowEvent* event) {
    Page::showEvent(event);
    if (stale_) compareNow();
    alignColumns();
}

bool ComparePage::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Resize) alignColumns();
    return Page::eventFilter(watched, event);
}

void ComparePage::refresh() {
    std::vector<CompareColumn> columns;
    attempt([&] { columns = columnsOf(workbench(), measured_); });
    const bool hasChosen = workbench().selection().candidate() != nullptr;
    baselines_->setEnabled(hasChosen);
    copyChosen_->setEnabled(hasChosen);
    if (columns.empty()) {
        columns_.clear();
        asked_.clear();
        job_.abandon();
        model_->setContents({}, {}, {});
        summary_->setContents({});
        save_->setVisible(false);
        measure_->setVisible(false);
        if (hasChosen)
            showEmpty(tr("Compare candidates side by side, layer by layer, with uniform widths and "
                         "floating point.\nCtrl-click points on the page Pareto to add them."),
                      {baselines_});
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
            const bool same = old.wanted == column.wanted && askedHardware_ == hardwareSpec();
            const bool better = !column.facts && old.item == column.item;
            if (old.facts && (same || better)) column.facts = old.facts;
        }
    columns_ = std::move(columns);
    fillHardware();
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
    const std::string hardware = hardwareSpec();
    const bool known = std::all_of(columns_.begin(), columns_.end(),
                                   [](const auto& column) { return column.facts.has_value(); });
    if (known && wanted == asked_ && hardware == askedHardware_) return;
    attempt([&] {
        const auto run = referenceRun(workbench());
        if (!run) return;
        asked_ = wanted;
        askedHardware_ = hardware;
        job_.start(workbench().contextOf(*run), tools_, wanted, hardware);
    });
}

void ComparePage::take(const std::vector<ComparedColumn>& found,
                       const std::shared_ptr<const Network>& network) {
    network_ = network;
    bool news = false;
    for (CompareColumn& column : columns_)
        for (std::size_t i = 0; i < asked_.size() && i < found.size(); ++i)
            if (asked_[i] == column.wanted) {
                news = news || !column.facts;
                column.facts = found[i];
            }
    trouble_->hide();
    showColumns();
    if (news) applyOrder();
}

void ComparePage::showColumns() {
    QStringList names;
    if (network_)
        for (const Layer& layer : network_->layers()) names << QString::fromStdString(layer.name);
    model_->setContents(names, columns_, workbench().working().editedLayers());
    summary_->setContents(columns_);
    bar_->setColumns(columns_);
    const bool working = workingItem() >= 0;
    save_->setVisible(working);
    measure_->setVisible(true);
    workingButton_->setEnabled(true);
    alignColumns();
    showEditor();
    Q_EMIT headerChanged();
}

void ComparePage::showEditor() {
    const int item = workingItem();
    const int layer = editedLayer();
    editor_->setVisible(item >= 0 && layer >= 0);
    if (item < 0 || layer < 0) return;
    const WorkingCandidate& working = workbench().working();
    editor_->setLayer(layer, layerName(layer), working.gene(layer),
                      working.state().original.genes[static_cast<std::size_t>(layer)]);
    const ColumnLayer* facts = model_->rowCount() > layer ? model_->layer(layer, item) : nullptr;
    // Figures of what it was a moment ago are worse than none.
    const bool current = facts != nullptr && facts->weights == LpFormat(working.gene(layer)).spec();
    editor_->setFacts(current ? std::optional(*facts) : std::nullopt);
}

void ComparePage::alignColumns() {
    const int items = static_cast<int>(columns_.size());
    if (items == 0) return;
    QTableView* view = layers_->view();
    const CompareWidths widths = CompareWidths::fitted(view->viewport()->width(), items);
    const auto fit = [](QTableView* of, int column, int width) {
        if (of->model()->columnCount() > column && of->columnWidth(column) != width)
            of->setColumnWidth(column, width);
    };
    fit(view, CompareTable::Name, widths.name);
    fit(view, CompareTable::Spread, widths.spread);
    fit(sums_->view(), 0, widths.name + widths.spread);
    for (int item = 0; item < items; ++item) {
        fit(view, CompareTable::FirstItem + item, widths.item);
        fit(sums_->view(), 1 + item, widths.item);
    }
    bar_->align(widths, view->horizontalScrollBar()->value());
}

void ComparePage::hideFigures() {
    // A view remembers hidden columns by number, and the numbers are those of other things now.
    for (int column = 0; column < CompareTable::FirstItem + model_->items(); ++column)
        layers_->view()->setColumnHidden(column, false);
    for (int item = 0; item < model_->items(); ++item)
        for (int figure = 0; figure < CompareTable::kFigures; ++figure)
            layers_->view()->setColumnHidden(
                model_->figureColumn(item, static_cast<CompareTable::Figure>(figure)), true);
}

void ComparePage::applyOrder() {
    if (order_->isChecked())
        layers_->view()->sortByColumn(CompareTable::Spread, Qt::DescendingOrder);
    else
        layers_->view()->sortByColumn(-1, Qt::AscendingOrder);
}

int ComparePage::workingItem() const {
    for (std::size_t i = 0; i < columns_.size(); ++i)
        if (columns_[i].item.kind == CompareItem::Kind::Working) return static_cast<int>(i);
    return -1;
}

int ComparePage::editedLayer() const {
    if (!workbench().working().exists()) return -1;
    const auto layers = static_cast<int>(workbench().working().candidate().genes.size());
    int layer = layers_->currentRow();
    if (layer < 0) layer = workbench().selection().layerNumber();
    return layer < layers ? layer : -1;
}

QString ComparePage::layerName(int layer) const {
    const auto at = static_cast<std::size_t>(layer);
    return network_ && at < network_->layers().size()
               ? QString::fromStdString(network_->layers()[at].name)
               : tr("layer %1").arg(layer);
}

}  // namespace lpstudio
