#pragma once

#include <QWidget>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "app/desktop/widgets/table_model_base.h"
#include "core/network/network.h"

class QLabel;

namespace lpstudio {

class DataTable;
class LockTable;
class Selection;

/// The editor of locked layers: the layers as a table, the format of each typed in place or given
/// to all that are selected.
class LocksPanel final : public QWidget {
    Q_OBJECT

public:
    LocksPanel(Selection& selection, LockTable& locks, QWidget* parent = nullptr);

Q_SIGNALS:
    void closed();

private:
    void refresh();

    LockTable& locks_;
    DataTable* table_;
    QLabel* problem_;
};

/// The layers of a network with the formats to which they are locked; the last column is edited.
/// What is typed is kept even if it is no format: problem() says what is wrong with it.
class LockTable final : public TableModelBase {
    Q_OBJECT

public:
    /// Layer name and LP spec.
    using Locks = std::vector<std::pair<std::string, std::string>>;

    using TableModelBase::TableModelBase;

    /// Null: none is loaded. Locks stay; those of layers that this network has not are wrong.
    void setNetwork(std::shared_ptr<const Network> network);
    void setLocks(const Locks& locks);
    /// In the order of the layers; those of no layer last.
    Locks locks() const;
    /// Locks layers (rows) or, with an empty spec, unlocks them. A bare number is a width:
    /// "6" is lp:6.
    void pin(const std::vector<int>& rows, const QString& spec);
    /// Whether the first and the last layer are locked to lp:8.
    bool endsLocked() const;
    void setEndsLocked(bool pinned);
    /// Of the first wrong lock, and what to do; empty: all is well.
    QString problem() const;

    enum Column { Name, Kind, Block, Parameters, Share, Lock };

    Qt::ItemFlags flags(const QModelIndex& index) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;

Q_SIGNALS:
    void locksChanged();
    /// The user has changed them: by pin() or in place.
    void locksEdited(const lpstudio::LockTable::Locks& before,
                     const lpstudio::LockTable::Locks& after);

protected:
    int rows() const override;
    const std::vector<ItemColumn>& columns() const override;
    ItemCell cell(int row, int column) const override;

private:
    std::string nameOf(int row) const;
    QString problemOf(const std::string& layer, const std::string& spec) const;
    /// Sorts out which locks belong to no layer.
    void findUnknownLayers();

    std::shared_ptr<const Network> network_;
    std::map<std::string, std::string> locks_;
    std::vector<std::string> unknownLayers_;  ///< locked names that are no layers, shown below them
};

}  // namespace lpstudio
