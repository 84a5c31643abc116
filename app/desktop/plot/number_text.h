#pragma once

#include <QString>
#include <cstdint>

namespace lpstudio {

/// A number for reading: `digits` significant digits, no exponent between 1e-4 and 1e6, "–" for
/// NaN, "∞" for infinity.
QString shortText(double value, int digits = 4);

/// A number with an SI prefix before `unit`: 40.55 M, 1.23 µJ. `unit` may be empty.
QString siText(double value, const QString& unit = {}, int digits = 4);

/// A count: whole up to 99,999, with an SI prefix beyond.
QString countText(std::int64_t count);

/// Every digit, for tooltips and copies: reads back as the same double.
QString fullText(double value);

/// A share of one as a percentage with its sign.
QString percentText(double share, int digits = 3);

/// Bytes with an SI prefix, as model sizes are in charts and tables: 172.2 kB is 172,237 bytes.
QString bytesText(double bytes);

/// A time in the two largest units that matter: 0.41 s, 12 s, 1 m 33 s, 2 h 05 m.
QString durationText(double seconds);

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
