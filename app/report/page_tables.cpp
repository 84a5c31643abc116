// Facts and tables of a page.
#include <algorithm>

#include "app/report/page_style.h"
#include "app/report/page_writer.h"

namespace lpstudio {
namespace {

constexpr double kCellPadding = 4, kCellHeight = 4.5;  ///< beside and around the text
constexpr double kFactGap = 24, kFactNameGap = 10, kAfterFact = 2.5;
/// The column that takes what is left never gets narrower.
constexpr double kLeastStretch = 60;

}  // namespace

double PageWriter::factNames(const Facts& facts, std::size_t first, std::size_t last,
                             double width) const {
    double names = 0;
    for (std::size_t i = first; i < last; ++i)
        names = std::max(names, widthOf(facts[i].first, Face::Body));
    return std::min(names, 0.55 * width) + kFactNameGap;
}

double PageWriter::factHeight(const std::pair<QString, QString>& fact, double names,
                              double width) const {
    return std::max(heightOf(fact.first, Face::Body, names - kFactNameGap, kWrapped),
                    heightOf(fact.second, Face::Body, width - names,
                             fitting(fact.second, Face::Body, width - names)));
}

double PageWriter::factsHeight(const DocFacts& facts) const {
    double height = 0;
    for (const auto& [first, last] : factColumns(facts)) {
        const double width = factWidth(facts), names = factNames(facts.facts, first, last, width);
        double column = 0;
        for (std::size_t i = first; i < last; ++i)
            column += factHeight(facts.facts[i], names, width) + kAfterFact;
        height = std::max(height, column);
    }
    return height;
}

std::vector<std::pair<std::size_t, std::size_t>> PageWriter::factColumns(const DocFacts& facts) {
    const std::size_t all = facts.facts.size(), half = (all + 1) / 2;
    if (facts.columns != 2) return {{0, all}};
    return {{0, half}, {half, all}};
}

double PageWriter::factWidth(const DocFacts& facts) const {
    return facts.columns == 2 ? (width() - kFactGap) / 2 : width();
}

void PageWriter::write(const DocFacts& facts) {
    const double height = factsHeight(facts), width = factWidth(facts);
    need(height);
    double x = left_;
    for (const auto& [first, last] : factColumns(facts)) {
        const double names = factNames(facts.facts, first, last, width);
        double y = y_;
        for (std::size_t i = first; i < last; ++i) {
            const auto& [name, value] = facts.facts[i];
            const double lines = factHeight(facts.facts[i], names, width);
            text(QRectF(x, y, names - kFactNameGap, lines + 1), name, Face::Body, kWrapped,
                 kSecondaryInk);
            text(QRectF(x + names, y, width - names, lines + 1), value, Face::Body,
                 fitting(value, Face::Body, width - names), kInk);
            y += lines + kAfterFact;
        }
        x += width + kFactGap;
    }
    y_ += height + 5;
}

DocRow PageWriter::headerOf(const DocTable& table) {
    DocRow header;
    for (const DocColumn& column : table.columns) header.cells.append(column.title);
    return header;
}

std::vector<double> PageWriter::columnWidths(const DocTable& table) const {
    std::vector<double> widths;
    double rest = width(), stretching = 0;
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
        double wanted = 0;
        if (table.columns[c].stretch == 0) {
            for (const QString& part : table.columns[c].title.split(QLatin1Char('\n')))
                wanted = std::max(wanted, widthOf(part, Face::SmallBold));
            for (const DocRow& row : table.rows)
                for (const QString& part :
                     row.cells[static_cast<qsizetype>(c)].split(QLatin1Char('\n')))
                    wanted =
                        std::max(wanted, widthOf(part, row.bold ? Face::SmallBold : Face::Small));
            wanted += 2 * kCellPadding + 0.5;
        }
        widths.push_back(wanted);
        rest -= wanted;
        stretching += table.columns[c].stretch;
    }
    if (stretching == 0) {
        if (rest < 0)
            for (double& each : widths) each *= width() / (width() - rest);
        return widths;
    }
    const double share = std::max(kLeastStretch, rest / stretching);
    for (std::size_t c = 0; c < table.columns.size(); ++c)
        if (table.columns[c].stretch > 0) widths[c] = share * table.columns[c].stretch;
    // Too many columns for the paper: all but the stretching one give way.
    double total = 0;
    for (const double each : widths) total += each;
    if (total > width()) {
        const double fixed = total - share * stretching;
        const double factor = (width() - share * stretching) / fixed;
        for (std::size_t c = 0; c < table.columns.size(); ++c)
            if (table.columns[c].stretch == 0) widths[c] *= factor;
    }
    return widths;
}

double PageWriter::rowHeight(const std::vector<double>& widths, const DocRow& row,
                             bool header) const {
    const Face face = header || row.bold ? Face::SmallBold : Face::Small;
    double height = 0;
    for (std::size_t c = 0; c < widths.size(); ++c) {
        const QString& cell = row.cells[static_cast<qsizetype>(c)];
        const double inner = widths[c] - 2 * kCellPadding;
        height = std::max(height, heightOf(cell, face, inner, fitting(cell, face, inner)));
    }
    return height + kCellHeight;
}

void PageWriter::row(const DocTable& table, const std::vector<double>& widths, const DocRow& row,
                     bool header) {
    const Face face = header || row.bold ? Face::SmallBold : Face::Small;
    const double height = rowHeight(widths, row, header);
    const double lines = height - kCellHeight;
    double x = left_;
    for (std::size_t c = 0; c < widths.size(); ++c) {
        const QString& cell = row.cells[static_cast<qsizetype>(c)];
        const double inner = widths[c] - 2 * kCellPadding;
        const int wrap =
            fitting(cell, face, inner + 0.6) & (Qt::TextWordWrap | Qt::TextWrapAnywhere);
        const int flags = static_cast<int>(table.columns[c].alignment) | wrap |
                          (header ? Qt::AlignBottom : Qt::AlignTop);
        // A hair wider than measured: rounding must not break a line that fits.
        const double slack = table.columns[c].alignment & Qt::AlignRight ? 0.5 : 0;
        text(QRectF(x + kCellPadding - slack, y_ + 2, inner + 0.5, lines), cell, face, flags,
             header ? kSecondaryInk : kInk);
        x += widths[c];
    }
    y_ += height;
}

void PageWriter::write(const DocTable& table) {
    const std::vector<double> widths = columnWidths(table);
    const DocRow header = headerOf(table);
    double total = 0;
    for (const double each : widths) total += each;
    need(least(table));
    const double caption = captionHeight(table.caption);
    text(QRectF(left_, y_, width(), caption + 1), table.caption, Face::Small,
         fitting(table.caption, Face::Small, width()), kSecondaryInk);
    y_ += caption + 4;
    const auto startPart = [&] {
        row(table, widths, header, true);
        line(y_, left_, left_ + total, kInk, 0.6);
        y_ += 1.5;
    };
    startPart();
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        if (rowHeight(widths, table.rows[i], false) > room()) {
            newPage();
            startPart();
        }
        row(table, widths, table.rows[i], false);
        const bool last = i + 1 == table.rows.size();
        line(y_, left_, left_ + total, last ? kRule : kFaintRule, 0.4);
    }
    y_ += 10;
}

}  // namespace lpstudio
