#pragma once

#include <QColor>
#include <QProxyStyle>

namespace lpstudio {

/// Fusion, with outlines that are seen on a dark window: Fusion draws them darker than the window,
/// which there is next to black.
class ThemeStyle final : public QProxyStyle {
    Q_OBJECT

public:
    ThemeStyle();
    /// Invalid: Fusion's own.
    void setOutline(const QColor& outline) { outline_ = outline; }

    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option,
                            QPainter* painter, const QWidget* widget) const override;

private:
    QColor outline_;
};

}  // namespace lpstudio
