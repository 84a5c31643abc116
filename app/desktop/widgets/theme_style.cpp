#include "app/desktop/widgets/theme_style.h"

#include <QStyleOption>

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

}  // namespace lpstudio
