#include "app/desktop/widgets/layer_table.h"

#include <QCoreApplication>
#include <algorithm>
#include <limits>
#include <map>

#include "app/desktop/plot/number_text.h"

namespace lpstudio {
namespace {

/// Letters before the first digit of the name, with a dot that follows them.
qsizetype stemLength(const QString& name) {
    qsizetype length = 0;
    while (length < name.size() && name[length].isLetter()) ++length;
    if (length < name.size() && name[length] == u'.') ++length;
    return length < name.size() && name[length].isDigit() ? length : 0;
}

}  // namespace

QStringList layerLabels(const std::vector<Layer>& layers) {
    QStringList labels;
    std::map<QString, int> stems;
    for (const Layer& layer : layers) {
        labels << QString::fromStdString(layer.name);
        if (const qsizetype length = stemLength(labels.back()); length > 0)
            ++stems[labels.back().left(length)];
    }
    const auto common =
        std::max_element(stems.begin(), stems.end(),
                         [](const auto& a, const auto& b) { return a.second < b.second; });
    if (common == stems.end() || 3 * common->second < 2 * static_cast<int>(labels.size()))
        return labels;
    QStringList shortened = labels;
    for (QString& label : shortened)
        if (label.startsWith(common->first)) label.remove(0, common->first.size());
    QStringList unique = shortened;
    return unique.removeDuplicates() == 0 ? shortened : labels;
}

LayerBars widthBars(const QString& title, const std::vector<Layer>& layers,
                    const Candidate& candidate) {
    LayerBars bars;
    bars.title = title;
    bars.valueTitle = QCoreApplication::translate("LayerLabels", "Width");
    bars.unit = QStringLiteral("bit");
    bars.prefixes = false;
    bars.axisTo = 8;
    const QStringList labels = layerLabels(layers);
    for (std::size_t i = 0; i < std::min(layers.size(), candidate.genes.size()); ++i)
        bars.bars.push_back({labels[static_cast<qsizetype>(i)],
                             static_cast<double>(candidate.genes[i].n), candidate.genes[i].n});
    return bars;
}

namespace {

ItemCell shareCell(std::int64_t part, double whole) {
    const double share = whole > 0 ? static_cast<double>(part) / whole : 0;
    ItemCell cell = ItemCell::shownAs(percentText(share), share);
    cell.share = share;
    return cell;
}

/// Weight statistics do not exist where both operands are activations.
ItemCell weightCell(const Layer& layer, double value) {
    return ItemCell::ofNumber(layer.isProduct() ? std::numeric_limits<double>::quiet_NaN() : value);
}

}  // namespace

void LayerTable::setNetwork(std::shared_ptr<const Network> network) {
    beginResetModel();
    network_ = std::move(network);
    parameters_ = macs_ = 0;
    if (network_)
        for (const Layer& layer : network_->layers()) {
            parameters_ += static_cast<double>(layer.parameters);
            macs_ += static_cast<double>(layer.macs);
        }
    endResetModel();
}

int LayerTable::rows() const {
    return network_ ? static_cast<int>(network_->layers().size()) : 0;
}

const std::vector<ItemColumn>& LayerTable::columns() const {
    static const std::vector<ItemColumn> list{
        {tr("Layer"), tr("Name of the module in the model"), false, QStringLiteral("name")},
        {tr("Kind"), tr("What the layer computes"), false, QStringLiteral("kind")},
        {tr("Weights"), tr("Shape of the weights (second operand of an attention product)"), false,
         QStringLiteral("weight_shape")},
        {tr("Output"), tr("Shape of the output for one image"), false,
         QStringLiteral("output_shape")},
        {tr("Parameters"), tr("Number of weight elements"), true, QStringLiteral("parameters")},
        {tr("% params"), tr("Share of the weights of all quantizable layers"), true,
         QStringLiteral("parameters_share")},
        {tr("MACs"), tr("Multiply-accumulates for one image"), true, QStringLiteral("macs")},
        {tr("% MACs"), tr("Share of the multiply-accumulates of all quantizable layers"), true,
         QStringLiteral("macs_share")},
        {tr("Min"), tr("Smallest weight"), true, QStringLiteral("weight_min")},
        {tr("Max"), tr("Largest weight"), true, QStringLiteral("weight_max")},
        {tr("RMS"), tr("Root mean square of the weights"), true, QStringLiteral("weight_rms")},
        {tr("Block"), tr("Block in which the search changes this layer"), false,
         QStringLiteral("block")}};
    return list;
}

ItemCell LayerTable::cell(int row, int column) const {
    const Layer& layer = network_->layers()[static_cast<std::size_t>(row)];
    switch (column) {
        case Name:
            return ItemCell::ofText(QString::fromStdString(layer.name));
        case Kind:
            return ItemCell::ofText(QString::fromUtf8(kindName(layer.kind)));
        case Weights: {
            ItemCell cell = ItemCell::ofText(shapeText(layer.weightShape));
            cell.raw = static_cast<qint64>(layer.parameters);
            return cell;
        }
        case Output: {
            ItemCell cell = ItemCell::ofText(shapeText(layer.outputShape));
            cell.raw = static_cast<qint64>(layer.outputElements);
            return cell;
        }
        case Parameters:
            return ItemCell::ofCount(layer.parameters);
        case ParameterShare:
            return shareCell(layer.parameters, parameters_);
        case Macs:
            return ItemCell::ofCount(layer.macs);
        case MacShare:
            return shareCell(layer.macs, macs_);
        case Least:
            return weightCell(layer, static_cast<double>(layer.weightMin));
        case Greatest:
            return weightCell(layer, static_cast<double>(layer.weightMax));
        case Rms:
            return weightCell(layer, layer.weightRms);
        default: {
            ItemCell cell = ItemCell::ofText(QString::fromStdString(layer.blockName));
            cell.raw = layer.block;
            return cell;
        }
    }
}

}  // namespace lpstudio
