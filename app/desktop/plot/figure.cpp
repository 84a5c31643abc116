#include "app/desktop/plot/figure.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <algorithm>
#include <cmath>

#include "app/desktop/plot/chart_theme.h"
#include "app/desktop/plot/svg_device.h"
#include "core/base/text.h"

namespace lpstudio {
namespace {

struct CellText {
    std::string operator()(const QString& text) const { return text.toStdString(); }
    std::string operator()(qint64 number) const { return std::to_string(number); }
    std::string operator()(double number) const {
        return std::isnan(number) ? std::string() : shortestText(number);
    }
};

constexpr double kLeastWidth = 320, kLeastHeight = 200;
constexpr double kPointsPerInch = 72, kMetresPerInch = 0.0254;
/// Of the PDF's coordinates: finer than any printer.
constexpr int kPdfDotsPerInch = 1200;

/// Points for a pixel of the screen.
double pointsPerPixel() {
    return static_cast<double>(ChartTheme::print().fontPixels) / ChartTheme::light().fontPixels;
}

}  // namespace

std::vector<std::vector<std::string>> FigureTable::records() const {
    std::vector<std::vector<std::string>> records;
    records.reserve(rows_.size() + 1);
    auto& header = records.emplace_back();
    for (const QString& title : header_) header.push_back(title.toStdString());
    for (const auto& row : rows_) {
        auto& record = records.emplace_back();
        record.reserve(row.size());
        for (const Cell& cell : row) record.push_back(std::visit(CellText{}, cell));
    }
    return records;
}

QSizeF figurePoints(const Figure& figure) {
    const QSizeF size = figure.figureSize() * pointsPerPixel();
    return {std::max(kLeastWidth, size.width()), std::max(kLeastHeight, size.height())};
}

QImage figureImage(Figure& figure, double scale) {
    const QSizeF points = figurePoints(figure);
    const double zoom = scale / pointsPerPixel();
    QImage image((points * zoom).toSize(), QImage::Format_RGB32);
    // So that it is placed in a document at the size of the vector picture.
    const int dots = static_cast<int>(std::lround(zoom * kPointsPerInch / kMetresPerInch));
    image.setDotsPerMeterX(dots);
    image.setDotsPerMeterY(dots);
    image.setText(QStringLiteral("Title"), figure.figureTitle());
    image.fill(Qt::white);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.scale(zoom, zoom);
    figure.paintFigure(painter, points);
    return image;
}

QByteArray figurePng(Figure& figure) {
    QByteArray png;
    QBuffer buffer(&png);
    buffer.open(QIODevice::WriteOnly);
    figureImage(figure).save(&buffer, "PNG");
    return png;
}

QByteArray figureSvg(Figure& figure) {
    const QSizeF points = figurePoints(figure);
    SvgDevice device(points, figure.figureTitle());
    QPainter painter(&device);
    figure.paintFigure(painter, points);
    painter.end();
    return device.document();
}

QByteArray figurePdf(Figure& figure) {
    const QSizeF points = figurePoints(figure).toSize();
    QByteArray pdf;
    QBuffer buffer(&pdf);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setResolution(kPdfDotsPerInch);
    writer.setPageMargins({});
    writer.setPageSize(QPageSize(points, QPageSize::Point, {}, QPageSize::ExactMatch));
    writer.setTitle(figure.figureTitle());
    writer.setCreator(QCoreApplication::applicationName());
    QPainter painter(&writer);
    painter.scale(kPdfDotsPerInch / kPointsPerInch, kPdfDotsPerInch / kPointsPerInch);
    figure.paintFigure(painter, points);
    painter.end();
    return pdf;
}

}  // namespace lpstudio
