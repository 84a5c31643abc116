#include "core/study/locked_layers.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/number/lp.h"

namespace lpstudio {

void validateLock(const std::string& layer, const std::string& spec) {
    const FormatPtr format = parseFormat(spec);
    if (dynamic_cast<const LpFormat*>(format.get()) == nullptr || format->bits() > 8)
        throw UsageError("locked layer " + layer + "=" + spec +
                         ": a search locks layers to LP formats of 2 to 8 bits; give lp:n, "
                         "lp:n,es,rs or lp:n,es,rs,sf");
}

bool isLocked(const Layer& layer, const SearchSettings& settings) {
    return (layer.isProduct() && settings.cost == CostKind::Bits) ||
           std::any_of(settings.locks.begin(), settings.locks.end(),
                       [&](const auto& lock) { return lock.first == layer.name; });
}

}  // namespace lpstudio
