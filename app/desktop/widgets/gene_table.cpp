#include "app/desktop/widgets/gene_table.h"

#include <algorithm>
#include <cmath>

#include "app/desktop/plot/number_text.h"
#include "core/number/format.h"

namespace lpstudio {
namespace {

/// `lp:8,2,3,0.51234` with sf shortened for the screen.
QString shortSpec(const std::string& spec) {
    QString full = QString::fromStdString(spec);
    const qsizetype comma = full.lastIndexOf(u',');
    bool isNumber = false;
    const double sf = full.mid(comma + 1).toDouble(&isNumber);
    if (comma < 0 || !isNumber || !full.startsWith(QStringLiteral("lp:"))) return full;
    return full.left(comma + 1) + QString::number(sf, 'f', 2);
}

}  // namespace

void GeneTable::setContents(Contents contents) {
    beginResetModel();
    contents_ = std::move(contents);
    endResetModel();
}

int GeneTable::rows() const {
    if (!contents_.network) return 0;
    return static_cast<int>(
        std::min(contents_.candidate.genes.size(), contents_.network->layers().size()));
}

const std::vector<ItemColumn>& GeneTable::columns() const {
    static const std::vector<ItemColumn> list{
        {tr("Layer"), tr("Name of the module in the model"), false, QStringLiteral("name")},
        {tr("n"), tr("Word length of the weights in bits"), true, QStringLiteral("n")},
        {tr("es"), tr("Exponent field of the weights in bits"), true, QStringLiteral("es")},
        {tr("rs"), tr("Cap on the regime's run length"), true, QStringLiteral("rs")},
        {tr("sf"), tr("Scale factor: every value is divided by 2^sf"), true, QStringLiteral("sf")},
        {tr("Activations"), tr("Format of the layer's input, fitted on the calibration images"),
         false, QStringLiteral("activations")},
        {tr("Parameters"), tr("Number of weight elements"), true, QStringLiteral("parameters")},
        {tr("Size"), tr("Stored weights"), true, QStringLiteral("weight_bytes")}};
    return list;
}

ItemCell GeneTable::cell(int row, int column) const {
    const auto at = static_cast<std::size_t>(row);
    const Layer& layer = contents_.network->layers()[at];
    const LpParameters& gene = contents_.candidate.genes[at];
    switch (column) {
        case Name:
            return ItemCell::ofText(QString::fromStdString(layer.name));
        case N: {
            ItemCell cell = ItemCell::ofCount(gene.n);
            cell.share = gene.n / 8.0;
            return cell;
        }
        case Es:
            return ItemCell::ofCount(gene.es);
        case Rs:
            return ItemCell::ofCount(gene.rs);
        case Sf:
            return ItemCell::shownAs(fixedText(gene.sf, 3), gene.sf);
        case Activations: {
            if (at < contents_.activations.size() && !contents_.activations[at].empty()) {
                ItemCell cell = ItemCell::ofText(shortSpec(contents_.activations[at]));
                cell.full = QString::fromStdString(contents_.activations[at]);
                return cell;
            }
            if (at < contents_.activationBits.size())
                return ItemCell::ofText(QStringLiteral("lp:%1").arg(contents_.activationBits[at]));
            return ItemCell::ofText(QStringLiteral("–"));
        }
        case Parameters:
            return ItemCell::ofCount(layer.parameters);
        default: {
            const double bytes =
                std::ceil(static_cast<double>(gene.n) * static_cast<double>(layer.parameters) / 8);
            return ItemCell::shownAs(bytesText(bytes), bytes);
        }
    }
}

}  // namespace lpstudio
