#pragma once

#include <QString>
#include <cstdint>

namespace lpstudio {

// Numbers as text. What people read (screen, reports) is in the user's locale, QLocale(); what
// programs read (CSV, JSON, copies, format specs) has a point: fullText().

/// While it lives, this thread writes all numbers as programs read them.
class PlainNumbers {
public:
    PlainNumbers();
    ~PlainNumbers();
    PlainNumbers(const PlainNumbers&) = delete;
    PlainNumbers& operator=(const PlainNumbers&) = delete;

private:
    bool before_;
};

/// `digits` significant digits, trailing zeros kept so that numbers under each other can be
/// compared; no exponent between 1e-4 and 1e6; "–" for NaN, "∞" for infinity.
QString shortText(double value, int digits = 4);
/// At most `digits` significant digits, trailing zeros dropped: labels of axes, multiples.
QString briefText(double value, int digits = 4);
/// So many decimals: 91.20.
QString fixedText(double value, int decimals);
/// The same without group separators, as a label of an axis.
QString tickText(double value, int decimals);
/// Every digit.
QString exactText(double value);
/// Every digit with a point, for copies and files: reads back as the same double.
QString fullText(double value);

/// A count: whole up to 99,999, with an SI prefix beyond.
QString countText(std::int64_t count);
/// A count with all its digits, in groups.
QString groupedText(std::int64_t count);

/// Power of 1000 by which large or small values are divided.
struct SiScale {
    double factor = 1;        ///< shown = value / factor
    const char* prefix = "";  ///< of the unit, UTF-8: "k", "M", "µ", ...
};
/// Such that a value of this magnitude lies in [1, 1000); femto to peta.
SiScale siScale(double magnitude);
/// 1e-6 for "µ" or "u", 1 for nothing; 0 for what is no prefix.
double siFactor(const QString& prefix);

/// A number with an SI prefix before `unit`: 40.55 M, 1.230 µJ; whole ones below 1000 stay whole.
/// `unit` may be empty.
QString siText(double value, const QString& unit = {}, int digits = 4);
/// The same with trailing zeros dropped: constants that are given, not measured.
QString siBriefText(double value, const QString& unit, int digits = 4);
/// A number and its unit without a prefix: 3.900 bit; whole ones stay whole.
QString unitText(double value, const QString& unit, int digits = 4);
/// One or the other: whether the unit takes SI prefixes. Whole numbers without a unit are counts.
QString measureText(double value, const QString& unit, bool prefixes);

/// An area in µm², of large ones in mm².
QString areaText(double squareMicrometres, int digits = 4);

/// A share of one as a percentage with its sign.
QString percentText(double share, int digits = 3);

/// Bytes with an SI prefix, as model sizes are in charts and tables: 172.2 kB is 172,237 bytes.
QString bytesText(double bytes);

/// A time in the two largest units that matter: 0.41 s, 12 s, 1 m 33 s, 2 h 05 m.
QString durationText(double seconds);

/// A format's spec for reading, its real numbers cut to 4 significant digits:
/// `lp:8,0,7,3.91232644063454` becomes `lp:8,0,7,3.912`. Commas separate, so points stay.
QString shortSpec(const QString& spec);

/// Fields of a shape between multiplication signs: 16 × 3 × 3.
template <class Shape>
QString shapeText(const Shape& shape) {
    QString text;
    for (const auto extent : shape) {
        if (!text.isEmpty()) text += QStringLiteral(" × ");
        text += QString::number(extent);
    }
    return text;
}

}  // namespace lpstudio
