#pragma once

#include <QString>
#include <QStringList>
#include <cstddef>
#include <string>
#include <variant>
#include <vector>

namespace lpstudio {

/// The data behind a picture, to be written as CSV: numbers with every digit and a point, whatever
/// the user's locale; what is not known (NaN) is left empty.
class FigureTable {
public:
    using Cell = std::variant<QString, double, qint64>;

    /// Titles of the columns with their units: "SQNR (dB)".
    explicit FigureTable(QStringList header) : header_(std::move(header)) {}

    /// One cell a column.
    void addRow(std::vector<Cell> cells) { rows_.push_back(std::move(cells)); }
    const QStringList& header() const { return header_; }
    std::size_t rows() const { return rows_.size(); }
    const Cell& cell(std::size_t row, std::size_t column) const { return rows_[row][column]; }

    /// Header and rows as UTF-8 fields, not yet quoted.
    std::vector<std::vector<std::string>> records() const;

private:
    QStringList header_;
    std::vector<std::vector<Cell>> rows_;
};

}  // namespace lpstudio
