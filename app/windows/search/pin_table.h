#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "app/tables/table_model_base.h"
#include "core/model/network.h"

namespace lpstudio {

/// The layers of a network with the formats to which they are pinned; the last column is edited.
/// What is typed is kept even if it is no format: problem() says what is wrong with it.
class PinTable final : public TableModelBase {
    Q_OBJECT

public:
    /// Layer name and LP spec.
    using Pins = std::vector<std::pair<std::string, std::string>>;

    using TableModelBase::TableModelBase;

    /// Null: none is loaded. Pins stay; those of layers that this network has not are wrong.
    void setNetwork(std::shared_ptr<const Network> network);
    void setPins(const Pins& pins);
    /// In the order of the layers; those of no layer last.
    Pins pins() const;
    /// Pins layers (rows) or, with an empty spec, takes their pins away. A bare number is a width:
    /// "6" is lp:6.
    void pin(const std::vector<int>& rows, const QString& spec);
    /// Whether the first and the last layer are pinned at lp:8.
    bool endsPinned() const;
    void setEndsPinned(bool pinned);
    /// Of the first wrong pin, and what to do; empty: all is well.
    QString problem() const;

    enum Column { Name, Kind, Block, Parameters, Share, Pin };

    Qt::ItemFlags flags(const QModelIndex& index) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;

Q_SIGNALS:
    void pinsChanged();
    /// The user has changed them: by pin() or in place.
    void pinsEdited(const lpstudio::PinTable::Pins& before, const lpstudio::PinTable::Pins& after);

protected:
    int rows() const override;
    const std::vector<ItemColumn>& columns() const override;
    ItemCell cell(int row, int column) const override;

private:
    std::string nameOf(int row) const;
    QString problemOf(const std::string& layer, const std::string& spec) const;
    /// Sorts out which pins belong to no layer.
    void findStrangers();

    std::shared_ptr<const Network> network_;
    std::map<std::string, std::string> pins_;
    std::vector<std::string> strangers_;  ///< pinned names that are no layers, shown below them
};

}  // namespace lpstudio
