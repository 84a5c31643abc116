#pragma once

#include <QColor>

namespace lpstudio {

// Ink and text flags of a page of the report.

inline const QColor kInk(0x1B1B1B), kSecondaryInk(0x5C5C5C), kRule(0xC8C8C8), kFaintRule(0xE4E4E4),
    kTint(0xF3F4F6);

inline constexpr int kWrapped = Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap;
inline constexpr int kBroken = Qt::AlignLeft | Qt::AlignTop | Qt::TextWrapAnywhere;

}  // namespace lpstudio
