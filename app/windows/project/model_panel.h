#pragma once

#include <QWidget>

class QComboBox;

namespace lpstudio {

class DataTable;
class FactsPanel;
class LayerBarsView;
class LayerTable;
class Selection;

/// Facts of the chosen model, its layers as a table, parameters or MACs per layer as bars.
class ModelPanel final : public QWidget {
    Q_OBJECT

public:
    explicit ModelPanel(Selection& selection, QWidget* parent = nullptr);
    DataTable* table() const { return table_; }

private:
    void refresh();
    void refreshBars();

    Selection& selection_;
    FactsPanel* facts_;
    LayerTable* layers_;
    DataTable* table_;
    QComboBox* quantity_;
    LayerBarsView* bars_;
};

}  // namespace lpstudio
