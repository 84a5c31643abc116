#include "app/report/page_pictures.h"

#include <QPainter>
#include <algorithm>

#include "app/report/chart_scene.h"
#include "app/report/page_writer.h"

namespace lpstudio {

ReportPages reportPages(const Document& document, PageSize size) {
    const auto writer = laidOut(document, size, PageTarget::Pictures);
    ReportPages result;
    result.size = writer->pageSize();
    for (const PageWriter::FigurePlace& one : writer->figures())
        result.figures.push_back({one.page - 1, one.place, *one.figure});
    for (const PageWriter::ContentsLine& line : writer->contentsLines()) {
        const auto heading = std::find_if(
            writer->headings().begin(), writer->headings().end(),
            [&](const auto& one) { return one.heading.anchor == line.heading.anchor; });
        if (heading == writer->headings().end()) continue;
        result.links.push_back({line.page - 1, line.place, heading->page - 1, heading->place.top(),
                                line.heading.number + QLatin1Char(' ') + line.heading.text});
    }
    result.pages = writer->finishPictures();
    return result;
}

QImage pageImage(const ReportPages& pages, int page, std::span<const QByteArray> figures,
                 int width) {
    const double scale = width / pages.size.width();
    QImage image(width, std::max(1, qRound(pages.size.height() * scale)), QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    painter.save();
    painter.scale(scale / PageWriter::kUnits, scale / PageWriter::kUnits);
    paintPicture(painter, pages.pages[static_cast<std::size_t>(page)]);
    painter.restore();
    for (std::size_t i = 0; i < pages.figures.size() && i < figures.size(); ++i) {
        const PlacedFigure& figure = pages.figures[i];
        if (figure.page != page || figures[i].isEmpty()) continue;
        painter.save();
        painter.scale(scale, scale);
        painter.translate(figure.place.topLeft());
        paintPicture(painter, figures[i]);
        painter.restore();
    }
    return image;
}

}  // namespace lpstudio
