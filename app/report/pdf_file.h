#pragma once

#include <QByteArray>

#include "app/report/document.h"
#include "app/report/report.h"

namespace lpstudio {

struct PdfFile {
    QByteArray content;
    int pages = 0;
};
/// Lays the document out on pages: title, table of contents with links, blocks; bookmarks. Needs a
/// QApplication and its thread.
PdfFile pdfOf(const Document& document, PageSize size);

}  // namespace lpstudio
