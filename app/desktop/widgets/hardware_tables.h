#pragma once

#include <vector>

#include "app/desktop/widgets/table_model_base.h"
#include "hw/accelerator.h"
#include "hw/published_ratios.h"
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

/// The parts of a total: name, amount, share, bounds.
class PartTable final : public TableModelBase {
    Q_OBJECT

public:
    struct Part {
        QString name, text;
        double value = 0;
        QString tip;
        QString range{};  ///< "0.9 … 2.1 µJ"; empty: exact
    };
    /// `what`: heading of the names, "Energy".
    PartTable(const QString& what, QObject* parent);
    void setParts(std::vector<Part> parts);

    enum Column { Name, Amount, Share, Bounds };

protected:
    int rows() const override;
    const std::vector<ItemColumn>& columns() const override;
    ItemCell cell(int row, int column) const override;

private:
    std::vector<ItemColumn> columns_;
    std::vector<Part> parts_;
    double total_ = 0;
};

/// Designs beside each other on the same layers.
class DesignTable final : public TableModelBase {
    Q_OBJECT

public:
    using TableModelBase::TableModelBase;

    struct Row {
        QString name;
        int rows = 0, columns = 0;
        double computeArea = 0;  ///< mm2
        double seconds = 0;
        double joules = 0;
        double utilization = 0;
        double gops = 0, topsPerMm2 = 0, topsPerW = 0;
        QString problem;  ///< why it cannot run the layers; empty: it can
    };
    void setDesigns(std::vector<Row> rows);
    const std::vector<Row>& designs() const { return rows_; }

    enum Column { Name, Grid, Area, Latency, Energy, Edp, Utilization, Gops, Density, Efficiency };

protected:
    int rows() const override;
    const std::vector<ItemColumn>& columns() const override;
    ItemCell cell(int row, int column) const override;

private:
    std::vector<Row> rows_;
};

/// The published figures of the 8 x 8 designs beside the model's.
class PublishedFigureTable final : public TableModelBase {
    Q_OBJECT

public:
    using TableModelBase::TableModelBase;
    void setCells(std::vector<PublishedCell> cells);

    enum Column { Design, Quantity, Published, Model, Error, Label, Mix, Why };

protected:
    int rows() const override;
    const std::vector<ItemColumn>& columns() const override;
    ItemCell cell(int row, int column) const override;

private:
    std::vector<PublishedCell> cells_;
};

/// The published latency and energy ratios beside the model's.
class PublishedRatioTable final : public TableModelBase {
    Q_OBJECT

public:
    using TableModelBase::TableModelBase;
    void setRatios(std::vector<PublishedRatio> ratios);
    const std::vector<PublishedRatio>& ratios() const { return ratios_; }

    enum Column {
        Network,
        Design,
        Quantity,
        Published,
        Model,
        Difference,
        Batch64,
        Simulator,
        Label,
        Decides,
        Reason
    };

protected:
    int rows() const override;
    const std::vector<ItemColumn>& columns() const override;
    ItemCell cell(int row, int column) const override;

private:
    std::vector<PublishedRatio> ratios_;
};

}  // namespace lpstudio
