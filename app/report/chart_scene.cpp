#include "app/report/chart_scene.h"

#include <QChart>
#include <QCoreApplication>
#include <QEvent>

#include "app/charts/plot_alignment.h"

namespace lpstudio {

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

}  // namespace lpstudio
