#include "app/desktop/pages/compare/compare_delegate.h"

#include <QAbstractProxyModel>
#include <QApplication>
#include <QLineEdit>
#include <QPainter>

#include "app/desktop/pages/compare/compare_geometry.h"
#include "app/desktop/pages/compare/compare_table.h"
#include "app/desktop/plot/number_text.h"
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
    const ColumnLayer& facts = *table_->layer(row, item);
    const ColumnLayer* first = table_->layer(row, 0);
    const bool differs = first != nullptr && first->weights != facts.weights;
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
        cell.rect, facts.weightBits, first != nullptr ? first->weightBits : facts.weightBits);
    const QString spec = QString::fromStdString(facts.weights);
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
    const QStringList texts = figureTexts(facts);
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

}  // namespace lpstudio
