#pragma once

#include <QByteArray>
#include <QColor>
#include <QFont>
#include <QPainter>
#include <QRectF>
#include <QString>
#include <QStringList>
#include <memory>
#include <vector>

#include "app/report/document.h"
#include "app/report/report.h"

QT_BEGIN_NAMESPACE
class QBuffer;
class QPdfWriter;
QT_END_NAMESPACE

namespace lpstudio {

/// A PDF in memory, filled from top to bottom: text, tables and figures flow over pages with a
/// footer. All lengths are points (1/72 inch).
class PageWriter {
public:
    /// A line of the table of contents.
    struct ContentsLine {
        DocHeading heading;
        int page = 0;
        QRectF place{};  ///< of the heading, or of the line; y is below the paper's upper edge
    };

    /// `pages`: total number for the footers; 0: not known yet, nothing is painted then, only laid
    /// out.
    PageWriter(PageSize size, const Document& document, int pages);
    ~PageWriter();

    double width() const { return right_ - left_; }
    double left() const { return left_; }
    double pageHeight() const { return pageHeight_; }
    /// Room left on the page.
    double room() const { return bottom_ - y_; }
    int page() const { return page_; }
    /// Headings so far, with their places.
    const std::vector<ContentsLine>& headings() const { return headings_; }
    /// Lines of the table of contents and where they stand.
    const std::vector<ContentsLine>& contentsLines() const { return contentsLines_; }

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

    /// Ends the document. Returns the file's content.
    QByteArray finish();

private:
    enum class Face { Body, Small, Bold, SmallBold, Heading, Part, Title, Code };
    using Facts = std::vector<std::pair<QString, QString>>;

    QFont font(Face face) const;
    double device(double points) const { return points * scale_; }
    QRectF device(const QRectF& place) const;
    bool painting() const { return pages_ > 0; }
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

    QByteArray content_;
    std::unique_ptr<QBuffer> buffer_;
    std::unique_ptr<QPdfWriter> writer_;
    QPainter painter_;
    QString footer_;
    double scale_ = 1, left_ = 0, right_ = 0, top_ = 0, bottom_ = 0, y_ = 0, pageHeight_ = 0;
    int page_ = 1, pages_ = 0;
    std::vector<ContentsLine> headings_, contentsLines_;
};

}  // namespace lpstudio
