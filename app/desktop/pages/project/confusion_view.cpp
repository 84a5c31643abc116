#include "app/desktop/pages/project/confusion_view.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "app/desktop/plot/number_text.h"
#include "app/desktop/widgets/figure_actions.h"
#include "app/desktop/widgets/theme.h"

namespace lpstudio {

QRectF ConfusionGeometry::rectOf(int label, int predicted) const {
    return {left + predicted * cell(), top + label * cell(), cell(), cell()};
}

std::optional<std::pair<int, int>> ConfusionGeometry::at(const QPointF& position) const {
    if (!(cell() > 0) || !QRectF(left, top, side, side).contains(position)) return std::nullopt;
    const auto place = [this](double offset) {
        return std::clamp(static_cast<int>(offset / cell()), 0, classes - 1);
    };
    return std::pair{place(position.y() - top), place(position.x() - left)};
}

ConfusionGeometry ConfusionGeometry::fitted(int classes, double width, double height,
                                            double names) {
    const double side = std::max(0.0, std::min(width - names, height - names));
    // Whole pixels a cell where there are enough, so that the lines between them are even.
    const double even =
        classes > 0
            ? std::max(1.0, static_cast<double>(static_cast<int>(side / std::max(1, classes)))) *
                  classes
            : side;
    return {classes, names, names, std::min(side, even)};
}

std::vector<int> mostConfused(const std::vector<std::size_t>& counts, int classes, int most) {
    std::vector<int> order(static_cast<std::size_t>(classes));
    std::iota(order.begin(), order.end(), 0);
    if (classes <= most) return order;
    std::vector<std::size_t> mistakes(order.size());
    for (std::size_t label = 0; label < order.size(); ++label)
        for (std::size_t predicted = 0; predicted < order.size(); ++predicted)
            if (label != predicted) {
                mistakes[label] += counts[label * order.size() + predicted];
                mistakes[predicted] += counts[label * order.size() + predicted];
            }
    std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
        return mistakes[static_cast<std::size_t>(a)] > mistakes[static_cast<std::size_t>(b)];
    });
    order.resize(static_cast<std::size_t>(most));
    std::sort(order.begin(), order.end());
    return order;
}

namespace {

constexpr double kNames = 76;
constexpr double kNumbers = 26;  ///< least size of a cell with its count in it

}  // namespace

ConfusionView::ConfusionView(QWidget* parent)
    : QWidget(parent), actions_(new FigureActions(this, *this, nullptr)) {
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Labels versus predicted classes"));
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void ConfusionView::setCounts(std::vector<std::size_t> counts, int classes,
                              std::function<QString(int)> names) {
    counts_ = std::move(counts);
    classes_ = classes;
    names_ = std::move(names);
    shown_ = mostConfused(counts_, classes_, kMost);
    const int last = std::max(0, static_cast<int>(shown_.size()) - 1);
    row_ = std::min(row_, last);
    column_ = std::min(column_, last);
    update();
}

std::size_t ConfusionView::count(int label, int predicted) const {
    return counts_[static_cast<std::size_t>(label) * static_cast<std::size_t>(classes_) +
                   static_cast<std::size_t>(predicted)];
}

ConfusionGeometry ConfusionView::geometryOfCells() const {
    return ConfusionGeometry::fitted(static_cast<int>(shown_.size()), width(),
                                     height() - 2 * fontMetrics().height(), kNames);
}

QString ConfusionView::textOf(int row, int column) const {
    const int label = shown_[static_cast<std::size_t>(row)];
    const int predicted = shown_[static_cast<std::size_t>(column)];
    std::size_t all = 0;
    for (int one = 0; one < classes_; ++one) all += count(label, one);
    const std::size_t here = count(label, predicted);
    const double share = all > 0 ? static_cast<double>(here) / static_cast<double>(all) : 0;
    const QString part = countText(static_cast<std::int64_t>(here));
    const QString whole = countText(static_cast<std::int64_t>(all));
    if (label == predicted)
        return tr("%1 recognised: %2 of %3 (%4)")
            .arg(names_(label), part, whole, percentText(share));
    return tr("%1 predicted as %2: %3 of %4 (%5)")
        .arg(names_(label), names_(predicted), part, whole, percentText(share));
}

void ConfusionView::choose(int row, int column) {
    row_ = row;
    column_ = column;
    update();
    Q_EMIT pairChosen(shown_[static_cast<std::size_t>(row)],
                      shown_[static_cast<std::size_t>(column)]);
}

bool ConfusionView::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        if (const auto at = geometryOfCells().at(help->pos()))
            QToolTip::showText(help->globalPos(), textOf(at->first, at->second), this);
        else
            QToolTip::hideText();
        return true;
    }
    return QWidget::event(event);
}

void ConfusionView::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    if (const auto at = geometryOfCells().at(event->position())) choose(at->first, at->second);
}

void ConfusionView::keyPressEvent(QKeyEvent* event) {
    if (event->matches(QKeySequence::Copy)) {
        actions_->copyData();
        return;
    }
    const int last = static_cast<int>(shown_.size()) - 1;
    int row = row_, column = column_;
    switch (event->key()) {
        case Qt::Key_Up:
            --row;
            break;
        case Qt::Key_Down:
            ++row;
            break;
        case Qt::Key_Left:
            --column;
            break;
        case Qt::Key_Right:
            ++column;
            break;
        case Qt::Key_Return:
        case Qt::Key_Enter:
        case Qt::Key_Space:
            if (last >= 0) choose(row_, column_);
            return;
        default:
            QWidget::keyPressEvent(event);
            return;
    }
    if (last < 0) return;
    row_ = std::clamp(row, 0, last);
    column_ = std::clamp(column, 0, last);
    setAccessibleDescription(textOf(row_, column_));
    update();
}

