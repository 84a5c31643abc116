#include "app/desktop/pages/pareto/width_strip.h"

#include <QBuffer>
#include <QPainter>
#include <algorithm>

namespace lpstudio {
namespace {

constexpr int kHeight = 16, kMostCell = 18, kLeastForText = 9;

}  // namespace

QImage widthStrip(const std::vector<int>& widths, const ChartTheme& theme, int width,
                  double ratio) {
    if (widths.empty()) return {};
    const int count = static_cast<int>(widths.size());
    const int cell = std::clamp(width / count, 2, kMostCell);
    QImage image(QSize(static_cast<int>(cell * count * ratio), static_cast<int>(kHeight * ratio)),
                 QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(ratio);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    QFont font = theme.labelFont();
    font.setPixelSize(10);
    painter.setFont(font);
    for (int i = 0; i < count; ++i) {
        const int bits = widths[static_cast<std::size_t>(i)];
        const QColor color = theme.widthColor(bits);
        // A gap between cells, as long as there is room for one.
        const QRect rect(i * cell, 0, cell > 3 ? cell - 1 : cell, kHeight);
        painter.fillRect(rect, color);
        if (cell < kLeastForText) continue;
        painter.setPen(qGray(color.rgb()) > 140 ? Qt::black : Qt::white);
        painter.drawText(rect, Qt::AlignCenter, QString::number(bits));
    }
    return image;
}

QString widthStripElement(const std::vector<int>& widths, const ChartTheme& theme, double ratio) {
    const QImage image = widthStrip(widths, theme, 260, ratio);
    if (image.isNull()) return {};
    QByteArray png;
    QBuffer buffer(&png);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    const QSize size = (QSizeF(image.size()) / ratio).toSize();
    return QStringLiteral("<img width=\"%1\" height=\"%2\" src=\"data:image/png;base64,%3\">")
        .arg(size.width())
        .arg(size.height())
        .arg(QString::fromLatin1(png.toBase64()));
}

}  // namespace lpstudio
