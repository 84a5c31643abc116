#include "app/desktop/pages/compare/compare_table.h"

#include <algorithm>
#include <cmath>

#include "app/desktop/plot/number_text.h"
#include "core/base/units.h"

namespace lpstudio {
namespace {

constexpr int kName = 168, kSpread = 80, kPadding = 8;
constexpr double kBarHeight = 8, kBarShare = 0.42;

}  // namespace

CompareWidths CompareWidths::fitted(int room, int columns) {
    const int rest = room - kName - kSpread;
    return {kName, kSpread, std::clamp(rest / std::max(columns, 1), kLeastItem, kMostItem)};
}

CompareCell CompareCell::of(const QRect& cell, double bits, double reference) {
    const QRect room = cell.adjusted(kPadding, 3, -kPadding, -3);
    const double length = room.width() * kBarShare;
    const auto lengthOf = [&](double width) {
        return length * std::clamp(width, 0.0, kMostBits) / kMostBits;
    };
    const int line = room.height() / 2;
    CompareCell parts;
    parts.bar = {static_cast<double>(room.left()), room.top() + (line - kBarHeight) / 2,
                 lengthOf(bits), kBarHeight};
    parts.tick = room.left() + lengthOf(reference);
    const int textLeft = room.left() + static_cast<int>(length) + kPadding;
    parts.spec = {textLeft, room.top(), room.right() + 1 - textLeft, line};
    parts.figures = {room.left(), room.top() + line, room.width(), room.height() - line};
    return parts;
}

int fittingTexts(const std::vector<int>& widths, int gap, int room) {
    int used = 0, count = 0;
    for (const int width : widths) {
        used += width + (count > 0 ? gap : 0);
        if (used > room) break;
        ++count;
    }
    return count;
}

namespace {

QString joules(double picojoules) {
    return siText(Picojoules(picojoules).joules(), QStringLiteral("J"), 3);
}

/// NaN sorts and copies as nothing.
ItemCell figure(double value, const QString& shown) {
    if (std::isnan(value)) return {QStringLiteral("–"), QVariant(-1.0), {}, -1, {}, false};
    return ItemCell::shownAs(shown, value);
}

}  // namespace

QString decibelText(double value) {
    if (std::isnan(value)) return QStringLiteral("–");
    if (std::isinf(value)) return QStringLiteral("∞ dB");
    return fixedText(value, 1) + QStringLiteral(" dB");
}

QStringList figureTexts(const LayerFigures& layer) {
    QStringList texts;
    if (!std::isnan(layer.sqnrDb)) texts << decibelText(layer.sqnrDb);
    if (!std::isnan(layer.energyPicojoules)) texts << joules(layer.energyPicojoules);
    if (!std::isnan(layer.latencySeconds))
        texts << siText(layer.latencySeconds, QStringLiteral("s"), 3);
    return texts;
}

void CompareTable::setContents(const QStringList& layers, std::vector<CompareColumn> columns,
                               std::vector<int> editedLayers) {
    const auto sameItem = [](const CompareColumn& a, const CompareColumn& b) {
        return a.source == b.source && a.title == b.title;
    };
    const bool same = layers == layers_ && std::equal(columns.begin(), columns.end(),
                                                      columns_.begin(), columns_.end(), sameItem);
    if (!same) beginResetModel();
    layers_ = layers;
    columns_ = std::move(columns);
    edited_ = std::move(editedLayers);
    std::vector<ColumnFigures> known;
    for (const CompareColumn& column : columns_)
        if (column.figures && column.figures->layers.size() == static_cast<std::size_t>(rows()))
            known.push_back(*column.figures);
    differences_.clear();
    for (int row = 0; row < rows(); ++row)
        differences_.push_back(differenceOf(known, static_cast<std::size_t>(row)));
    makeTitles();
    if (!same)
        endResetModel();
    else if (rows() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rows() - 1, columnCount() - 1));
}

void CompareTable::makeTitles() {
    titles_ = {{tr("Layer"), tr("Name of the module in the model"), false, QStringLiteral("layer")},
               {tr("Difference"), tr("Widest minus narrowest weights, bit"), true,
                QStringLiteral("weight_bits_spread")}};
    for (const CompareColumn& column : columns_)
        titles_.push_back({column.title,
                           tr("Width and format of the weights; SQNR of the weights, energy and "
                              "latency of the layer per image"),
                           false, column.title + QStringLiteral(" weights")});
    for (const CompareColumn& column : columns_)
        for (const auto& [shown, copied] : {std::pair{tr("activations"), "activations"},
                                            {tr("width (bit)"), "weight_bits"},
                                            {tr("SQNR (dB)"), "sqnr_db"},
                                            {tr("energy"), "energy_pj"},
                                            {tr("latency"), "latency_s"}})
            titles_.push_back({column.title + QStringLiteral(": ") + shown,
                               {},
                               true,
                               column.title + u' ' + QLatin1String(copied)});
}

