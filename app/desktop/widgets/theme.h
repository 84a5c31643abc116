#pragma once

#include <QColor>
#include <QObject>
#include <QProxyStyle>

#include "app/desktop/plot/chart_theme.h"

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

enum class ThemeMode { System, Light, Dark };

/// The look of the whole program: palette, style sheet and charts change together.
class Theme final : public QObject {
    Q_OBJECT

public:
    static Theme& instance();

    /// The mode of the last session, or the system's.
    static ThemeMode remembered();
    void apply(ThemeMode mode, bool remember);
    ThemeMode mode() const { return mode_; }
    bool isDark() const { return dark_; }
    const ChartTheme& charts() const { return ChartTheme::of(dark_); }

Q_SIGNALS:
    void changed();

private:
    Theme() = default;
    ThemeMode mode_ = ThemeMode::System;
    bool dark_ = false;
};

/// While it lives the program has no style sheet. With one, Qt styles a widget again, and all that
/// is in it, whenever it gets a parent: most of the time that it takes to make a window.
class StyleSheetPause final {
public:
    StyleSheetPause();
    ~StyleSheetPause();
    StyleSheetPause(const StyleSheetPause&) = delete;
    StyleSheetPause& operator=(const StyleSheetPause&) = delete;

private:
    QString sheet_;
};

}  // namespace lpstudio
