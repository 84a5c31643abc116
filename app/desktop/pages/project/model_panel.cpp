#include "app/desktop/pages/project/model_panel.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

#include "app/desktop/pages/project/network_view.h"
#include "app/desktop/plot/number_text.h"
#include "app/desktop/session/selection.h"
#include "app/desktop/widgets/chart_view.h"
#include "app/desktop/widgets/data_table.h"
#include "app/desktop/widgets/facts_panel.h"
#include "app/desktop/widgets/layer_table.h"

namespace lpstudio {

ModelPanel::ModelPanel(Selection& selection, QWidget* parent)
    : QWidget(parent),
      selection_(selection),
      facts_(new FactsPanel(3)),
      network_(new NetworkView),
      layers_(new LayerTable(this)),
      table_(new DataTable(layers_, tr("Layers"))),
      quantity_(new QComboBox),
      bars_(new LayerBarsView(Qt::Horizontal)) {
    quantity_->setObjectName(QStringLiteral("quantity"));
    quantity_->addItems({tr("Parameters per layer"), tr("MACs per layer")});
    quantity_->setCurrentIndex(1);
    quantity_->setAccessibleName(tr("What the sizes of blocks and bars show"));
    quantity_->setToolTip(quantity_->accessibleName());

    // What is not asked for every day can be switched on in the header's menu.
    for (const auto column : {LayerTable::Output, LayerTable::Rms, LayerTable::Block})
        table_->view()->setColumnHidden(column, true);
    auto* head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(makeHeading(tr("Network")));
    head->addWidget(quantity_);
    head->addStretch();
    auto* split = new QSplitter;
    split->addWidget(table_);
    split->addWidget(bars_);
    split->setStretchFactor(0, 3);
    split->setStretchFactor(1, 2);
    split->setSizes({560, 320});
    split->setChildrenCollapsible(false);
    split->setHandleWidth(1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 8);
    layout->setSpacing(8);
    layout->addWidget(facts_);
    layout->addSpacing(8);
    layout->addLayout(head);
    layout->addWidget(network_);
    layout->addWidget(split, 1);

    connect(table_, &DataTable::rowChosen, &selection_, &Selection::setLayer);
    connect(bars_, &LayerBarsView::layerClicked, &selection_, &Selection::setLayer);
    connect(network_, &NetworkView::layerChosen, &selection_, &Selection::setLayer);
    connect(quantity_, &QComboBox::currentIndexChanged, this, &ModelPanel::refreshQuantity);
    connect(&selection_, &Selection::networkChanged, this, &ModelPanel::refresh);
    connect(&selection_, &Selection::layerChanged, this, [this] {
        table_->setCurrentRow(selection_.layerNumber());
        bars_->bars()->setSelected(selection_.layerNumber());
        network_->setSelected(selection_.layerNumber());
    });
    refresh();
}

void ModelPanel::refresh() {
    const auto& network = selection_.network();
    layers_->setNetwork(network);
    network_->setNetwork(network);
    if (!network) {
        skips_.abandon();
        facts_->setFacts({});
        bars_->setBars({});
        return;
    }
    // Takes another loading of the file. Without connections the picture is still of use: nothing
    // is said if they cannot be read.
    skips_.launch(
        tr("Reading the connections of %1").arg(QString::fromStdString(network->name())),
        [network](const JobContext&) { return findSkips(network->file(), network->layers()); },
        [this](const std::vector<Skip>& skips) { network_->setSkips(skips); });
    refreshFacts();
    table_->fitColumns(LayerTable::Name);
    table_->setCurrentRow(selection_.layerNumber());
    refreshQuantity();
}

void ModelPanel::refreshFacts() {
    const Network& network = *selection_.network();
    const ModelCard& card = network.card();
    const auto parameters = static_cast<double>(network.parameters());
    const int blocks = network.layers().empty() ? 0 : network.layers().back().block + 1;
    facts_->setFacts(
        {{tr("Name"), QString::fromStdString(network.name()), {}},
         {tr("Input"), shapeText(std::vector<int>{card.channels, card.height, card.width}),
          tr("channels × height × width")},
         {tr("Classes"), QString::number(network.classes()), {}},
         {tr("Parameters"), siText(parameters), groupedText(network.parameters())},
         {tr("MACs per image"), siText(static_cast<double>(network.macs())),
          groupedText(network.macs())},
         {tr("Layers"),
          tr("%1 quantizable in %2 blocks").arg(network.layers().size()).arg(blocks),
          {}},
         {tr("File"), QString::fromStdString(network.file().filename().string()),
          QString::fromStdString(network.file().string())},
         {tr("SHA-256"), QString::fromStdString(network.sha256().substr(0, 16)) + QChar(u'…'),
          QString::fromStdString(network.sha256())},
         {tr("Float top-1"),
          card.floatTop1Percent >= 0 ? shortText(card.floatTop1Percent) + tr(" % (card)")
                                     : tr("not given by the card"),
          {}}});
}

void ModelPanel::refreshQuantity() {
    const auto& network = selection_.network();
    if (!network) return;
    const bool macs = quantity_->currentIndex() == 1;
    LayerBars bars;
    bars.title = quantity_->currentText();
    bars.valueTitle = macs ? tr("MACs") : tr("Count");
    const QStringList labels = layerLabels(network->layers());
    for (const Layer& layer : network->layers())
        bars.bars.push_back({labels[layer.index.value],
                             static_cast<double>(macs ? layer.macs : layer.parameters), 0});
    bars_->setBars(std::move(bars));
    bars_->bars()->setSelected(selection_.layerNumber());
    network_->setByMacs(macs);
    network_->setSelected(selection_.layerNumber());
}

}  // namespace lpstudio
