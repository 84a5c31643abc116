// Facts and tables of a page.
#include "app/report/page_tables.h"

#include <QColor>
#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "app/report/page_canvas.h"

namespace lpstudio {
namespace {

constexpr double kCellPadding = 4, kCellHeight = 4.5;  ///< beside and around the text
constexpr double kFactGap = 24, kFactNameGap = 10, kAfterFact = 2.5;
/// The column that takes what is left never gets narrower.
constexpr double kLeastStretch = 60;

using Face = PageCanvas::Face;
using Facts = std::vector<std::pair<QString, QString>>;

/// First and end of the facts in each column.
std::vector<std::pair<std::size_t, std::size_t>> factColumns(const DocFacts& facts) {
    const std::size_t all = facts.facts.size(), half = (all + 1) / 2;
    if (facts.columns != 2) return {{0, all}};
    return {{0, half}, {half, all}};
}

double factWidth(const PageCanvas& canvas, const DocFacts& facts) {
    return facts.columns == 2 ? (canvas.width() - kFactGap) / 2 : canvas.width();
}

/// Width of the names of a column `width` wide, the gap after them included.
double factNames(const PageCanvas& canvas, const Facts& facts, std::size_t first, std::size_t last,
                 double width) {
    double names = 0;
    for (std::size_t i = first; i < last; ++i)
        names = std::max(names, canvas.widthOf(facts[i].first, Face::Body));
    return std::min(names, 0.55 * width) + kFactNameGap;
}

double factHeight(const PageCanvas& canvas, const std::pair<QString, QString>& fact, double names,
                  double width) {
    return std::max(canvas.heightOf(fact.first, Face::Body, names - kFactNameGap, kWrapped),
                    canvas.heightOf(fact.second, Face::Body, width - names,
                                    canvas.fitting(fact.second, Face::Body, width - names)));
}

DocRow headerOf(const DocTable& table) {
    DocRow header;
    for (const DocColumn& column : table.columns) header.cells.append(column.title);
    return header;
}

std::vector<double> columnWidths(const PageCanvas& canvas, const DocTable& table) {
    std::vector<double> widths;
    double rest = canvas.width(), stretching = 0;
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
        double wanted = 0;
        if (table.columns[c].stretch == 0) {
            for (const QString& part : table.columns[c].title.split(QLatin1Char('\n')))
                wanted = std::max(wanted, canvas.widthOf(part, Face::SmallBold));
            for (const DocRow& row : table.rows)
                for (const QString& part :
                     row.cells[static_cast<qsizetype>(c)].split(QLatin1Char('\n')))
                    wanted = std::max(
                        wanted, canvas.widthOf(part, row.bold ? Face::SmallBold : Face::Small));
            wanted += 2 * kCellPadding + 0.5;
        }
        widths.push_back(wanted);
        rest -= wanted;
        stretching += table.columns[c].stretch;
    }
    if (stretching == 0) {
        if (rest < 0)
            for (double& each : widths) each *= canvas.width() / (canvas.width() - rest);
        return widths;
    }
    const double share = std::max(kLeastStretch, rest / stretching);
    for (std::size_t c = 0; c < table.columns.size(); ++c)
        if (table.columns[c].stretch > 0) widths[c] = share * table.columns[c].stretch;
    // Too many columns for the paper: all but the stretching one give way.
    double total = 0;
    for (const double each : widths) total += each;
    if (total > canvas.width()) {
        const double fixed = total - share * stretching;
        const double factor = (canvas.width() - share * stretching) / fixed;
        for (std::size_t c = 0; c < table.columns.size(); ++c)
            if (table.columns[c].stretch == 0) widths[c] *= factor;
    }
    return widths;
}

double rowHeight(const PageCanvas& canvas, const std::vector<double>& widths, const DocRow& row,
                 bool header) {
    const Face face = header || row.bold ? Face::SmallBold : Face::Small;
    double height = 0;
    for (std::size_t c = 0; c < widths.size(); ++c) {
        const QString& cell = row.cells[static_cast<qsizetype>(c)];
        const double inner = widths[c] - 2 * kCellPadding;
        height =
            std::max(height, canvas.heightOf(cell, face, inner, canvas.fitting(cell, face, inner)));
    }
    return height + kCellHeight;
}

void writeRow(PageCanvas& canvas, const DocTable& table, const std::vector<double>& widths,
              const DocRow& row, bool header) {
    const Face face = header || row.bold ? Face::SmallBold : Face::Small;
    const double height = rowHeight(canvas, widths, row, header);
    const double lines = height - kCellHeight;
    double x = canvas.left();
    for (std::size_t c = 0; c < widths.size(); ++c) {
        const QString& cell = row.cells[static_cast<qsizetype>(c)];
        const double inner = widths[c] - 2 * kCellPadding;
        const int wrap =
            canvas.fitting(cell, face, inner + 0.6) & (Qt::TextWordWrap | Qt::TextWrapAnywhere);
        const int flags = static_cast<int>(table.columns[c].alignment) | wrap |
                          (header ? Qt::AlignBottom : Qt::AlignTop);
        // A hair wider than measured: rounding must not break a line that fits.
        const double slack = table.columns[c].alignment & Qt::AlignRight ? 0.5 : 0;
        canvas.text(QRectF(x + kCellPadding - slack, canvas.y() + 2, inner + 0.5, lines), cell,
                    face, flags, header ? kSecondaryInk : kInk);
        x += widths[c];
    }
    canvas.advance(height);
}

}  // namespace

