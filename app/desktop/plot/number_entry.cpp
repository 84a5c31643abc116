#include "app/desktop/plot/number_entry.h"

#include <QRegularExpression>

#include "app/desktop/plot/number_text.h"

namespace lpstudio {

std::optional<double> numberEntry(const QString& text) {
    static const QRegularExpression form(QStringLiteral(
        R"(^\s*([+-]?[0-9]*[.,]?[0-9]+(?:[eE][+-]?[0-9]+)?)[\s\x{202f}]*([fpnuµmkMGTP]?)(?:J|s|B|bit|% points|%|mm²|TOPS/W)?\s*$)"));
    const QRegularExpressionMatch match = form.match(text);
    if (!match.hasMatch()) return std::nullopt;
    QString digits = match.captured(1);
    digits.replace(u',', u'.');
    return digits.toDouble() * siFactor(match.captured(2));
}

}  // namespace lpstudio
