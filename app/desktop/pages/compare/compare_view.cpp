#include "app/desktop/pages/compare/compare_view.h"

#include <QAbstractProxyModel>
#include <QApplication>
#include <QHeaderView>
#include <QLineEdit>
#include <QPainter>
#include <QScrollBar>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QVBoxLayout>
#include <utility>

#include "app/desktop/pages/compare/column_bar.h"
#include "app/desktop/pages/compare/compare_table.h"
#include "app/desktop/pages/compare/summary_table.h"
#include "app/desktop/plot/number_text.h"
#include "app/desktop/widgets/data_table.h"
#include "app/desktop/widgets/facts_panel.h"
#include "app/desktop/widgets/theme.h"

namespace lpstudio {
namespace {

constexpr int kGap = 10;
constexpr int kTint = 30;  ///< alpha of 255 behind what differs

QModelIndex sourceOf(const QModelIndex& index) {
    const auto* proxy = qobject_cast<const QAbstractProxyModel*>(index.model());
    return proxy != nullptr ? proxy->mapToSource(index) : index;
}

}  // namespace

CompareDelegate::CompareDelegate(const CompareTable* table, QObject* parent)
    : QStyledItemDelegate(parent), table_(table) {}

void CompareDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                            const QModelIndex& index) const {
    const QModelIndex source = sourceOf(index);
    const int item = source.column() - CompareTable::FirstItem;
    if (item >= 0 && item < table_->items() && table_->layer(source.row(), item) != nullptr) {
        QStyleOptionViewItem cell = option;
        initStyleOption(&cell, index);
        const QWidget* widget = cell.widget;
        QStyle* style = widget != nullptr ? widget->style() : QApplication::style();
        style->drawPrimitive(QStyle::PE_PanelItemViewItem, &cell, painter, widget);
        painter->save();
        paintItem(*painter, cell, source.row(), item);
        painter->restore();
        return;
    }
    plain_.paint(painter, option, index);
}

void CompareDelegate::paintItem(QPainter& painter, const QStyleOptionViewItem& cell, int row,
                                int item) const {
    const LayerFigures& figures = *table_->layer(row, item);
    const LayerFigures* first = table_->layer(row, 0);
    const bool differs = first != nullptr && first->weights != figures.weights;
    const bool selected = cell.state & QStyle::State_Selected;
    const ChartTheme& theme = Theme::instance().charts();
    const QColor strong = cell.palette.color(selected ? QPalette::HighlightedText : QPalette::Text);
    const QColor quiet = selected ? strong : theme.secondary;
    if (differs && !selected) {
        QColor tint = theme.accent;
        tint.setAlpha(kTint);
        painter.fillRect(cell.rect.adjusted(1, 1, -1, -1), tint);
    }
    const CompareCell parts = CompareCell::of(
        cell.rect, figures.weightBits, first != nullptr ? first->weightBits : figures.weightBits);
    const QString spec = QString::fromStdString(figures.weights);
    QColor bar = selected ? strong : theme.formatColor(spec);
    if (!differs && item > 0) bar.setAlphaF(0.45F);
    painter.fillRect(parts.bar, bar);
    if (item > 0 && differs) {
        painter.setPen(QPen(strong, 1));
        painter.drawLine(QPointF(parts.tick, parts.bar.top() - 2),
                         QPointF(parts.tick, parts.bar.bottom() + 2));
    }

    QFont font = cell.font;
    font.setBold(table_->isEdited(row, item));
    painter.setFont(font);
    painter.setPen(differs || item == 0 ? strong : quiet);
    painter.drawText(
        parts.spec, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
        QFontMetrics(font).elidedText(shortSpec(spec), Qt::ElideRight, parts.spec.width()));
    QFont small = cell.font;
    small.setPointSizeF(std::max(7.0, small.pointSizeF() * 0.86));
    const QFontMetrics metrics(small);
    const QStringList texts = figureTexts(figures);
    std::vector<int> widths;
    for (const QString& text : texts) widths.push_back(metrics.horizontalAdvance(text));
    const int count = fittingTexts(widths, kGap, parts.figures.width());
    painter.setFont(small);
    painter.setPen(quiet);
    int x = parts.figures.left();
    for (int i = 0; i < count; ++i) {
        const auto at = static_cast<std::size_t>(i);
        painter.drawText(QRect(x, parts.figures.top(), widths[at] + kGap, parts.figures.height()),
                         Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, texts[i]);
        x += widths[at] + kGap;
    }
}

