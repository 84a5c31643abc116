#pragma once

#include <compare>
#include <cstdint>

namespace lpstudio {

// Physical quantities with their conversions: a factor between units stands here and nowhere else.

/// A quantity that adds only to its own kind. `Self`: the type derived from it.
template <class Self, class Rep = std::int64_t>
struct Quantity {
    Rep value{};

    constexpr Quantity() = default;
    constexpr explicit Quantity(Rep v) : value(v) {}
    constexpr auto operator<=>(const Quantity&) const = default;  // NOLINT(modernize-use-nullptr)

    friend constexpr Self operator+(Self a, Self b) { return Self(a.value + b.value); }
    constexpr Self& operator+=(Self other) {
        value += other.value;
        return static_cast<Self&>(*this);
    }
};

/// Of the accelerator's clock.
struct Cycles : Quantity<Cycles> {
    using Quantity::Quantity;
};

/// Energy is summed in whole femtojoules so that parts add up to totals in any order.
struct Femtojoules : Quantity<Femtojoules> {
    using Quantity::Quantity;

    static constexpr double kJoules = 1e-15;  ///< of one

    constexpr double joules() const { return static_cast<double>(value) * kJoules; }
    constexpr double picojoules() const { return static_cast<double>(value) / 1000; }
};

/// 1e-3 um^2; area is summed in these for the same reason.
struct MilliSquareMicrometres : Quantity<MilliSquareMicrometres> {
    using Quantity::Quantity;

    static constexpr double kSquareMicrometres = 1e-3;  ///< of one, as bounds are scaled

    constexpr double squareMicrometres() const { return static_cast<double>(value) / 1000; }
    constexpr double squareMillimetres() const { return static_cast<double>(value) * 1e-9; }
};

/// Energy as it is stored and shared out, such as of one image of a batch.
struct Picojoules : Quantity<Picojoules, double> {
    using Quantity::Quantity;

    constexpr double joules() const { return value * 1e-12; }
    constexpr double microjoules() const { return value / 1e6; }
};

/// Area as it is stored and estimated.
struct SquareMicrometres : Quantity<SquareMicrometres, double> {
    using Quantity::Quantity;

    static constexpr SquareMicrometres ofSquareMillimetres(double area) {
        return SquareMicrometres(area * 1e6);
    }
    constexpr double squareMillimetres() const { return value * 1e-6; }
};

/// Time, of a batch or a search.
struct Seconds : Quantity<Seconds, double> {
    using Quantity::Quantity;

    constexpr double microseconds() const { return value * 1e6; }
};

/// Operations per second and joule: TOPS/W, from operations per joule.
constexpr double teraOperations(double operations) {
    return operations * 1e-12;
}

}  // namespace lpstudio
