#pragma once

#include <QColor>
#include <QProxyStyle>

namespace lpstudio {

/// Fusion, with outlines and pressed buttons that are seen on a dark window: Fusion draws both
/// darker than the window, which there is next to black.
class ThemeStyle final : public QProxyStyle {
    Q_OBJECT

public:
    ThemeStyle();
    /// Invalid: Fusion's own.
    void setOutline(const QColor& outline) { outline_ = outline; }
    /// Of buttons that are on. Invalid: Fusion's own.
    void setChecked(const QColor& checked) { checked_ = checked; }

    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option,
                            QPainter* painter, const QWidget* widget) const override;

private:
    QColor outline_, checked_;
};

}  // namespace lpstudio
