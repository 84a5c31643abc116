#include "app/desktop/plot/family_style.h"

#include <QPainter>
#include <QPen>
#include <QPixmap>
#include <QPolygonF>
#include <cmath>
#include <iterator>
#include <vector>

namespace lpstudio {
namespace {

struct Shapes {
    const char* family;  ///< or what it begins with
    Qt::PenStyle dash;
    PointShape shape;
    bool filled;
};

// The one that is usual for a colour is solid and filled.
constexpr Shapes kShapes[] = {
    {"lp", Qt::SolidLine, PointShape::Circle, true},
    {"int", Qt::SolidLine, PointShape::Square, true},
    {"fixed", Qt::DashLine, PointShape::Square, false},
    {"float", Qt::SolidLine, PointShape::TriangleUp, true},
    {"adaptivfloat", Qt::SolidLine, PointShape::Diamond, true},
    {"posit", Qt::SolidLine, PointShape::TriangleDown, true},
    {"lns", Qt::SolidLine, PointShape::Cross, true},
    {"pot", Qt::DotLine, PointShape::Plus, true},
    {"ant", Qt::SolidLine, PointShape::Star, true},
    {"flint", Qt::DashLine, PointShape::Diamond, false},
    {"nf", Qt::DashDotLine, PointShape::Star, true},
    {"mxint", Qt::DotLine, PointShape::Square, false},
    {"mx", Qt::DashLine, PointShape::TriangleUp, false},
};

// No family has the first one for itself.
constexpr Qt::PenStyle kDashes[] = {Qt::DashDotDotLine, Qt::DashLine, Qt::DotLine, Qt::DashDotLine};

FamilyStyle styleOf(const QString& family, const ChartTheme& theme) {
    const QString key = family.section(QLatin1Char(':'), 0, 0).toLower();
    for (const Shapes& shapes : kShapes) {
        const QLatin1String name(shapes.family);
        const bool isGroup = name == QLatin1String("mx") || name == QLatin1String("nf") ||
                             name == QLatin1String("mxint");
        if (key == name || (isGroup && key.startsWith(name)))
            return {theme.formatColor(key), shapes.dash, shapes.shape, shapes.filled};
    }
    return {theme.formatColor(key), Qt::DashDotLine, PointShape::Circle, false};
}

}  // namespace

FamilyStyle familyStyle(const QString& family, const ChartTheme& theme, int variant) {
    FamilyStyle style = styleOf(family, theme);
    if (variant > 0) {
        std::vector<Qt::PenStyle> others(std::begin(kDashes), std::end(kDashes));
        std::erase(others, style.dash);
        style.dash = others[static_cast<std::size_t>(variant - 1) % others.size()];
    }
    return style;
}

void drawPointShape(QPainter& painter, const FamilyStyle& style, const QPointF& center,
                    double radius) {
    QPen pen(style.color, 0.35 * radius + 0.3);
    pen.setJoinStyle(Qt::MiterJoin);
    painter.setPen(pen);
    painter.setBrush(style.filled ? QBrush(style.color) : QBrush(Qt::NoBrush));
    const double x = center.x(), y = center.y(), r = radius;
    switch (style.shape) {
        case PointShape::Circle:
            painter.drawEllipse(center, r, r);
            break;
        case PointShape::Square:
            painter.drawRect(QRectF(x - 0.85 * r, y - 0.85 * r, 1.7 * r, 1.7 * r));
            break;
        case PointShape::Diamond:
            painter.drawPolygon(QPolygonF(
                {{x, y - 1.2 * r}, {x + 1.2 * r, y}, {x, y + 1.2 * r}, {x - 1.2 * r, y}}));
            break;
        case PointShape::TriangleUp:
            painter.drawPolygon(QPolygonF(
                {{x, y - 1.1 * r}, {x + 1.1 * r, y + 0.9 * r}, {x - 1.1 * r, y + 0.9 * r}}));
            break;
        case PointShape::TriangleDown:
            painter.drawPolygon(QPolygonF(
                {{x, y + 1.1 * r}, {x + 1.1 * r, y - 0.9 * r}, {x - 1.1 * r, y - 0.9 * r}}));
            break;
        case PointShape::Cross:
            painter.drawLine(QPointF(x - r, y - r), QPointF(x + r, y + r));
            painter.drawLine(QPointF(x - r, y + r), QPointF(x + r, y - r));
            break;
        case PointShape::Plus:
            painter.drawLine(QPointF(x - 1.2 * r, y), QPointF(x + 1.2 * r, y));
            painter.drawLine(QPointF(x, y - 1.2 * r), QPointF(x, y + 1.2 * r));
            break;
        case PointShape::Star:
            for (int i = 0; i < 3; ++i) {
                const double angle = M_PI * (0.5 + i / 3.0);
                const QPointF tip(1.25 * r * std::cos(angle), 1.25 * r * std::sin(angle));
                painter.drawLine(center - tip, center + tip);
            }
            break;
    }
}

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
