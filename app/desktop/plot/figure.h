#pragma once

#include <QByteArray>
#include <QImage>
#include <QSizeF>
#include <QString>
#include <QStringList>
#include <cstddef>
#include <string>
#include <variant>
#include <vector>

QT_BEGIN_NAMESPACE
class QPainter;
QT_END_NAMESPACE

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

/// A picture with data behind it, as whoever copies or exports it sees it: a chart, a diagram.
class Figure {
public:
    virtual ~Figure() = default;

    /// Plain text; names the file.
    virtual QString figureTitle() const = 0;
    /// On the screen, in pixels at scale 1.
    virtual QSizeF figureSize() const = 0;
    /// Paints what is shown now in the theme for paper (ChartTheme::print()) into a rectangle of
    /// this size in points at the origin. The screen stays as it is.
    virtual void paintFigure(QPainter& painter, const QSizeF& points) = 0;
    /// All the data, shown or not.
    virtual FigureTable figureTable() const = 0;

protected:
    Figure() = default;
    Figure(const Figure&) = default;
    Figure& operator=(const Figure&) = default;
};

// A figure as a file or in the clipboard: always in the theme for paper, with the proportions that
// it has on the screen.

/// Type of 12 pixels becomes type of 8 points. Not so small that titles are cut.
QSizeF figurePoints(const Figure& figure);

/// Pixels of the picture for each pixel on the screen.
inline constexpr double kPictureScale = 2;
QImage figureImage(Figure& figure, double scale = kPictureScale);
QByteArray figurePng(Figure& figure);
/// Vector, text as text.
QByteArray figureSvg(Figure& figure);
/// One page of the figure's size in whole points; vector, text as text.
QByteArray figurePdf(Figure& figure);

}  // namespace lpstudio
