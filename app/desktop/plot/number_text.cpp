#include "app/desktop/plot/number_text.h"

#include <QLocale>
#include <QRegularExpression>
#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "core/base/text.h"
#include "core/base/units.h"
#include "core/number/format.h"

namespace lpstudio {
namespace {

/// Between a number and its unit: narrow, and no place to break a line.
constexpr QChar kGap(0x202F);

constexpr std::array kPrefixes{"f", "p", "n", "µ", "m", "", "k", "M", "G", "T", "P"};
constexpr int kNoPrefix = 5;

/// Of the prefix at a position in kPrefixes. Powers of ten up to 1e22 are exact, and so their
/// reciprocals are the nearest doubles.
double factorAt(int position) {
    const double power = std::pow(10.0, 3 * std::abs(position - kNoPrefix));
    return position < kNoPrefix ? 1 / power : power;
}

QString nonFinite(double value) {
    if (std::isnan(value)) return QStringLiteral("–");
    return value > 0 ? QStringLiteral("∞") : QStringLiteral("−∞");
}

thread_local bool plainNumbers = false;

QLocale readersLocale() {
    return plainNumbers ? QLocale::c() : QLocale();
}

QLocale ungrouped() {
    QLocale locale = readersLocale();
    locale.setNumberOptions(QLocale::OmitGroupSeparator);
    return locale;
}

QString withUnit(const QString& number, const QString& unit) {
    return unit.isEmpty() ? number : number + kGap + unit;
}

QString wholeOrShort(double value, int digits) {
    return value == std::floor(value) && std::abs(value) < 1e15
               ? readersLocale().toString(value, 'f', 0)
               : shortText(value, digits);
}

}  // namespace

PlainNumbers::PlainNumbers() : before_(std::exchange(plainNumbers, true)) {}

PlainNumbers::~PlainNumbers() {
    plainNumbers = before_;
}

QString shortText(double value, int digits) {
    if (!std::isfinite(value)) return nonFinite(value);
    if (value == 0) return QStringLiteral("0");
    // As rounding will leave it: 9.9996 is 10.00.
    const double magnitude = std::abs(value) * (1 + 0.5 * std::pow(10.0, -digits));
    if (magnitude < 1e-4 || magnitude >= 1e6)
        return readersLocale().toString(value, 'e', digits - 1);
    const int whole = static_cast<int>(std::floor(std::log10(magnitude))) + 1;
    return readersLocale().toString(value, 'f', std::max(0, digits - whole));
}

QString briefText(double value, int digits) {
    return std::isfinite(value) ? ungrouped().toString(value, 'g', digits) : nonFinite(value);
}

QString fixedText(double value, int decimals) {
    return std::isfinite(value) ? readersLocale().toString(value, 'f', decimals) : nonFinite(value);
}

QString tickText(double value, int decimals) {
    return ungrouped().toString(value, 'f', decimals);
}

QString exactText(double value) {
    return fullText(value).replace(QLatin1Char('.'), readersLocale().decimalPoint());
}

QString fullText(double value) {
    return std::isfinite(value) ? QString::fromStdString(shortestText(value)) : nonFinite(value);
}

QString countText(std::int64_t count) {
    if (std::abs(count) < 100000) return groupedText(count);
    return siText(static_cast<double>(count));
}

QString groupedText(std::int64_t count) {
    return readersLocale().toString(static_cast<qlonglong>(count));
}

SiScale siScale(double magnitude) {
    magnitude = std::abs(magnitude);
    if (!(magnitude > 0) || !std::isfinite(magnitude)) return {};
    int position = static_cast<int>(kPrefixes.size()) - 1;
    while (position > 0 && magnitude < factorAt(position)) --position;
    return {factorAt(position), kPrefixes[static_cast<std::size_t>(position)]};
}

double siFactor(const QString& prefix) {
    const QString wanted = prefix == QLatin1String("u") ? QStringLiteral("µ") : prefix;
    for (std::size_t i = 0; i < kPrefixes.size(); ++i)
        if (wanted == QString::fromUtf8(kPrefixes[i])) return factorAt(static_cast<int>(i));
    return 0;
}

QString siText(double value, const QString& unit, int digits) {
    if (!std::isfinite(value)) return nonFinite(value);
    // As rounding will leave it: 999.97 kJ is 1.000 MJ.
    const SiScale scale = siScale(value * (1 + 0.5 * std::pow(10.0, -digits)));
    const QString number =
        scale.factor == 1 ? wholeOrShort(value, digits) : shortText(value / scale.factor, digits);
    return withUnit(number, QString::fromUtf8(scale.prefix) + unit);
}

QString siBriefText(double value, const QString& unit, int digits) {
    const SiScale scale = siScale(value * (1 + 0.5 * std::pow(10.0, -digits)));
    return withUnit(briefText(value / scale.factor, digits),
                    QString::fromUtf8(scale.prefix) + unit);
}

QString unitText(double value, const QString& unit, int digits) {
    return withUnit(wholeOrShort(value, digits), unit);
}

QString measureText(double value, const QString& unit, bool prefixes) {
    if (prefixes && unit.isEmpty() && value == std::floor(value) && std::abs(value) < 1e15)
        return countText(static_cast<std::int64_t>(value));
    return prefixes ? siText(value, unit) : unitText(value, unit);
}

QString percentText(double share, int digits) {
    const double percent = 100 * share;
    if (!std::isfinite(percent)) return nonFinite(percent);
    // Below a thousandth of a percent the exponent would say more than the reader wants.
    if (percent != 0 && std::abs(percent) < 0.001)
        return QStringLiteral("< %1 %").arg(fixedText(0.001, 3));
    return shortText(percent, digits) + QStringLiteral(" %");
}

QString areaText(double squareMicrometres, int digits) {
    constexpr double kLarge = 1e5;
    if (squareMicrometres < kLarge)
        return shortText(squareMicrometres, digits) + QStringLiteral(" µm²");
    return shortText(SquareMicrometres(squareMicrometres).squareMillimetres(), digits) +
           QStringLiteral(" mm²");
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

QString shortSpec(const QString& spec) {
    static const QRegularExpression real(QStringLiteral("[0-9]*\\.[0-9]+(e[-+]?[0-9]+)?"));
    QString result;
    qsizetype from = 0;
    for (auto it = real.globalMatch(spec); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        result += spec.mid(from, match.capturedStart() - from) +
                  QString::number(match.captured().toDouble(), 'g', 4);
        from = match.capturedEnd();
    }
    return result + spec.mid(from);
}

}  // namespace lpstudio
