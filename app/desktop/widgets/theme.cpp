#include "app/desktop/widgets/theme.h"

#include <QApplication>
#include <QPalette>
#include <QSettings>
#include <QStyle>
#include <QStyleOption>
#include <array>

#include "app/desktop/plot/chart_theme.h"
#include "app/desktop/widgets/system_appearance.h"

namespace lpstudio {
namespace {

/// The factor by which Fusion darkens the window's colour to get its outline.
constexpr int kFusionDarker = 140;

template <class Option>
Option outlined(const Option& option, const QColor& outline) {
    Option changed = option;
    changed.palette.setColor(QPalette::Window, outline.lighter(kFusionDarker));
    return changed;
}

const QString kKey = QStringLiteral("theme");
constexpr std::array<const char*, 3> kNames{"system", "light", "dark"};

QPalette paletteOf(const ChartTheme& theme) {
    QPalette palette;
    const QColor quiet = mixed(theme.text, theme.window, 0.55);
    palette.setColor(QPalette::Window, theme.window);
    palette.setColor(QPalette::WindowText, theme.text);
    palette.setColor(QPalette::Base, theme.base);
    palette.setColor(QPalette::AlternateBase, mixed(theme.base, theme.text, 0.03));
    palette.setColor(QPalette::Text, theme.text);
    palette.setColor(QPalette::PlaceholderText, theme.secondary);
    palette.setColor(QPalette::Button, mixed(theme.window, theme.text, theme.dark ? 0.08 : 0.04));
    palette.setColor(QPalette::ButtonText, theme.text);
    palette.setColor(QPalette::BrightText, Qt::white);
    palette.setColor(QPalette::ToolTipBase, theme.base);
    palette.setColor(QPalette::ToolTipText, theme.text);
    palette.setColor(QPalette::Highlight, theme.accent);
    palette.setColor(QPalette::HighlightedText, theme.dark ? QColor(0x10, 0x14, 0x18) : Qt::white);
    palette.setColor(QPalette::Link, theme.accent);
    palette.setColor(QPalette::LinkVisited, theme.accent);
    palette.setColor(QPalette::Light, mixed(theme.window, theme.text, theme.dark ? 0.14 : 0.0));
    palette.setColor(QPalette::Midlight, mixed(theme.window, theme.text, 0.06));
    palette.setColor(QPalette::Mid, mixed(theme.window, theme.text, 0.20));
    palette.setColor(QPalette::Dark, mixed(theme.window, theme.text, 0.32));
    palette.setColor(QPalette::Shadow, mixed(theme.window, Qt::black, 0.6));
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, quiet);
    return palette;
}

QString sheetOf(const ChartTheme& theme) {
    const QString line = mixed(theme.window, theme.text, 0.14).name();
    return QStringLiteral(R"(
QToolTip { color: %2; background: %3; border: 1px solid %1; padding: 4px; }
QHeaderView::section { background: %5; color: %4; border: none; border-bottom: 1px solid %1;
                       padding: 4px 8px; }
QTableView, QTreeView, QListView { background: %3; border: none; outline: 0; }
QTreeView::item { padding: 4px 8px 4px 0; }
QGroupBox { border: none; border-top: 1px solid %1; margin-top: 22px; padding-top: 8px;
            font-weight: 600; }
QGroupBox::title { subcontrol-origin: margin; left: 0; top: 2px; color: %2; }
QLabel[quiet="true"] { color: %4; }
QLabel[title="true"] { font-size: 13pt; font-weight: 600; }
QLabel[heading="true"] { font-weight: 600; }
QLabel[value="true"] { font-size: 12pt; }
QLabel[problem="true"] { color: %6; }
QFrame[separator="true"] { background: %1; border: none; }
QWidget[titleRow="true"] { border-bottom: 1px solid %1; }
QMenuBar { background: transparent; }
QToolButton[projectName="true"] { border: none; border-radius: 4px; padding: 4px 8px;
                                  font-weight: 600; }
QToolButton[projectName="true"]:hover { background: %7; }
QToolButton[projectName="true"]::menu-indicator { image: none; }
QToolButton[paletteField="true"] { border: 1px solid %1; border-radius: 4px; padding: 3px 8px;
                                   background: %3; color: %4; }
QToolButton[paletteField="true"]:hover, QToolButton[paletteField="true"]:focus {
    border-color: %8; }
QFrame[popup="true"] { background: %3; border: 1px solid %9; border-radius: 6px; }
QStatusBar::item { border: none; }
QSplitter::handle { background: %1; }
QScrollArea { border: none; }
QToolButton[rail="true"] { border: none; border-left: 3px solid transparent; padding: 8px 2px;
                           color: %4; }
QToolButton[rail="true"]:hover { background: %7; }
QToolButton[rail="true"]:checked { border-left-color: %8; color: %2; background: %7; }
)")
        .arg(line, theme.text.name(), theme.base.name(), theme.secondary.name(),
             mixed(theme.window, theme.base, 0.5).name(),
             theme.dark ? QStringLiteral("#FF9C7A") : QStringLiteral("#B23A00"),
             mixed(theme.window, theme.text, 0.06).name(), theme.accent.name(),
             mixed(theme.window, theme.text, 0.30).name());
}

/// As the desktop says; where it says nothing, by the palette that it gives to Qt.
bool isSystemDark() {
    const auto scheme = SystemAppearance::instance().scheme();
    if (scheme != SystemAppearance::Scheme::Unknown)
        return scheme == SystemAppearance::Scheme::Dark;
    return QApplication::style()->standardPalette().color(QPalette::Window).lightness() < 128;
}

}  // namespace

