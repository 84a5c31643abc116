#pragma once

#include <QRect>
#include <QRectF>
#include <vector>

namespace lpstudio {

/// Widths of the columns of page Compare in pixels: what a row is, how much it differs, and equal
/// ones for what is compared, as wide as there is room for and never too narrow to read.
struct CompareWidths {
    int name = 0, spread = 0, item = 0;

    static constexpr int kLeastItem = 128, kMostItem = 320;
    static CompareWidths fitted(int room, int columns);
    /// Left edge of column `index` of what is compared.
    int left(int index) const { return name + spread + index * item; }
    int total(int columns) const { return left(columns); }
};

/// Where the parts of a layer's cell go.
struct CompareCell {
    QRectF bar;       ///< as long as the width in bits
    double tick = 0;  ///< x at which the first column's bar ends
    QRect spec;       ///< text beside the bar
    QRect figures;    ///< text under it

    /// `bits` and `reference` are drawn up to kMostBits; what is wider ends there.
    static constexpr double kMostBits = 8;
    static CompareCell of(const QRect& cell, double bits, double reference);
};

/// How many of the texts of these widths, `gap` apart, fit into `room`, from the first on.
int fittingTexts(const std::vector<int>& widths, int gap, int room);

}  // namespace lpstudio