const LayerFigures* CompareTable::layer(int row, int item) const {
    const auto& figures = columns_.at(static_cast<std::size_t>(item)).figures;
    if (!figures || static_cast<std::size_t>(row) >= figures->layers.size()) return nullptr;
    return &figures->layers[static_cast<std::size_t>(row)];
}

bool CompareTable::isEdited(int row, int item) const {
    return columns_.at(static_cast<std::size_t>(item)).source.kind == ColumnSource::Kind::Working &&
           std::binary_search(edited_.begin(), edited_.end(), row);
}

Qt::ItemFlags CompareTable::flags(const QModelIndex& index) const {
    Qt::ItemFlags flags = TableModelBase::flags(index);
    const int item = index.column() - FirstItem;
    if (editor_ && item >= 0 && item < items() &&
        columns_[static_cast<std::size_t>(item)].source.kind == ColumnSource::Kind::Working)
        flags |= Qt::ItemIsEditable;
    return flags;
}

bool CompareTable::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (role != Qt::EditRole || !(flags(index) & Qt::ItemIsEditable)) return false;
    const QString typed = value.toString().trimmed();
    if (typed.isEmpty() || typed == data(index, Qt::EditRole).toString()) return false;
    return editor_(index.row(), typed);
}

ItemCell CompareTable::cell(int row, int column) const {
    if (column == Name) {
        ItemCell cell = ItemCell::ofText(layers_[row]);
        cell.strong = differences_[static_cast<std::size_t>(row)].differs;
        return cell;
    }
    if (column == Spread) {
        const LayerDifference& difference = differences_[static_cast<std::size_t>(row)];
        // Layers of one width are told apart by their SQNR.
        ItemCell cell = ItemCell::shownAs(
            difference.bits > 0  ? tr("%1 bit").arg(briefText(difference.bits))
            : difference.differs ? tr("%1 dB").arg(fixedText(difference.decibels, 1))
                                 : QStringLiteral("="),
            difference.bits);
        cell.raw = difference.bits * 1000 + std::min(difference.decibels, 999.0) +
                   (difference.differs ? 0.001 : 0);
        cell.share = std::min(1.0, difference.bits / CompareCell::kMostBits);
        cell.tip = difference.differs
                       ? tr("Weights differ by %1 bit, their SQNR by %2")
                             .arg(briefText(difference.bits), decibelText(difference.decibels))
                       : tr("All columns have the same format here");
        return cell;
    }
    if (column < FirstItem + items()) return itemCell(row, column - FirstItem);
    const int at = column - FirstItem - items();
    return figureCell(row, at / kFigures, static_cast<Figure>(at % kFigures));
}

ItemCell CompareTable::itemCell(int row, int item) const {
    const LayerFigures* figures = layer(row, item);
    if (figures == nullptr) return {QStringLiteral("…"), QVariant(-1.0), QString(), -1, {}, false};
    ItemCell cell;
    cell.text = shortSpec(QString::fromStdString(figures->weights));
    cell.raw = figures->weightBits;
    cell.full = QString::fromStdString(figures->weights);
    cell.tip = tr("%1, weights %2, activations %3\n%4")
                   .arg(layers_[row], QString::fromStdString(figures->weights),
                        QString::fromStdString(figures->activations),
                        figureTexts(*figures).join(QStringLiteral(" · ")));
    if (columns_[static_cast<std::size_t>(item)].source.kind == ColumnSource::Kind::Working)
        cell.tip += QStringLiteral("\n") +
                    tr("Double-click or F2 to edit: lp:4,1,3,0.5, or lp:4 to fit the rest");
    return cell;
}

ItemCell CompareTable::figureCell(int row, int item, Figure of) const {
    const LayerFigures* figures = layer(row, item);
    if (figures == nullptr) return {QStringLiteral("…"), QVariant(-1.0), QString(), -1, {}, false};
    switch (of) {
        case Activations:
            return ItemCell::ofText(QString::fromStdString(figures->activations));
        case Bits:
            return figure(figures->weightBits, shortText(figures->weightBits, 3));
        case Sqnr:
            return figure(figures->sqnrDb, decibelText(figures->sqnrDb));
        case Energy:
            return figure(figures->energyPicojoules, joules(figures->energyPicojoules));
        case Latency:
        case kFigures:
            break;
    }
    return figure(figures->latencySeconds, siText(figures->latencySeconds, QStringLiteral("s"), 3));
}

}  // namespace lpstudio