QSize CompareDelegate::sizeHint(const QStyleOptionViewItem& option,
                                const QModelIndex& index) const {
    return plain_.sizeHint(option, index);
}

void CompareDelegate::setEditorData(QWidget* editor, const QModelIndex& index) const {
    QStyledItemDelegate::setEditorData(editor, index);
    auto* line = qobject_cast<QLineEdit*>(editor);
    if (line == nullptr) return;
    line->setAccessibleName(tr("Format of the layer"));
    line->setPlaceholderText(QStringLiteral("lp:4"));
    line->selectAll();
}

namespace {

constexpr int kRowHeight = 40;

}  // namespace

CompareView::CompareView(QWidget* parent)
    : QWidget(parent),
      model_(new CompareTable(this)),
      summary_(new SummaryTable(this)),
      layers_(new DataTable(model_, tr("Layers compared"))),
      sums_(new DataTable(summary_, tr("Totals compared"))),
      bar_(new ColumnBar) {
    makeTables();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(bar_);
    layout->addWidget(sums_);
    layout->addWidget(makeSeparator());
    layout->addWidget(layers_, 1);
    connect(&Theme::instance(), &Theme::changed, layers_, qOverload<>(&QWidget::update));
}

void CompareView::makeTables() {
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
    connect(layers_, &DataTable::rowChosen, this, &CompareView::layerChosen);
    connect(view->horizontalScrollBar(), &QScrollBar::valueChanged, this, [this](int value) {
        sums_->view()->horizontalScrollBar()->setValue(value);
        align();
    });
    connect(sums->horizontalScrollBar(), &QScrollBar::valueChanged, view->horizontalScrollBar(),
            &QScrollBar::setValue);
    connect(view->horizontalHeader(), &QHeaderView::sortIndicatorChanged, this,
            [this](int column, Qt::SortOrder) {
                largestFirst_ = column == CompareTable::Spread;
                Q_EMIT orderChanged(largestFirst_);
            });
    connect(model_, &QAbstractItemModel::modelReset, this, [this] {
        hideFigures();
        align();
        applyOrder();
    });
    connect(summary_, &QAbstractItemModel::modelReset, this, &CompareView::align);
}

void CompareView::setContents(const QStringList& layers, const std::vector<CompareColumn>& columns,
                              std::vector<int> editedLayers) {
    model_->setContents(layers, columns, std::move(editedLayers));
    summary_->setContents(columns);
    bar_->setColumns(columns);
    align();
}

void CompareView::setLargestFirst(bool largest) {
    largestFirst_ = largest;
    applyOrder();
}

void CompareView::applyOrder() {
    if (largestFirst_)
        layers_->view()->sortByColumn(CompareTable::Spread, Qt::DescendingOrder);
    else
        layers_->view()->sortByColumn(-1, Qt::AscendingOrder);
}

std::vector<std::size_t> CompareView::order() const {
    std::vector<std::size_t> order;
    const auto* proxy = qobject_cast<const QSortFilterProxyModel*>(layers_->view()->model());
    for (int row = 0; row < proxy->rowCount(); ++row)
        order.push_back(static_cast<std::size_t>(proxy->mapToSource(proxy->index(row, 0)).row()));
    return order;
}

void CompareView::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    align();
}

bool CompareView::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Resize) align();
    return QWidget::eventFilter(watched, event);
}

void CompareView::align() {
    const int items = model_->items();
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

void CompareView::hideFigures() {
    // A view remembers hidden columns by number, and the numbers are those of other things now.
    for (int column = 0; column < CompareTable::FirstItem + model_->items(); ++column)
        layers_->view()->setColumnHidden(column, false);
    for (int item = 0; item < model_->items(); ++item)
        for (int figure = 0; figure < CompareTable::kFigures; ++figure)
            layers_->view()->setColumnHidden(
                model_->figureColumn(item, static_cast<CompareTable::Figure>(figure)), true);
}

}  // namespace lpstudio
