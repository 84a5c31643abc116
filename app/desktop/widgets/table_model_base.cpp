#include "app/desktop/widgets/table_model_base.h"

#include <QFont>

#include "app/desktop/plot/number_text.h"

namespace lpstudio {

ItemCell ItemCell::ofCount(qint64 count) {
    return {countText(count), QVariant(count), QString::number(count), -1, groupedText(count)};
}

ItemCell ItemCell::ofNumber(double value, int digits) {
    return {shortText(value, digits), value, fullText(value), -1, exactText(value)};
}

ItemCell ItemCell::shownAs(const QString& shown, double value) {
    return {shown, value, fullText(value), -1, exactText(value)};
}

int TableModelBase::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : rows();
}

int TableModelBase::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(columns().size());
}

QVariant TableModelBase::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const ItemColumn& column = columns()[static_cast<std::size_t>(index.column())];
    if (role == Qt::TextAlignmentRole)
        return QVariant((column.number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole && role != RawRole && role != FullRole &&
        role != ShareRole && role != Qt::EditRole && role != Qt::FontRole)
        return {};
    const ItemCell value = cell(index.row(), index.column());
    switch (role) {
        case Qt::DisplayRole:
            return value.text;
        case Qt::ToolTipRole:
            if (!value.tip.isEmpty()) return value.tip;
            return value.full.isEmpty() || value.full == value.text ? value.text : value.full;
        case RawRole:
            return value.raw;
        case Qt::FontRole: {
            if (!value.strong) return {};
            QFont font;
            font.setBold(true);
            return font;
        }
        case FullRole:
        case Qt::EditRole:
            return value.full.isEmpty() ? value.text : value.full;
        default:
            return value.share < 0 ? QVariant() : QVariant(value.share);
    }
}

QVariant TableModelBase::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 ||
        section >= static_cast<int>(columns().size()))
        return {};
    const ItemColumn& column = columns()[static_cast<std::size_t>(section)];
    switch (role) {
        case Qt::DisplayRole:
            return column.title;
        case Qt::ToolTipRole:
            return column.tip.isEmpty() ? column.title : column.tip;
        case Qt::TextAlignmentRole:
            return QVariant((column.number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
        case FullRole:
            return column.copyTitle.isEmpty() ? column.title : column.copyTitle;
        default:
            return {};
    }
}

}  // namespace lpstudio
