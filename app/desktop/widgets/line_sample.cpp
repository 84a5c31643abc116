#include "app/desktop/widgets/line_sample.h"

#include <QPainter>
#include <QPixmap>

namespace lpstudio {

QSize lineSampleSize() {
    return {28, 12};
}

QIcon lineSample(const FamilyStyle& style, double scale) {
    const QSize size = lineSampleSize();
    QPixmap pixmap(size * scale);
    pixmap.setDevicePixelRatio(scale);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(style.color, 2, style.dash));
    painter.drawLine(QPointF(0, size.height() / 2.0), QPointF(size.width(), size.height() / 2.0));
    return pixmap;
}

}  // namespace lpstudio
