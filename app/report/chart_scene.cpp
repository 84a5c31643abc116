#include "app/report/chart_scene.h"

#include <QChart>
#include <QCoreApplication>
#include <QEvent>
#include <QGraphicsScene>
#include <QPainter>
#include <QPicture>
#include <memory>

#include "app/desktop/plot/plot_alignment.h"

namespace lpstudio {
namespace {

/// The charts of a figure laid out in a scene of this size.
std::unique_ptr<QGraphicsScene> chartScene(const DocFigure& figure, const QSizeF& size) {
    auto scene = std::make_unique<QGraphicsScene>(QRectF(QPointF(0, 0), size));
    double shares = 0;
    for (const auto& [make, share] : figure.charts) shares += share;
    std::vector<QChart*> charts;
    for (const auto& [make, share] : figure.charts) {
        charts.push_back(make());
        scene->addItem(charts.back());
    }
    // Before they get their size, which is what it waits for.
    if (charts.size() > 1) new PlotAlignment(charts, scene.get());
    double y = 0;
    for (std::size_t i = 0; i < charts.size(); ++i) {
        const double height = size.height() * figure.charts[i].second / shares;
        charts[i]->setPos(0, y);
        charts[i]->resize(size.width(), height);
        y += height;
    }
    // Labels chosen for the new size ask for another layout, which would wait for the event loop.
    for (int round = 0; round < 3; ++round)
        for (QChart* chart : charts)
            QCoreApplication::sendPostedEvents(chart, QEvent::LayoutRequest);
    return scene;
}

}  // namespace

QByteArray figurePicture(const DocFigure& figure, const QSizeF& size) {
    QPicture picture;
    const auto scene = chartScene(figure, size);
    QPainter painter(&picture);
    // A picture brings its hints with it.
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    scene->render(&painter, QRectF(QPointF(0, 0), size), scene->sceneRect());
    painter.end();
    return {picture.data(), static_cast<qsizetype>(picture.size())};
}

std::vector<QByteArray> figurePictures(const Document& document, const std::vector<QSizeF>& sizes) {
    std::vector<QByteArray> pictures;
    const std::vector<const DocFigure*> figures = figuresOf(document);
    for (std::size_t i = 0; i < figures.size() && i < sizes.size(); ++i)
        pictures.push_back(figurePicture(*figures[i], sizes[i]));
    return pictures;
}

void paintPicture(QPainter& painter, const QByteArray& data) {
    if (data.isEmpty()) return;
    // Playing changes a picture's own buffer, so each call has one.
    QPicture picture;
    picture.setData(data.constData(), static_cast<uint>(data.size()));
    painter.save();
    // Playing makes up for another resolution of the device; here units are the painter's.
    painter.scale(static_cast<double>(picture.logicalDpiX()) / painter.device()->logicalDpiX(),
                  static_cast<double>(picture.logicalDpiY()) / painter.device()->logicalDpiY());
    painter.drawPicture(0, 0, picture);
    painter.restore();
}

std::vector<const DocFigure*> figuresOf(const Document& document) {
    std::vector<const DocFigure*> figures;
    for (const DocBlock& block : document.blocks)
        if (const auto* figure = std::get_if<DocFigure>(&block)) figures.push_back(figure);
    return figures;
}

}  // namespace lpstudio
