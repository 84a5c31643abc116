#include "app/charts/lines_chart.h"

#include <QLegend>
#include <QMargins>
#include <QValueAxis>
#include <algorithm>
#include <cmath>

#include "app/charts/axes.h"

namespace lpstudio {

LinesChart::LinesChart(const lpstudio::ChartTheme& theme, QGraphicsItem* parent)
    : QChart(parent),
      theme_(theme),
      xAxis_(new QValueAxis),
      yAxis_(new QValueAxis),
      item_(new LinesItem(this)) {
    addAxis(xAxis_, Qt::AlignBottom);
    addAxis(yAxis_, Qt::AlignLeft);
    legend()->hide();
    connect(item_, &LinesItem::lineHovered, this,
            [this](const QString& family) { bringOut(family.isEmpty() ? chosen_ : family); });
    setTheme(theme);
}

void LinesChart::setTheme(const lpstudio::ChartTheme& theme) {
    theme_ = theme;
    theme_.apply(*this);
    item_->setTheme(theme_);
    makeRoom();
}

void LinesChart::setLines(std::vector<PlotLine> lines, const LineAxes& axes) {
    setTitle(axes.title);
    xAxis_->setTitleText(axes.x);
    yAxis_->setTitleText(axes.y);
    const bool any = !lines.empty();
    xAxis_->setVisible(any);
    yAxis_->setVisible(any);
    PlotRange range = axes.range;
    if (any) {
        setExactRange(*xAxis_, range.xFrom, range.xTo, axes.xTicks);
        setNiceRange(*yAxis_, range.yFrom, range.yTo, 8);
        range.yFrom = yAxis_->min();
        range.yTo = yAxis_->max();
    }
    item_->setLines(std::move(lines), range);
    bringOut(chosen_);
    makeRoom();
}

void LinesChart::setHighlighted(const QString& family) {
    chosen_ = family;
    bringOut(family);
}

void LinesChart::bringOut(const QString& family) {
    const auto& lines = item_->lines();
    const bool known = std::any_of(lines.begin(), lines.end(),
                                   [&](const PlotLine& line) { return line.family == family; });
    item_->setHighlighted(known ? family : QString());
}

void LinesChart::makeRoom() {
    QMargins room = margins();
    room.setRight(static_cast<int>(std::ceil(item_->labelRoom())) + theme_.fontPixels / 2);
    setMargins(room);
}

}  // namespace lpstudio
