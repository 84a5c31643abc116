#pragma once

#include <QColor>
#include <QIcon>
#include <QString>
#include <Qt>

#include "app/desktop/plot/chart_theme.h"

QT_BEGIN_NAMESPACE
class QPainter;
class QPointF;
QT_END_NAMESPACE

namespace lpstudio {

/// Shapes that are told apart at 7 pixels.
enum class PointShape { Circle, Square, Diamond, TriangleUp, TriangleDown, Cross, Plus, Star };

/// How a family of formats is drawn wherever several stand side by side: the palette has fewer
/// colours than there are families, so kin share a colour and differ in dash and shape.
struct FamilyStyle {
    QColor color;
    Qt::PenStyle dash = Qt::SolidLine;
    PointShape shape = PointShape::Circle;
    bool filled = true;
};

/// `family`: first word of the members' specs, "lp", "mxfp"; a spec will do. `variant`: further
/// members of one family beside each other, 1, 2, ..., keep the colour and differ in dash.
FamilyStyle familyStyle(const QString& family, const ChartTheme& theme, int variant = 0);

/// A point of `radius` in the style, with the painter as it is otherwise.
void drawPointShape(QPainter& painter, const FamilyStyle& style, const QPointF& center,
                    double radius);

/// A piece of a line in a style, to stand beside the name of what it shows. `scale`: pixels per
/// unit.
QIcon lineSample(const FamilyStyle& style, double scale);
/// Size of the icon in units.
QSize lineSampleSize();

}  // namespace lpstudio
