#include "app/desktop/widgets/layer_labels.h"

#include <QCoreApplication>
#include <algorithm>
#include <map>

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

}  // namespace lpstudio