ThemeStyle::ThemeStyle() : QProxyStyle(QStringLiteral("Fusion")) {}

void ThemeStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option,
                               QPainter* painter, const QWidget* widget) const {
    if (outline_.isValid()) {
        if (element == PE_IndicatorCheckBox || element == PE_IndicatorRadioButton) {
            if (const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option)) {
                const auto changed = outlined(*button, outline_);
                QProxyStyle::drawPrimitive(element, &changed, painter, widget);
                return;
            }
        } else if (element == PE_FrameLineEdit) {
            if (const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option)) {
                const auto changed = outlined(*frame, outline_);
                QProxyStyle::drawPrimitive(element, &changed, painter, widget);
                return;
            }
        }
    }
    if (checked_.isValid() && element == PE_PanelButtonTool && (option->state & State_On)) {
        QStyleOption changed = *option;
        changed.palette.setColor(QPalette::Button, checked_);
        QProxyStyle::drawPrimitive(element, &changed, painter, widget);
        return;
    }
    if (checked_.isValid() && element == PE_PanelButtonCommand && (option->state & State_On)) {
        if (const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option)) {
            QStyleOptionButton changed = *button;
            changed.palette.setColor(QPalette::Button, checked_);
            QProxyStyle::drawPrimitive(element, &changed, painter, widget);
            return;
        }
    }
    QProxyStyle::drawPrimitive(element, option, painter, widget);
}

void ThemeStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option,
                                    QPainter* painter, const QWidget* widget) const {
    if (outline_.isValid()) {
        if (const auto* spin = qstyleoption_cast<const QStyleOptionSpinBox*>(option)) {
            const auto changed = outlined(*spin, outline_);
            QProxyStyle::drawComplexControl(control, &changed, painter, widget);
            return;
        }
        if (const auto* combo = qstyleoption_cast<const QStyleOptionComboBox*>(option)) {
            const auto changed = outlined(*combo, outline_);
            QProxyStyle::drawComplexControl(control, &changed, painter, widget);
            return;
        }
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

Theme& Theme::instance() {
    static Theme theme;
    // The system may turn dark in the evening.
    static const auto follow =
        QObject::connect(&SystemAppearance::instance(), &SystemAppearance::changed, &theme, [] {
            if (theme.mode() == ThemeMode::System) theme.apply(ThemeMode::System, false);
        });
    Q_UNUSED(follow);
    return theme;
}

ThemeMode Theme::remembered() {
    const QString name = QSettings().value(kKey).toString();
    for (std::size_t i = 0; i < kNames.size(); ++i)
        if (name == QLatin1String(kNames[i])) return static_cast<ThemeMode>(i);
    return ThemeMode::System;
}

void Theme::apply(ThemeMode mode, bool remember) {
    mode_ = mode;
    if (remember) QSettings().setValue(kKey, QLatin1String(kNames[static_cast<std::size_t>(mode)]));
    auto* style = new ThemeStyle;
    QApplication::setStyle(style);
    dark_ = mode == ThemeMode::Dark || (mode == ThemeMode::System && isSystemDark());
    style->setOutline(dark_ ? mixed(charts().window, charts().text, 0.35) : QColor());
    style->setChecked(dark_ ? mixed(charts().window, charts().accent, 0.45) : QColor());
    QApplication::setPalette(paletteOf(charts()));
    qApp->setStyleSheet(sheetOf(charts()));
    Q_EMIT changed();
}

StyleSheetPause::StyleSheetPause() : sheet_(qApp->styleSheet()) {
    qApp->setStyleSheet({});
}

StyleSheetPause::~StyleSheetPause() {
    qApp->setStyleSheet(sheet_);
}

}  // namespace lpstudio
