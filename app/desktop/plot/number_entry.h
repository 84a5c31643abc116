#pragma once

#include <QString>
#include <optional>

namespace lpstudio {

/// A number as people type it, with an SI prefix and perhaps a unit after it: "20u", "1.5 mJ",
/// "4,5". nullopt: it is none.
std::optional<double> numberEntry(const QString& text);

}  // namespace lpstudio
