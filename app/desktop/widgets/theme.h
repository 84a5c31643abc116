#pragma once

#include <QObject>

#include "app/desktop/plot/chart_theme.h"

namespace lpstudio {

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
