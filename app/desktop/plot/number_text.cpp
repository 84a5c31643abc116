#include "app/desktop/plot/number_text.h"

#include <QLocale>
#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/text.h"
#include "core/number/format.h"

namespace lpstudio {
namespace {

QString nonFinite(double value) {
    if (std::isnan(value)) return QStringLiteral("–");
    return value > 0 ? QStringLiteral("∞") : QStringLiteral("−∞");
}

}  // namespace

QString shortText(double value, int digits) {
    if (!std::isfinite(value)) return nonFinite(value);
    if (value == 0) return QStringLiteral("0");
    const double magnitude = std::abs(value);
    if (magnitude < 1e-4 || magnitude >= 1e6) return QLocale().toString(value, 'e', digits - 1);
    const int whole = static_cast<int>(std::floor(std::log10(magnitude))) + 1;
    return QLocale().toString(value, 'f', std::max(0, digits - whole));
}

QString siText(double value, const QString& unit, int digits) {
    if (!std::isfinite(value)) return nonFinite(value);
    static constexpr std::array<const char*, 11> prefixes{"f", "p", "n", "µ", "m", "",
                                                          "k", "M", "G", "T", "P"};
    int step = 0;
    if (value != 0) {
        step = static_cast<int>(std::floor(std::log10(std::abs(value)) / 3.0));
        step = std::clamp(step, -5, 5);
    }
    const double scaled = value / std::pow(1000.0, step);
    const QString suffix = QString::fromUtf8(prefixes[step + 5]) + unit;
    const QString number = value == std::floor(value) && step == 0
                               ? QLocale().toString(value, 'f', 0)
                               : shortText(scaled, digits);
    return suffix.isEmpty() ? number : number + QChar(0x202F) + suffix;
}

QString countText(std::int64_t count) {
    if (std::abs(count) < 100000) return QLocale().toString(static_cast<qlonglong>(count));
    return siText(static_cast<double>(count));
}

QString fullText(double value) {
    return std::isfinite(value) ? QString::fromStdString(shortestText(value)) : nonFinite(value);
}

QString percentText(double share, int digits) {
    const double percent = 100 * share;
    if (!std::isfinite(percent)) return nonFinite(percent);
    // Below a thousandth of a percent the exponent would say more than the reader wants.
    if (percent != 0 && std::abs(percent) < 0.001)
        return QStringLiteral("< %1 %").arg(QLocale().toString(0.001, 'f', 3));
    return shortText(percent, digits) + QStringLiteral(" %");
}

QString bytesText(double bytes) {
    return siText(std::round(bytes), QStringLiteral("B"));
}

QString durationText(double seconds) {
    if (!std::isfinite(seconds) || seconds < 0) return QStringLiteral("–");
    if (seconds < 1e-3 && seconds > 0) return siText(seconds, QStringLiteral("s"));
    if (seconds < 10) return shortText(seconds, 2) + QStringLiteral(" s");
    const auto whole = static_cast<qint64>(std::llround(seconds));
    if (whole < 60) return QStringLiteral("%1 s").arg(whole);
    if (whole < 3600)
        return QStringLiteral("%1 m %2 s").arg(whole / 60).arg(whole % 60, 2, 10, QChar(u'0'));
    return QStringLiteral("%1 h %2 m").arg(whole / 3600).arg(whole / 60 % 60, 2, 10, QChar(u'0'));
}

}  // namespace lpstudio