void ConfusionView::paintEvent(QPaintEvent*) {
    const ChartTheme& theme = Theme::instance().charts();
    QPainter painter(this);
    painter.fillRect(rect(), theme.base);
    if (shown_.empty()) return;
    const ConfusionGeometry cells = geometryOfCells();
    paintCells(painter, theme, cells);
    paintNames(painter, theme, cells, width());
    if (!hasFocus()) return;
    painter.setPen(QPen(theme.highlight, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(cells.rectOf(row_, column_).adjusted(0, 0, -1, -1));
}

void ConfusionView::paintCells(QPainter& painter, const ChartTheme& theme,
                               const ConfusionGeometry& cells) const {
    const auto shown = static_cast<int>(shown_.size());
    const QColor right = theme.accent, wrong = theme.formatColor(QStringLiteral("ant"));
    painter.setFont(theme.labelFont());
    const bool numbers = cells.cell() >= kNumbers;
    for (int row = 0; row < shown; ++row) {
        const int label = shown_[static_cast<std::size_t>(row)];
        std::size_t all = 0;
        for (int one = 0; one < classes_; ++one) all += count(label, one);
        for (int column = 0; column < shown; ++column) {
            const int predicted = shown_[static_cast<std::size_t>(column)];
            const std::size_t here = count(label, predicted);
            const QRectF cell = cells.rectOf(row, column).adjusted(0, 0, -1, -1);
            painter.fillRect(cell, theme.grid);
            if (here == 0) continue;
            const double share = static_cast<double>(here) / static_cast<double>(all);
            // Mistakes are few: the root brings them out.
            QColor color = label == predicted ? right : wrong;
            color.setAlphaF(static_cast<float>(0.12 + 0.78 * std::sqrt(share)));
            painter.fillRect(cell, color);
            if (!numbers) continue;
            painter.setPen(share <= 0.35 ? theme.text
                           : theme.dark  ? QColor(0x10, 0x14, 0x18)
                                         : QColor(Qt::white));
            painter.drawText(cell, Qt::AlignCenter, siText(static_cast<double>(here), {}, 2));
        }
    }
}

void ConfusionView::paintNames(QPainter& painter, const ChartTheme& theme,
                               const ConfusionGeometry& cells, double width) const {
    const auto shown = static_cast<int>(shown_.size());
    const QFontMetricsF metrics(theme.labelFont());
    // Where not every name fits, every second, third, ... one is shown.
    const int step = std::max(1, static_cast<int>(std::ceil(metrics.height() / cells.cell())));
    const double room = kNames - 8;
    painter.setFont(theme.labelFont());
    painter.setPen(theme.text);
    for (int at = 0; at < shown; at += step) {
        const QString name =
            metrics.elidedText(names_(shown_[static_cast<std::size_t>(at)]), Qt::ElideRight, room);
        const QRectF row = cells.rectOf(at, 0), column = cells.rectOf(0, at);
        const double height = std::max(metrics.height(), row.height());
        painter.drawText(QRectF(0, row.center().y() - height / 2, kNames - 6, height),
                         Qt::AlignRight | Qt::AlignVCenter, name);
        painter.save();
        painter.translate(column.center().x(), cells.top - 6);
        painter.rotate(-90);
        painter.drawText(QRectF(0, -height / 2, room, height), Qt::AlignLeft | Qt::AlignVCenter,
                         name);
        painter.restore();
    }
    painter.setPen(theme.secondary);
    const QString caption =
        shown < classes_ ? tr("rows: label, columns: predicted; the %1 of %2 classes most often "
                              "confused")
                               .arg(shown)
                               .arg(classes_)
                         : tr("rows: label, columns: predicted");
    painter.drawText(QRectF(0, cells.top + cells.side + 4, width, 2 * metrics.height()),
                     Qt::AlignLeft | Qt::TextWordWrap, caption);
}

QString ConfusionView::figureTitle() const {
    return tr("Labels and predicted classes");
}

void ConfusionView::paintFigure(QPainter& painter, const QSizeF& points) {
    // Laid out in the pixels of a screen, in which the room for names is given.
    const double scale =
        static_cast<double>(ChartTheme::print().fontPixels) / ChartTheme::light().fontPixels;
    const ChartTheme& theme = ChartTheme::light();
    const QSizeF pixels = points / scale;
    painter.save();
    painter.fillRect(QRectF({}, points), theme.base);
    painter.scale(scale, scale);
    const double line = QFontMetricsF(theme.titleFont()).height();
    painter.setFont(theme.titleFont());
    painter.setPen(theme.text);
    painter.drawText(QRectF(0, 4, pixels.width(), line), Qt::AlignCenter, figureTitle());
    painter.translate(0, line + 8);
    if (!shown_.empty()) {
        const auto cells =
            ConfusionGeometry::fitted(static_cast<int>(shown_.size()), pixels.width(),
                                      pixels.height() - 3 * line - 8, kNames);
        paintCells(painter, theme, cells);
        paintNames(painter, theme, cells, pixels.width());
    }
    painter.restore();
}

FigureTable ConfusionView::figureTable() const {
    QStringList header{tr("label")};
    for (int predicted = 0; predicted < classes_; ++predicted) header << names_(predicted);
    FigureTable table(header);
    for (int label = 0; label < classes_; ++label) {
        std::vector<FigureTable::Cell> row{names_(label)};
        for (int predicted = 0; predicted < classes_; ++predicted)
            row.emplace_back(static_cast<qint64>(count(label, predicted)));
        table.addRow(std::move(row));
    }
    return table;
}

}  // namespace lpstudio
