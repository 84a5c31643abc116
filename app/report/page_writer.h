#pragma once

#include <QByteArray>
#include <QColor>
#include <QFont>
#include <QPainter>
#include <QRectF>
#include <QSizeF>
#include <QString>
#include <QStringList>
#include <memory>
#include <span>
#include <vector>

#include "app/report/document.h"
#include "app/report/report.h"

QT_BEGIN_NAMESPACE
class QBuffer;
class QPdfWriter;
class QPicture;
QT_END_NAMESPACE

namespace lpstudio {

/// Where pages go.
enum class PageTarget {
    Nowhere,  ///< laid out only, to learn how many there are and where things stand
    Pdf,
    Pictures  ///< for the screen, figures left blank; works on any thread
};

/// Pages in memory, filled from top to bottom: text, tables and figures flow over them, and each
/// has a footer. All lengths are points (1/72 inch).
class PageWriter {
public:
    /// Of pictures: units in a point.
    static const double kUnits;

    /// A line of the table of contents.
    struct ContentsLine {
        DocHeading heading;
        int page = 0;
        QRectF place{};  ///< of the heading, or of the line; y is below the paper's upper edge
    };

    /// A figure of the document and the place it got.
    struct FigurePlace {
        const DocFigure* figure = nullptr;
        int page = 0;
        QRectF place;
    };

    /// `pages`: total number for the footers. `figures`: pictures of the document's figures in
    /// their order, painted into a PDF. Both document and figures must outlive the writer.
    PageWriter(PageSize size, const Document& document, PageTarget target, int pages = 0,
               std::span<const QByteArray> figures = {});
    ~PageWriter();

    double width() const { return right_ - left_; }
    double left() const { return left_; }
    QSizeF pageSize() const { return pageSize_; }
    double pageHeight() const { return pageSize_.height(); }
    /// Room left on the page.
    double room() const { return bottom_ - y_; }
    int page() const { return page_; }
    /// Headings so far, with their places.
    const std::vector<ContentsLine>& headings() const { return headings_; }
    /// Lines of the table of contents and where they stand.
    const std::vector<ContentsLine>& contentsLines() const { return contentsLines_; }

    const std::vector<FigurePlace>& figures() const { return figures_; }

    void newPage();
    /// Begins a new page unless `points` are left on this one.
    void need(double points);

    void title(const QString& above, const QString& text, const QString& below);
    /// In two columns, on the first page.
    void contents(const std::vector<ContentsLine>& lines);
    void write(const DocHeading& heading);
    void write(const DocParagraph& paragraph);
    void write(const DocFacts& facts);
    /// Repeats its header on every page it continues on.
    void write(const DocTable& table);
    void write(const DocFigure& figure);
    void write(const DocCode& code);

    /// What a block needs at least to begin on this page.
    double least(const DocBlock& block) const;

    /// Ends the document. Returns the PDF's content.
    QByteArray finish();
    /// Ends the document. Returns each page as the data of a QPicture.
    std::vector<QByteArray> finishPictures();

private:
    enum class Face { Body, Small, Bold, SmallBold, Heading, Part, Title, Code };
    using Facts = std::vector<std::pair<QString, QString>>;

    QFont font(Face face) const;
    double device(double points) const { return points * scale_; }
    QRectF device(const QRectF& place) const;
    bool painting() const { return target_ != PageTarget::Nowhere; }
    void beginPicture();
    void endPicture();
    /// Height of text in a column `width` wide.
    double heightOf(const QString& text, Face face, double width, int flags) const;
    double widthOf(const QString& text, Face face) const;
    /// Breaks between words, inside them only where one is wider than the column.
    int fitting(const QString& text, Face face, double width) const;
    void text(const QRectF& place, const QString& text, Face face, int flags, const QColor& color);
    void line(double y, double from, double to, const QColor& color, double thickness);
    void contentsLine(const ContentsLine& line, double left, double right);
    double contentsHeight(const ContentsLine& line) const;
    double captionHeight(const QString& caption) const;
    void footer();
    /// First and end of the facts in each column.
    static std::vector<std::pair<std::size_t, std::size_t>> factColumns(const DocFacts& facts);
    double factWidth(const DocFacts& facts) const;
    /// Of the names of a column `width` wide, the gap after them included.
    double factNames(const Facts& facts, std::size_t first, std::size_t last, double width) const;
    double factHeight(const std::pair<QString, QString>& fact, double names, double width) const;
    double factsHeight(const DocFacts& facts) const;
    std::vector<double> columnWidths(const DocTable& table) const;
    double rowHeight(const std::vector<double>& widths, const DocRow& row, bool header) const;
    void row(const DocTable& table, const std::vector<double>& widths, const DocRow& row,
             bool header);
    static DocRow headerOf(const DocTable& table);

    const PageTarget target_;
    const std::span<const QByteArray> figurePictures_;
    QByteArray content_;
    std::unique_ptr<QBuffer> buffer_;
    std::unique_ptr<QPdfWriter> writer_;  ///< measures text for every target
    std::unique_ptr<QPicture> picture_;   ///< of the page that is being painted
    QPainter painter_;
    std::vector<QByteArray> pictures_;
    QString footer_;
    double scale_ = 1, left_ = 0, right_ = 0, top_ = 0, bottom_ = 0, y_ = 0;
    QSizeF pageSize_;
    int page_ = 1, pages_ = 0;
    std::vector<ContentsLine> headings_, contentsLines_;
    std::vector<FigurePlace> figures_;
};

}  // namespace lpstudio
