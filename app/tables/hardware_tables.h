#pragma once

#include <QColor>

#include "app/tables/table_model_base.h"
#include "hw/accelerator.h"
#include "hw/simulate.h"

namespace lpstudio {

/// What every layer costs on the accelerator.
class LayerCostTable final : public TableModelBase {
    Q_OBJECT

public:
    using TableModelBase::TableModelBase;
    /// `bits`: weight and activation width of each layer, in the order of the result's layers.
    void setResult(SimulationResult result, std::vector<std::pair<int, int>> bits);
    void clear() { setResult({}, {}); }

    enum Column { Name, Bits, Cycles, CycleShare, Stall, Utilization, Energy, EnergyShare, Dram };

protected:
    int rows() const override;
    const std::vector<ItemColumn>& columns() const override;
    ItemCell cell(int row, int column) const override;

private:
    SimulationResult result_;
    std::vector<std::pair<int, int>> bits_;
};

/// The technology constants of an accelerator: value, unit, node, standing, range, source.
class ConstantTable final : public TableModelBase {
    Q_OBJECT

public:
    using TableModelBase::TableModelBase;
    void setConstants(std::vector<Constant> constants);

    enum Column { Key, Value, Unit, Node, Stands, Range, Source };

protected:
    int rows() const override;
    const std::vector<ItemColumn>& columns() const override;
    ItemCell cell(int row, int column) const override;

private:
    std::vector<Constant> constants_;
};

/// The parts of a total: name, amount, share.
class PartTable final : public TableModelBase {
    Q_OBJECT

public:
    struct Part {
        QString name, text;
        double value = 0;
        QString tip;
    };
    /// `what`: heading of the names, "Energy".
    PartTable(const QString& what, QObject* parent);
    void setParts(std::vector<Part> parts);

    enum Column { Name, Amount, Share };

protected:
    int rows() const override;
    const std::vector<ItemColumn>& columns() const override;
    ItemCell cell(int row, int column) const override;

private:
    std::vector<ItemColumn> columns_;
    std::vector<Part> parts_;
    double total_ = 0;
};

}  // namespace lpstudio
