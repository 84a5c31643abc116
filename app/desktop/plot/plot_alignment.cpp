#include "app/desktop/plot/plot_alignment.h"

#include <QChart>
#include <QGraphicsLayout>
#include <QMargins>
#include <QScopedValueRollback>
#include <algorithm>
#include <cmath>
#include <utility>

namespace lpstudio {
namespace {

constexpr int kMostSteps = 4;

/// What axes, titles and legend take beside the plot area, without the margins.
double leftInset(const QChart& chart) {
    return chart.plotArea().left() - chart.margins().left();
}

double rightInset(const QChart& chart) {
    return chart.size().width() - chart.plotArea().right() - chart.margins().right();
}

}  // namespace

PlotAlignment::PlotAlignment(std::vector<QChart*> charts, QObject* parent)
    : QObject(parent), charts_(std::move(charts)) {
    for (QChart* chart : charts_)
        connect(chart, &QChart::plotAreaChanged, this, &PlotAlignment::align);
}

void PlotAlignment::align() {
    // Layouts are brought up to date here rather than by the events that they post: a margin whose
    // effect on the plot area is still to come would be taken for the width of labels, and the
    // charts would never come to rest. A legend at the side takes a part of what the margins leave,
    // so the second step is smaller than the first, and there is a last one.
    if (aligning_) return;
    const QScopedValueRollback guard(aligning_, true);
    for (int step = 0; step < kMostSteps && widenMargins(); ++step) {
    }
}

bool PlotAlignment::widenMargins() {
    double left = 0, right = 0;
    for (QChart* chart : charts_) {
        chart->layout()->activate();
        // One is resized after the other; a signal comes with that too.
        if (chart->plotArea().width() <= 0 ||
            chart->size().width() != charts_.front()->size().width())
            return false;
    }
    for (const QChart* chart : charts_) {
        left = std::max(left, leftInset(*chart));
        right = std::max(right, rightInset(*chart));
    }
    bool changed = false;
    for (QChart* chart : charts_) {
        QMargins margins = chart->margins();
        const int base = margins.top();
        margins.setLeft(base + static_cast<int>(std::lround(left - leftInset(*chart))));
        margins.setRight(base + static_cast<int>(std::lround(right - rightInset(*chart))));
        if (margins == chart->margins()) continue;
        chart->setMargins(margins);
        changed = true;
    }
    return changed;
}

}  // namespace lpstudio
