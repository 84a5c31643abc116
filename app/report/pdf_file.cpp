#include "app/report/pdf_file.h"

#include "app/report/page_layout.h"
#include "app/report/pdf_links.h"

namespace lpstudio {

std::vector<QSizeF> pdfFigureSizes(const Document& document, PageSize size) {
    const auto page = laidOut(document, size, PageTarget::Nowhere);
    std::vector<QSizeF> sizes;
    for (const PageWriter::FigurePlace& one : page->figures()) sizes.push_back(one.place.size());
    return sizes;
}

PdfFile pdfOf(const Document& document, PageSize size, const std::vector<QByteArray>& figures) {
    const auto page = laidOut(document, size, PageTarget::Pdf, figures);
    PdfFile file;
    file.pages = page->page();
    const PdfPlaces places{page->headings(), page->contentsLines(), page->pageHeight()};
    file.content = withLinks(page->finish(), document, places);
    return file;
}

}  // namespace lpstudio
