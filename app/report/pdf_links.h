#pragma once

#include <QByteArray>
#include <vector>

#include "app/report/page_writer.h"

namespace lpstudio {

/// Where a document's headings are, and the lines of its table of contents that lead there.
struct PdfPlaces {
    std::vector<PageWriter::ContentsLine> headings, contents;
    double pageHeight = 0;  ///< points
};

/// A PDF of QPdfWriter with bookmarks, links from the table of contents, and author, subject and
/// keywords. QPdfWriter (6.4) has no call for them, so they are appended as an incremental update
/// (ISO 32000-1, 7.5.6), which leaves the file before it as it was. A file that is not laid out as
/// QPdfWriter does comes back unchanged: it lacks comfort, nothing else.
QByteArray withLinks(const QByteArray& pdf, const Document& document, const PdfPlaces& places);

}  // namespace lpstudio
