#include "app/desktop/widgets/layer_choice.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QRadioButton>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>

#include "app/desktop/widgets/data_table.h"
#include "app/desktop/widgets/layer_table.h"

namespace lpstudio {

LayerChoice::LayerChoice(QWidget* parent)
    : QWidget(parent),
      layers_(new LayerTable(this)),
      table_(new DataTable(layers_, tr("Layers"))),
      weights_(new QRadioButton(tr("weights"))),
      activations_(new QRadioButton(tr("activations"))) {
    weights_->setChecked(true);
    auto* quantity = new QButtonGroup(this);
    quantity->addButton(weights_);
    quantity->addButton(activations_);
    activations_->setObjectName(QStringLiteral("activations"));
    activations_->setToolTip(
        tr("Inputs of the layers in the float network on images of the chosen set"));
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(8, 8, 8, 0);
    bar->setSpacing(16);
    bar->addWidget(weights_);
    bar->addWidget(activations_);
    bar->addStretch();
    for (int column = 0; column < layers_->columnCount(); ++column)
        table_->view()->setColumnHidden(
            column, column != LayerTable::Name && column != LayerTable::ParameterShare);
    table_->view()->setSelectionMode(QAbstractItemView::ExtendedSelection);
    table_->view()->setToolTip(tr("Ctrl-click or Shift-click to overlay several layers"));
    table_->setContentsMargins(8, 8, 8, 8);
    setMinimumWidth(220);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(bar);
    layout->addWidget(table_, 1);
    connect(activations_, &QRadioButton::toggled, this, &LayerChoice::quantityChanged);
}

void LayerChoice::setNetwork(const std::shared_ptr<const Network>& network) {
    layers_->setNetwork(network);
    table_->fitColumns(LayerTable::Name);
}

void LayerChoice::choose(const std::vector<int>& layers) {
    const QAbstractItemModel& shown = *table_->view()->model();
    QItemSelection selection;
    for (int row = 0; row < shown.rowCount(); ++row) {
        const QModelIndex index = shown.index(row, 0);
        const int layer = static_cast<const TableProxy&>(shown).mapToSource(index).row();
        if (std::find(layers.begin(), layers.end(), layer) != layers.end())
            selection.select(index, index);
    }
    table_->view()->selectionModel()->select(
        selection, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
}

std::size_t LayerChoice::count() const {
    return table_->selectedRows().size();
}

std::vector<int> LayerChoice::shown(int current, std::size_t most) const {
    std::vector<int> rows = table_->selectedRows();
    std::erase(rows, current);
    if (rows.size() >= most) rows.resize(most - 1);
    rows.insert(std::upper_bound(rows.begin(), rows.end(), current), current);
    return rows;
}

bool LayerChoice::ofActivations() const {
    return activations_->isChecked();
}

}  // namespace lpstudio
