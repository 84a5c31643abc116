#pragma once

#include <QByteArray>
#include <QSizeF>
#include <vector>

#include "app/report/document.h"
#include "app/report/report.h"

namespace lpstudio {

struct PdfFile {
    QByteArray content;
    int pages = 0;
};
/// Lays the document out on pages: title, table of contents with links, blocks; bookmarks.
/// `figures`: their pictures in pdfFigureSizes(), in order. Works on any thread.
PdfFile pdfOf(const Document& document, PageSize size, const std::vector<QByteArray>& figures);
/// Points.
std::vector<QSizeF> pdfFigureSizes(const Document& document, PageSize size);

}  // namespace lpstudio
