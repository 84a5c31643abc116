#pragma once

#include <QWidget>
#include <vector>

#include "app/desktop/jobs/task.h"
#include "core/network/skips.h"

class QComboBox;

namespace lpstudio {

class DataTable;
class FactsPanel;
class LayerBarsView;
class LayerTable;
class NetworkView;
class Selection;

/// Facts of the chosen model, the network as blocks, its layers as a table, and beside it
/// parameters or MACs per layer as bars. A layer chosen in one is chosen in all.
class ModelPanel final : public QWidget {
    Q_OBJECT

public:
    explicit ModelPanel(Selection& selection, QWidget* parent = nullptr);
    DataTable* table() const { return table_; }
    const Job& skipsJob() const { return skips_; }

private:
    void refresh();
    void refreshFacts();
    void refreshQuantity();

    Selection& selection_;
    FactsPanel* facts_;
    NetworkView* network_;
    LayerTable* layers_;
    DataTable* table_;
    QComboBox* quantity_;
    LayerBarsView* bars_;
    Task<std::vector<Skip>> skips_;
};

}  // namespace lpstudio
