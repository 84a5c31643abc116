#include "app/desktop/plot/si_text.h"

#include "app/desktop/plot/axes.h"

namespace lpstudio {

QString siText(double value, const QString& unit, bool prefixes, int digits) {
    const SiScale scale = prefixes ? siScale(value) : SiScale{};
    const QString number = QString::number(value / scale.factor, 'g', digits);
    const QString scaled = QString::fromUtf8(scale.prefix) + unit;
    return scaled.isEmpty() ? number : number + QLatin1Char(' ') + scaled;
}

QString titleWithFacts(const QString& title, const QString& facts, const ChartTheme& theme) {
    if (title.isEmpty() || facts.isEmpty()) return title.toHtmlEscaped();
    // A table, because a title's lines are otherwise not centred on each other.
    return QStringLiteral(
               "<table cellspacing=\"0\" cellpadding=\"0\"><tr><td align=\"center\">%1</td></tr>"
               "<tr><td align=\"center\"><span style=\"font-weight:normal; font-size:%2px; "
               "color:%3\">%4</span></td></tr></table>")
        .arg(title.toHtmlEscaped(), QString::number(theme.fontPixels), theme.secondary.name(),
             facts.toHtmlEscaped());
}

}  // namespace lpstudio
