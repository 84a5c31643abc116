#include "app/desktop/charts/parallel_chart.h"

#include <QFontMetricsF>
#include <QLegend>
#include <QLocale>
#include <algorithm>
#include <cmath>
#include <limits>

#include "app/desktop/charts/parallel_item.h"
#include "app/desktop/charts/pareto_legend.h"
#include "app/desktop/plot/axes.h"

namespace lpstudio {

ParallelChart::ParallelChart(const lpstudio::ChartTheme& theme, QGraphicsItem* parent)
    : PlotChart(parent) {
    item_ = new ParallelItem(this);
    legend_ = new ParetoLegend(this);
    legend()->hide();
    setTheme(theme);
}

FigureTable ParallelChart::figureTable() const {
    QStringList header{tr("Run"), tr("Candidate"), tr("Within the limits (1: yes)")};
    for (const std::string& key : data_.axes) {
        const ParetoQuantity& quantity = paretoQuantity(key);
        header << axisTitle(quantity.title, quantity.unit);
    }
    FigureTable table(header);
    if (!data_.columns) return table;
    for (std::size_t row = 0; row < data_.columns->size(); ++row) {
        const bool within = data_.excluded.empty() || data_.excluded[row] == 0;
        std::vector<FigureTable::Cell> cells{data_.columns->runs[data_.columns->runOf[row]].name,
                                             static_cast<qint64>(data_.columns->ids[row].value),
                                             static_cast<qint64>(within)};
        for (const std::vector<double>* values : values_) cells.emplace_back((*values)[row]);
        table.addRow(std::move(cells));
    }
    return table;
}

void ParallelChart::showTheme() {
    legend_->setTheme(theme_);
    makeRoom();
    showTitle();
    item_->redraw();
}

void ParallelChart::setData(ParallelData data) {
    data_ = std::move(data);
    selected_.reset();
    hovered_.reset();
    spans_.clear();
    values_.clear();
    key_ = {};
    scale_.reset();
    if (data_.columns) {
        for (const std::string& axis : data_.axes) {
            values_.push_back(&data_.columns->of(axis));
            spans_.push_back(spanOf(*values_.back()));
        }
        if (!data_.color.empty())
            scale_ = scaleOf(paretoQuantity(data_.color), data_.columns->of(data_.color));
        const auto& runs = data_.columns->runs;
        key_.color = scale_;
        key_.x.better = Better::Neither;
        for (std::size_t i = 1; i < runs.size(); ++i) {
            key_.others.names[runs[i].id] = runs[i].name;
            key_.others.points.emplace_back();
            key_.others.runs.push_back(runs[i].id);
            key_.others.colors.push_back(static_cast<std::uint8_t>(std::min<std::size_t>(i, 255)));
        }
        if (!runs.empty()) key_.name = runs.front().name;
        if (runs.size() > 1) key_.others.count = runs.size();
        key_.excluded =
            static_cast<std::size_t>(std::count(data_.excluded.begin(), data_.excluded.end(), 1));
    }
    chooseRows();
    legend_->setData(&key_);
    makeRoom();
    showTitle();
    item_->redraw();
}

void ParallelChart::makeRoom() {
    // Names and values of the outer axes reach beyond them.
    const QFontMetricsF metrics(theme_.labelFont());
    const int margin = theme_.fontPixels / 2;
    const int side = static_cast<int>(metrics.averageCharWidth() * 9);
    const int line = static_cast<int>(metrics.height());
    // The names of the axes stand under the title, which keeps the lines for them.
    const QMargins room(side, margin, side + static_cast<int>(legend_->width()), margin + line + 4);
    legend_->setShift(side - margin);
    // Told the same again, the chart lays itself out again.
    if (margins() != room) setMargins(room);
}

void ParallelChart::chooseRows() {
    drawn_.clear();
    drawnExcluded_.clear();
    if (!data_.columns) return;
    const std::size_t count = data_.columns->size();
    std::vector<std::uint8_t> kept(count, 1);
    if (!data_.excluded.empty()) {
        for (std::size_t i = 0; i < count; ++i) kept[i] = data_.excluded[i] == 0 ? 1 : 0;
        drawnExcluded_ = spreadRows(count, kExcludedLines, data_.excluded);
    }
    for (const std::uint32_t row : data_.always) kept[row] = 2 * kept[row];
    drawn_ = spreadRows(count, kLines, kept);
    for (const std::uint32_t row : data_.always)
        if (kept[row] == 2) drawn_.push_back(row);
}

void ParallelChart::showTitle() {
    const QLocale locale(QLocale::English);
    const auto count = [&](std::size_t number) {
        return locale.toString(static_cast<qulonglong>(number));
    };
    const std::size_t all = data_.columns ? data_.columns->size() : 0;
    const std::size_t left = all - key_.excluded;
    QString facts = key_.excluded > 0
                        ? tr("%1 of %2 candidates within the limits").arg(count(left), count(all))
                    : all == 1 ? tr("1 candidate")
                               : tr("%1 candidates").arg(count(all));
    if (drawn_.size() < left)
        facts += tr(", %1 of them drawn (sampled), with the whole front").arg(count(drawn_.size()));
    const QString text =
        QStringLiteral(
            "<table cellspacing=\"0\" cellpadding=\"0\"><tr><td align=\"center\">"
            "%1</td></tr><tr><td align=\"center\"><span style=\"font-weight:normal; "
            "font-size:%2px; color:%3\">%4</span></td></tr><tr><td style=\"font-size:%2px\">"
            "\u00a0<br>\u00a0<br>\u00a0</td></tr></table>")
            .arg(tr("Candidates over %n quantities", nullptr, static_cast<int>(data_.axes.size())))
            .arg(theme_.fontPixels)
            .arg(theme_.secondary.name(), facts);
    if (title() != text) setTitle(text);
}

void ParallelChart::setSelected(std::optional<std::size_t> row) {
    selected_ = row;
    item_->update();
}

void ParallelChart::setHovered(std::optional<std::size_t> row) {
    if (row == hovered_) return;
    hovered_ = row;
    item_->update();
}

ParallelMap ParallelChart::map() const {
    const QRectF area = plotArea();
    return {area.left(), area.top(), area.width(), area.height(), values_.size()};
}

std::optional<std::size_t> ParallelChart::axisAt(const QPointF& position, double radius) const {
    const QRectF area = plotArea();
    if (position.y() < area.top() - 4 || position.y() > area.bottom() + 4) return std::nullopt;
    return map().axisAt(position.x(), radius);
}

double ParallelChart::shareOf(std::size_t row, std::size_t axis) const {
    return spans_[axis].share((*values_[axis])[row]);
}

std::optional<std::size_t> ParallelChart::rowAt(const QPointF& position, double radius) const {
    const ParallelMap m = map();
    if (m.axes < 2) return std::nullopt;
    const double step = m.width / static_cast<double>(m.axes - 1);
    const double place = (position.x() - m.left) / step;
    if (!(place >= 0 && place <= static_cast<double>(m.axes - 1))) return std::nullopt;
    const auto first = std::min(static_cast<std::size_t>(place), m.axes - 2);
    const double part = place - static_cast<double>(first);
    std::optional<std::size_t> best;
    double least = radius;
    for (const std::uint32_t row : drawn_) {
        const double a = m.y(shareOf(row, first)), b = m.y(shareOf(row, first + 1));
        // Across the line, not upright: steep lines are hard to hit otherwise.
        const double distance = std::abs(a + (b - a) * part - position.y()) * step /
                                std::sqrt(step * step + (b - a) * (b - a));
        if (!(distance < least)) continue;
        least = distance;
        best = row;
    }
    return best;
}

}  // namespace lpstudio
