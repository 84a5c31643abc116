#include "app/desktop/pages/pareto/number_entry.h"

#include <QRegularExpression>
#include <cmath>

namespace lpstudio {

std::optional<double> numberEntry(const QString& text) {
    static const QRegularExpression form(QStringLiteral(
        R"(^\s*([+-]?[0-9]*[.,]?[0-9]+(?:[eE][+-]?[0-9]+)?)\s*([fpnuµmkMGT]?)(?:J|s|B|bit|% points|%|mm²|TOPS/W)?\s*$)"));
    const QRegularExpressionMatch match = form.match(text);
    if (!match.hasMatch()) return std::nullopt;
    QString digits = match.captured(1);
    digits.replace(u',', u'.');
    QString prefix = match.captured(2);
    if (prefix == QStringLiteral("µ")) prefix = QStringLiteral("u");
    // The blank stands where there is no prefix.
    const qsizetype step = prefix.isEmpty() ? 5 : QStringLiteral("fpnum kMGT").indexOf(prefix);
    return digits.toDouble() * std::pow(1000.0, static_cast<double>(step) - 5);
}

}  // namespace lpstudio
