#pragma once

#include <QAbstractAxis>
#include <QChart>
#include <QCoreApplication>
#include <QEvent>
#include <QGraphicsScene>
#include <QImage>
#include <QPainter>
#include <cmath>
#include <random>
#include <vector>

#include "core/search/candidate.h"

// Charts as pictures, and candidates to show in them.

namespace lpstudio::test {

/// Shows a chart in a picture.
inline QImage picture(QChart* chart, const QSize& size = {800, 500}) {
    QGraphicsScene scene;
    scene.addItem(chart);
    chart->resize(size);
    for (int i = 0; i < 3; ++i) QCoreApplication::sendPostedEvents(chart, QEvent::LayoutRequest);
    QImage image(size, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::white);
    {
        QPainter painter(&image);
        scene.render(&painter, QRectF({}, QSizeF(size)), QRectF({}, QSizeF(size)));
    }
    scene.removeItem(chart);
    return image;
}

inline int pixelsLike(const QImage& image, const QColor& color) {
    int count = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            if (image.pixelColor(x, y).rgb() == color.rgb()) ++count;
    return count;
}

inline std::vector<ScoredCandidate> candidates(int count) {
    std::mt19937 engine(1);
    std::uniform_real_distribution<double> uniform(2, 8);
    std::vector<ScoredCandidate> result(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
        ScoredCandidate& scored = result[static_cast<std::size_t>(i)];
        scored.id = CandidateId(i);
        scored.meanWeightBits = uniform(engine);
        scored.contrast = std::exp(-scored.meanWeightBits / 2) * uniform(engine);
        scored.fitness = scored.contrast;
    }
    return result;
}

inline bool everyAxisHasATitle(const QChart& chart) {
    for (const QAbstractAxis* axis : chart.axes())
        if (axis->titleText().isEmpty()) return false;
    return !chart.title().isEmpty();
}

}  // namespace lpstudio::test
