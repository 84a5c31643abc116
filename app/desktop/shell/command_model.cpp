#include "app/desktop/shell/command_model.h"

#include <utility>

namespace lpstudio {

void CommandModel::set(std::vector<Command> commands, std::vector<RankedCommand> ranked) {
    beginResetModel();
    commands_ = std::move(commands);
    ranked_ = std::move(ranked);
    endResetModel();
}

const Command& CommandModel::command(int row) const {
    return commands_.at(ranked_.at(static_cast<std::size_t>(row)).index);
}

int CommandModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(ranked_.size());
}

QVariant CommandModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Command& at = command(index.row());
    switch (role) {
        case Qt::DisplayRole:
            return at.title;
        case Qt::DecorationRole:
            return at.icon;
        case Qt::ToolTipRole:
            return at.where;
        case Qt::AccessibleTextRole:
            return QStringLiteral("%1: %2 %3").arg(commandKindText(at.kind), at.title, at.keys);
        case WhereRole:
            return at.where;
        case KeysRole:
            return at.keys;
        case KindRole:
            return commandKindText(at.kind);
        case PositionsRole: {
            const auto& positions = ranked_[static_cast<std::size_t>(index.row())].positions;
            return QVariant::fromValue(QList<int>(positions.begin(), positions.end()));
        }
        default:
            return {};
    }
}

Qt::ItemFlags CommandModel::flags(const QModelIndex& index) const {
    if (!index.isValid()) return Qt::NoItemFlags;
    return command(index.row()).enabled ? Qt::ItemIsEnabled | Qt::ItemIsSelectable
                                        : Qt::ItemIsSelectable;
}

}  // namespace lpstudio
