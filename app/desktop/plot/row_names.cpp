#include "app/desktop/plot/row_names.h"

#include <QCategoryAxis>
#include <QFontMetricsF>
#include <algorithm>
#include <cmath>

#include "app/desktop/plot/plot_geometry.h"

namespace lpstudio {

double roomForRowNames(double width, const QFont& font) {
    // Qt Charts gives an axis at most 0.4 of what title and legend leave, and lets longer labels
    // run over the axis title.
    constexpr double kLargestShare = 0.4;
    const double line = QFontMetricsF(font).height();
    return std::max(3 * line, kLargestShare * width - 2 * line);
}

int rowNameStep(int count, double length, const QFont& font) {
    // Qt Charts drops a label that comes closer than this to its neighbour.
    constexpr double kGap = 3;
    const double needed = (QFontMetricsF(font).height() + kGap) * count;
    return length > 0 ? std::max(1, static_cast<int>(std::ceil(needed / length))) : 1;
}

void setRowNames(QCategoryAxis& axis, const QStringList& names, const QFont& font, double room,
                 bool fromTop, int step, const AxisInterval& shown) {
    const QFontMetricsF metrics(font);
    for (const QString& label : axis.categoriesLabels()) axis.remove(label);
    const auto count = static_cast<int>(names.size());
    const double from = shown.from * std::max(1, count), to = shown.to * std::max(1, count);
    axis.setRange(from, to);
    axis.setStartValue(from);
    // Without any label Qt Charts leaves the axis where it was.
    if (names.isEmpty()) axis.append(QStringLiteral(" "), 0.5);
    // Categories must be appended in ascending order.
    for (int place = 0; place < count; ++place) {
        const int row = fromTop ? count - 1 - place : place;
        if (row % step != 0 || place + 0.5 < from || place + 0.5 > to) continue;
        // The axis takes each label once; a name given twice gets an invisible difference.
        QString label = metrics.elidedText(names[row], Qt::ElideMiddle, room);
        while (axis.categoriesLabels().contains(label)) label += QChar(0x200B);
        axis.append(label, place + 0.5);
    }
}

}  // namespace lpstudio
