#include "core/search/pins.h"

#include "core/error.h"
#include "core/number/lp.h"

namespace lpstudio {

void validatePin(const std::string& layer, const std::string& spec) {
    const FormatPtr format = parseFormat(spec);
    if (dynamic_cast<const LpFormat*>(format.get()) == nullptr || format->bits() > 8)
        throw UsageError("pin " + layer + "=" + spec +
                         ": a search pins LP formats of 2 to 8 bits; give lp:n, lp:n,es,rs "
                         "or lp:n,es,rs,sf");
}

}  // namespace lpstudio
