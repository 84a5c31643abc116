#include "app/windows/project/model_panel.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

#include "app/tables/data_table.h"
#include "app/tables/layer_table.h"
#include "app/tables/number_text.h"
#include "app/windows/frame/chart_view.h"
#include "app/windows/frame/facts_panel.h"
#include "app/windows/frame/layer_labels.h"
#include "app/windows/frame/selection.h"

namespace lpstudio {

ModelPanel::ModelPanel(Selection& selection, QWidget* parent)
    : QWidget(parent),
      selection_(selection),
      facts_(new FactsPanel(3)),
      layers_(new LayerTable(this)),
      table_(new DataTable(layers_, tr("Layers"))),
      quantity_(new QComboBox),
      bars_(new LayerBarsView(Qt::Vertical)) {
    quantity_->addItems({tr("Parameters per layer"), tr("MACs per layer")});
    quantity_->setAccessibleName(tr("What the bars show"));

    // What is not asked for every day can be switched on in the header's menu.
    for (const auto column : {LayerTable::Output, LayerTable::Rms})
        table_->view()->setColumnHidden(column, true);
    auto* lower = new QWidget;
    auto* lowerLayout = new QVBoxLayout(lower);
    lowerLayout->setContentsMargins(0, 8, 0, 0);
    lowerLayout->addWidget(quantity_, 0, Qt::AlignLeft);
    lowerLayout->addWidget(bars_, 1);
    auto* split = new QSplitter(Qt::Vertical);
    split->addWidget(table_);
    split->addWidget(lower);
    split->setStretchFactor(0, 1);
    split->setStretchFactor(1, 1);
    split->setSizes({400, 380});
    split->setHandleWidth(1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 8);
    layout->setSpacing(16);
    layout->addWidget(facts_);
    layout->addWidget(split, 1);

    connect(table_, &DataTable::rowChosen, &selection_, &Selection::setLayer);
    connect(bars_, &LayerBarsView::layerClicked, &selection_, &Selection::setLayer);
    connect(quantity_, &QComboBox::currentIndexChanged, this, &ModelPanel::refreshBars);
    connect(&selection_, &Selection::networkChanged, this, &ModelPanel::refresh);
    connect(&selection_, &Selection::layerChanged, this, [this] {
        table_->setCurrentRow(selection_.layerNumber());
        bars_->bars()->setSelected(selection_.layerNumber());
    });
    refresh();
}

void ModelPanel::refresh() {
    const auto& network = selection_.network();
    layers_->setNetwork(network);
    if (!network) {
        facts_->setFacts({});
        bars_->setBars({});
        return;
    }
    const ModelCard& card = network->card();
    const auto parameters = static_cast<double>(network->parameters());
    std::vector<Fact> facts{
        {tr("Name"), QString::fromStdString(network->name()), {}},
        {tr("Input"), shapeText(std::vector<int>{card.channels, card.height, card.width}),
         tr("channels × height × width")},
        {tr("Classes"), QString::number(network->classes()), {}},
        {tr("Parameters"), siText(parameters), fullText(parameters)},
        {tr("MACs per image"), siText(static_cast<double>(network->macs())),
         QString::number(network->macs())},
        {tr("Layers"), tr("%1 quantizable").arg(network->layers().size()), {}},
        {tr("File"), QString::fromStdString(network->file().filename().string()),
         QString::fromStdString(network->file().string())},
        {tr("SHA-256"), QString::fromStdString(network->sha256().substr(0, 16)) + QChar(u'…'),
         QString::fromStdString(network->sha256())}};
    facts.push_back({tr("Float top-1"),
                     card.floatTop1Percent >= 0 ? shortText(card.floatTop1Percent) + tr(" % (card)")
                                                : tr("not given by the card"),
                     {}});
    facts_->setFacts(facts);
    table_->fitColumns(LayerTable::Name);
    table_->setCurrentRow(selection_.layerNumber());
    refreshBars();
}

void ModelPanel::refreshBars() {
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
}

}  // namespace lpstudio
