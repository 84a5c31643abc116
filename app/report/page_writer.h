#pragma once

#include <QByteArray>
#include <QRectF>
#include <QString>
#include <memory>
#include <span>
#include <vector>

#include "app/report/document.h"
#include "app/report/page_canvas.h"
#include "app/report/report.h"

namespace lpstudio {

/// Lays out a document's blocks: text, tables and figures flow over the pages.
class PageWriter : public PageCanvas {
public:
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

    /// Headings so far, with their places.
    const std::vector<ContentsLine>& headings() const { return headings_; }
    /// Lines of the table of contents and where they stand.
    const std::vector<ContentsLine>& contentsLines() const { return contentsLines_; }

    const std::vector<FigurePlace>& figures() const { return figures_; }

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

private:
    void contentsLine(const ContentsLine& line, double left, double right);
    double contentsHeight(const ContentsLine& line) const;

    const std::span<const QByteArray> figurePictures_;
    std::vector<ContentsLine> headings_, contentsLines_;
    std::vector<FigurePlace> figures_;
};

/// The document on pages: title, table of contents, blocks. Laid out twice, for only then is it
/// known on which pages the headings stand and how many there are. The document and `figures`, the
/// pictures that a PDF gets (in their order), must outlive it.
std::unique_ptr<PageWriter> laidOut(const Document& document, PageSize size, PageTarget target,
                                    std::span<const QByteArray> figures = {});

}  // namespace lpstudio
