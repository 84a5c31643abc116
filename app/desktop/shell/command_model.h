#pragma once

#include <QAbstractListModel>
#include <vector>

#include "app/desktop/shell/command.h"

namespace lpstudio {

/// The commands that fit what was typed, best first, for the palette's list. Roles beside
/// Qt::DisplayRole (title) and Qt::DecorationRole (icon):
class CommandModel final : public QAbstractListModel {
    Q_OBJECT

public:
    enum Role {
        WhereRole = Qt::UserRole,  ///< QString, quiet
        KeysRole,                  ///< QString
        KindRole,                  ///< QString, the word
        PositionsRole              ///< QList<int>, letters of the title that matched
    };

    using QAbstractListModel::QAbstractListModel;

    void set(std::vector<Command> commands, std::vector<RankedCommand> ranked);
    const Command& command(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    std::vector<Command> commands_;
    std::vector<RankedCommand> ranked_;
};

}  // namespace lpstudio
