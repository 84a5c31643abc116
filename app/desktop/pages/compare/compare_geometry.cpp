#include "app/desktop/pages/compare/compare_geometry.h"

#include <algorithm>

namespace lpstudio {
namespace {

constexpr int kName = 168, kSpread = 80, kPadding = 8;
constexpr double kBarHeight = 8, kBarShare = 0.42;

}  // namespace

CompareWidths CompareWidths::fitted(int room, int columns) {
    const int rest = room - kName - kSpread;
    return {kName, kSpread, std::clamp(rest / std::max(columns, 1), kLeastItem, kMostItem)};
}

CompareCell CompareCell::of(const QRect& cell, double bits, double reference) {
    const QRect room = cell.adjusted(kPadding, 3, -kPadding, -3);
    const double length = room.width() * kBarShare;
    const auto lengthOf = [&](double width) {
        return length * std::clamp(width, 0.0, kMostBits) / kMostBits;
    };
    const int line = room.height() / 2;
    CompareCell parts;
    parts.bar = {static_cast<double>(room.left()), room.top() + (line - kBarHeight) / 2,
                 lengthOf(bits), kBarHeight};
    parts.tick = room.left() + lengthOf(reference);
    const int textLeft = room.left() + static_cast<int>(length) + kPadding;
    parts.spec = {textLeft, room.top(), room.right() + 1 - textLeft, line};
    parts.figures = {room.left(), room.top() + line, room.width(), room.height() - line};
    return parts;
}

int fittingTexts(const std::vector<int>& widths, int gap, int room) {
    int used = 0, count = 0;
    for (const int width : widths) {
        used += width + (count > 0 ? gap : 0);
        if (used > room) break;
        ++count;
    }
    return count;
}

}  // namespace lpstudio
