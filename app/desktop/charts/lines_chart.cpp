#include "app/desktop/charts/lines_chart.h"

#include <QLegend>
#include <QMargins>
#include <QValueAxis>
#include <algorithm>
#include <cmath>

#include "app/desktop/plot/axes.h"
#include "app/desktop/plot/plot_geometry.h"

namespace lpstudio {
namespace {

constexpr int kYTicks = 8;

}  // namespace

LinesChart::LinesChart(const lpstudio::ChartTheme& theme, QGraphicsItem* parent)
    : PlotChart(parent),
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

void LinesChart::showTheme() {
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
    if (axes.x != axes_.x || axes.range.xFrom != axes_.range.xFrom ||
        axes.range.xTo != axes_.range.xTo)
        forgetWindow();
    axes_ = axes;
    item_->setLines(std::move(lines), axes.range);
    fitAxes();
    bringOut(chosen_);
    makeRoom();
}

void LinesChart::fitAxes() {
    if (item_->lines().empty()) return;
    setNiceRange(*yAxis_, axes_.range.yFrom, axes_.range.yTo, kYTicks);
    whole_ = {axes_.range.xFrom, axes_.range.xTo, yAxis_->min(), yAxis_->max()};
    const PlotRange shown = shownOf(whole_, window());
    setExactRange(*xAxis_, shown.xFrom, shown.xTo, axes_.xTicks);
    if (!showsAll()) setExactRange(*yAxis_, shown.yFrom, shown.yTo, kYTicks);
    item_->setRange(shown);
}

void LinesChart::showWindow() {
    fitAxes();
    item_->setToolTip({});
}

FigureTable LinesChart::figureTable() const {
    const auto plain = [](const QString& title, const QString& otherwise) {
        return title.isEmpty() ? otherwise : title;
    };
    FigureTable table(
        {tr("Series"), tr("Piece"), plain(axes_.x, tr("x")), plain(axes_.y, tr("y"))});
    for (const PlotLine& line : lines()) {
        const QString name = plain(line.label, plain(line.name, line.family));
        for (std::size_t piece = 0; piece < line.pieces.size(); ++piece)
            for (const PlotPoint& point : line.pieces[piece])
                table.addRow({name, static_cast<qint64>(piece + 1), point.x, point.y});
    }
    return table;
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
