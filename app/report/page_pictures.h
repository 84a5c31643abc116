#pragma once

#include <QByteArray>
#include <QImage>
#include <QRectF>
#include <QSizeF>
#include <span>
#include <vector>

#include "app/report/document.h"
#include "app/report/report.h"

namespace lpstudio {

/// A figure on its page. Lengths are points from the page's upper left corner here and below.
struct PlacedFigure {
    int page = 0;  ///< from 0
    QRectF place;
    DocFigure figure;
};

/// A line of the table of contents and where it leads.
struct PageLink {
    int page = 0;
    QRectF place;
    int toPage = 0;
    double toY = 0;
    QString text;
};

/// The pages of a report for the screen, the same as in its PDF.
struct ReportPages {
    QSizeF size;
    std::vector<QByteArray> pages;  ///< pictures of what is not a figure
    std::vector<PlacedFigure> figures;
    std::vector<PageLink> links;

    int count() const { return static_cast<int>(pages.size()); }
};

/// Lays the document out. Takes a good part of a second for a long one; works on any thread.
ReportPages reportPages(const Document& document, PageSize size);

/// A page as an image `width` pixels wide, with its figures as far as they have a picture (an empty
/// one: not drawn yet); `figures` are those of all pages. Works on any thread.
QImage pageImage(const ReportPages& pages, int page, std::span<const QByteArray> figures,
                 int width);

}  // namespace lpstudio