double factsHeight(const PageCanvas& canvas, const DocFacts& facts) {
    double height = 0;
    for (const auto& [first, last] : factColumns(facts)) {
        const double width = factWidth(canvas, facts);
        const double names = factNames(canvas, facts.facts, first, last, width);
        double column = 0;
        for (std::size_t i = first; i < last; ++i)
            column += factHeight(canvas, facts.facts[i], names, width) + kAfterFact;
        height = std::max(height, column);
    }
    return height;
}

void writeFacts(PageCanvas& canvas, const DocFacts& facts) {
    const double height = factsHeight(canvas, facts), width = factWidth(canvas, facts);
    canvas.need(height);
    double x = canvas.left();
    for (const auto& [first, last] : factColumns(facts)) {
        const double names = factNames(canvas, facts.facts, first, last, width);
        double y = canvas.y();
        for (std::size_t i = first; i < last; ++i) {
            const auto& [name, value] = facts.facts[i];
            const double lines = factHeight(canvas, facts.facts[i], names, width);
            canvas.text(QRectF(x, y, names - kFactNameGap, lines + 1), name, Face::Body, kWrapped,
                        kSecondaryInk);
            canvas.text(QRectF(x + names, y, width - names, lines + 1), value, Face::Body,
                        canvas.fitting(value, Face::Body, width - names), kInk);
            y += lines + kAfterFact;
        }
        x += width + kFactGap;
    }
    canvas.advance(height + 5);
}

double leastHeight(const PageCanvas& canvas, const DocTable& table) {
    const std::vector<double> widths = columnWidths(canvas, table);
    // A header alone at the foot of a page helps nobody, nor does a short table in two parts.
    constexpr std::size_t kShort = 12, kFirst = 3;
    const std::size_t first = table.rows.size() <= kShort ? table.rows.size() : kFirst;
    double height = canvas.captionHeight(table.caption) + 4;
    height += rowHeight(canvas, widths, headerOf(table), true) + 1.5;
    for (std::size_t i = 0; i < first; ++i)
        height += rowHeight(canvas, widths, table.rows[i], false);
    return height;
}

void writeTable(PageCanvas& canvas, const DocTable& table) {
    const std::vector<double> widths = columnWidths(canvas, table);
    const DocRow header = headerOf(table);
    double total = 0;
    for (const double each : widths) total += each;
    canvas.need(leastHeight(canvas, table));
    const double caption = canvas.captionHeight(table.caption);
    canvas.text(QRectF(canvas.left(), canvas.y(), canvas.width(), caption + 1), table.caption,
                Face::Small, canvas.fitting(table.caption, Face::Small, canvas.width()),
                kSecondaryInk);
    canvas.advance(caption + 4);
    const auto startPart = [&] {
        writeRow(canvas, table, widths, header, true);
        canvas.line(canvas.y(), canvas.left(), canvas.left() + total, kInk, 0.6);
        canvas.advance(1.5);
    };
    startPart();
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        if (rowHeight(canvas, widths, table.rows[i], false) > canvas.room()) {
            canvas.newPage();
            startPart();
        }
        writeRow(canvas, table, widths, table.rows[i], false);
        const bool last = i + 1 == table.rows.size();
        canvas.line(canvas.y(), canvas.left(), canvas.left() + total, last ? kRule : kFaintRule,
                    0.4);
    }
    canvas.advance(10);
}

}  // namespace lpstudio
