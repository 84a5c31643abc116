#pragma once

#include <QColor>
#include <algorithm>
#include <array>
#include <cmath>

// What colours look like to whom, and how far apart.

namespace lpstudio::test {

enum class Vision { Normal, Protan, Deutan };
inline constexpr std::array kVisions{Vision::Normal, Vision::Protan, Vision::Deutan};

/// CIE L*a*b* (D65) of an sRGB colour as somebody without red (protan) or green (deutan) cones sees
/// it: Machado, Oliveira, Fernandes, "A physiologically-based model for simulation of color vision
/// deficiency", 2009, severity 1.
inline std::array<double, 3> lab(const QColor& color, Vision vision) {
    using Matrix = std::array<std::array<double, 3>, 3>;
    static constexpr Matrix kMatrices[] = {{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}},
                                           {{{0.152286, 1.052583, -0.204868},
                                             {0.114503, 0.786281, 0.099216},
                                             {-0.003882, -0.048116, 1.051998}}},
                                           {{{0.367322, 0.860646, -0.227968},
                                             {0.280085, 0.672501, 0.047413},
                                             {-0.011820, 0.042940, 0.968881}}}};
    const auto linear = [](double c) {
        return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
    };
    const std::array<double, 3> rgb{linear(color.redF()), linear(color.greenF()),
                                    linear(color.blueF())};
    std::array<double, 3> seen{};
    const Matrix& m = kMatrices[static_cast<std::size_t>(vision)];
    for (std::size_t i = 0; i < 3; ++i)
        seen[i] = std::clamp(m[i][0] * rgb[0] + m[i][1] * rgb[1] + m[i][2] * rgb[2], 0.0, 1.0);
    const double x = (0.4124564 * seen[0] + 0.3575761 * seen[1] + 0.1804375 * seen[2]) / 0.95047;
    const double y = 0.2126729 * seen[0] + 0.7151522 * seen[1] + 0.0721750 * seen[2];
    const double z = (0.0193339 * seen[0] + 0.1191920 * seen[1] + 0.9503041 * seen[2]) / 1.08883;
    const auto f = [](double t) {
        return t > 216.0 / 24389 ? std::cbrt(t) : (24389.0 / 27 * t + 16) / 116;
    };
    return {116 * f(y) - 16, 500 * (f(x) - f(y)), 200 * (f(y) - f(z))};
}

/// CIE 1976 colour difference; about 2.3 is just noticeable side by side.
inline double deltaE(const QColor& a, const QColor& b, Vision vision) {
    const auto one = lab(a, vision), other = lab(b, vision);
    return std::hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2]);
}

}  // namespace lpstudio::test
