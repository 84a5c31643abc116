#include "core/number/lp.h"

#include <algorithm>
#include <cfloat>
#include <cmath>
#include <limits>

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/number/fit.h"
#include "core/number/scaled_format.h"
#include "core/number/thresholds.h"
#include "core/number/unit_codebook.h"

namespace lpstudio {
namespace {

void validateShape(int n, int es, int rs) {
    requireRange("lp", "n", n, LpParameters::kMinWidth, LpParameters::kMaxWidth);
    const std::string where = " for n = " + std::to_string(n);
    requireRange("lp", "es", es, 0, LpParameters::maxExponentSize(n), where);
    requireRange("lp", "rs", rs, 1, n - 1, where);
}

}  // namespace

int LpParameters::maxExponentSize(int n) {
    return std::clamp(n - 3, 0, kMaxExponentSize);
}

void validate(const LpParameters& p) {
    validateShape(p.n, p.es, p.rs);
    if (!std::isfinite(p.sf))
        throw UsageError("lp: sf = " + shortestText(p.sf) + " is not finite; give a real number");
    const double low = lpLog2(1, p.n, p.es, p.rs) - p.sf;
    const double high = lpLog2((1U << (p.n - 1)) - 1, p.n, p.es, p.rs) - p.sf;
    if (low < -1022 || high >= 1024) {
        const double most = lpLog2(1, p.n, p.es, p.rs) + 1022;
        const double least = lpLog2((1U << (p.n - 1)) - 1, p.n, p.es, p.rs) - 1023;
        throw UsageError("lp: sf = " + shortestText(p.sf) +
                         " moves values out of double's normal range; give " + shortestText(least) +
                         ".." + shortestText(most));
    }
}

// By the definition of the words, for any width. decodeOperand() in hw/datapath.cpp is the
// accelerator's decoder, step by step, and kept apart on purpose; tests hold one against the other.
LpFields decodeFields(std::uint32_t code, int n, int es, int rs) {
    // The n-1 bits after the sign, from the top; `left` counts those not yet read.
    int left = n - 1;
    const auto bit = [&](int position) { return (code >> position) & 1U; };
    const std::uint32_t first = bit(left - 1);
    int run = 0;
    while (left > 0 && run < rs && bit(left - 1) == first) {
        ++run;
        --left;
    }
    // A run that ended before the cap is closed by a terminator, if a bit is left for it.
    if (run < rs && left > 0) --left;
    LpFields fields;
    fields.k = first == 1 ? run - 1 : -run;
    const int exponentBits = std::min(es, left);
    for (int i = 0; i < exponentBits; ++i) fields.e = 2 * fields.e + static_cast<int>(bit(--left));
    fields.e <<= es - exponentBits;
    fields.fractionBits = left;
    fields.fraction = left > 0 ? code & ((1U << left) - 1) : 0;
    return fields;
}

double lpLog2(std::uint32_t code, int n, int es, int rs) {
    const LpFields f = decodeFields(code, n, es, rs);
    return std::ldexp(f.k, es) + f.e + std::ldexp(static_cast<double>(f.fraction), -f.fractionBits);
}

std::vector<Level> lpLevels(const LpParameters& p) {
    // The codes of a regime run through its 2^es octaves in even steps, whatever their split into
    // exponent and fraction; every octave has the same levels or some of them.
    const int finest = std::max(0, p.n - 2 - (p.rs > 1 ? 1 : 0) - p.es);
    std::vector<long double> octave(std::size_t{1} << finest);
    for (std::size_t i = 0; i < octave.size(); ++i)
        octave[i] = exp2l(std::ldexp(static_cast<long double>(i), -finest) -
                          static_cast<long double>(p.sf));
    std::vector<Level> levels;
    levels.reserve((std::size_t{1} << (p.n - 1)) - 1);
    for (int k = -p.rs; k < p.rs; ++k) {
        const int run = std::max(k + 1, -k), left = p.n - 1 - run - (run < p.rs ? 1 : 0);
        for (int j = k == -p.rs ? 1 : 0; j < 1 << left; ++j) {  // code 0 is zero
            // In units of 2^-finest octaves; exact, as left - es <= finest.
            const int position = (k << (p.es + finest)) + (j << (p.es + finest - left));
            const int whole = position >> finest, part = position - (whole << finest);
            levels.push_back({std::ldexp(octave[static_cast<std::size_t>(part)], whole),
                              static_cast<long double>(position) / (1 << finest) -
                                  static_cast<long double>(p.sf),
                              static_cast<std::int32_t>(levels.size()) + 1});
        }
    }
    return levels;
}

LpFormat::LpFormat(const LpParameters& p) : n_(p.n), es_(p.es), rs_(p.rs), sf_(p.sf) {
    validate(p);
}

LpFormat::LpFormat(int n) : n_(n) {
    validateShape(n, 0, 1);
}

LpFormat::LpFormat(int n, int es, int rs) : n_(n), es_(es), rs_(rs) {
    validateShape(n, es, rs);
}

std::string LpFormat::spec() const {
    std::string text = "lp:" + std::to_string(n_);
    if (es_) text += "," + std::to_string(*es_) + "," + std::to_string(*rs_);
    if (sf_) text += "," + shortestText(*sf_);
    return text;
}

LpParameters LpFormat::parameters() const {
    if (!sf_) throw UsageError(spec() + ": not all parameters are known; fit it to a tensor first");
    return {n_, *es_, *rs_, *sf_};
}

namespace {

UnitCodebook unitCodebookOf(const std::string& spec, const LpParameters& parameters) {
    UnitCodebook unitCodebook{.spec = spec,
                              .bits = parameters.n,
                              .positive = lpLevels(parameters),
                              .twosComplement = true,
                              .hasNar = true};
    unitCodebook.mirror();
    return unitCodebook;
}

}  // namespace

UnitCodebook LpFormat::unitCodebook() const {
    return unitCodebookOf(spec(), {n_, *es_, *rs_, sf_.value_or(0)});
}

std::vector<CodePoint> LpFormat::codebook() const {
    if (!es_)
        throw UsageError(spec() +
                         " has no codebook before it is fitted; give es and rs, for example lp:" +
                         std::to_string(n_) + "," +
                         std::to_string(std::min(2, LpParameters::maxExponentSize(n_))) + "," +
                         std::to_string(n_ - 1));
    return codePoints(unitCodebook(), 1);
}

FormatPtr LpFormat::unscaled() const {
    if (!es_) return std::make_shared<LpFormat>(n_);
    return std::make_shared<LpFormat>(n_, *es_, *rs_);
}

FormatPtr LpFormat::fit(const MagnitudeTable& table) const {
    if (sf_) return std::make_shared<LpFormat>(*this);
    if (!es_) return std::make_shared<LpFormat>(fitLp(n_, table));
    const ScaleFit fitted = fitScale(Magnitudes(unitCodebook()), table);
    return std::make_shared<LpFormat>(LpParameters{n_, *es_, *rs_, 0 - fitted.log2Scale});
}

Quantizer LpFormat::quantizer(Rounding rounding) const {
    if (!sf_) parameters();
    const UnitCodebook levels = unitCodebook();
    // Beside k and e, an sf next to an integer is lost in long double; only its side of the integer
    // matters then.
    const double beyond = *sf_ - std::rint(*sf_);
    const bool lost = beyond != 0 && std::fabs(beyond) < 0x1p-62;
    return {levels.positive, levels.negative, rounding, nullptr,
            Scaling{1, !lost        ? 0
                       : beyond > 0 ? -1
                                    : 1}};
}

std::optional<LpParameters> lpParameters(const Format& format) {
    const auto* lp = dynamic_cast<const LpFormat*>(&format);
    if (lp == nullptr || !lp->isFitted()) return std::nullopt;
    return lp->parameters();
}

namespace {

/// rs = 1 repeats LP<n, es-1, 2> up to sf.
int leastRegime(int n) {
    return std::min(2, n - 1);
}

}  // namespace

std::size_t lpMembers(int n) {
    return static_cast<std::size_t>(LpParameters::maxExponentSize(n) + 1) *
           static_cast<std::size_t>(n - leastRegime(n));
}

LpParameters fitLp(int n, const MagnitudeTable& table,
                   const std::function<bool(std::size_t)>& shouldContinue) {
    LpParameters best{n, 0, leastRegime(n), 0};
    double bestError = std::numeric_limits<double>::infinity();
    std::size_t tried = 0;
    for (int es = 0; es <= LpParameters::maxExponentSize(n); ++es)
        for (int rs = leastRegime(n); rs <= n - 1; ++rs) {
            const UnitCodebook unitCodebook =
                unitCodebookOf(LpFormat(n, es, rs).spec(), {n, es, rs, 0});
            const ScaleFit fitted = fitScale(Magnitudes(unitCodebook), table);
            // Ties go to the smaller es, then the smaller rs: the first one met stays.
            if (fitted.meanSquaredError < bestError) {
                bestError = fitted.meanSquaredError;
                best = {n, es, rs, 0 - fitted.log2Scale};
            }
            if (shouldContinue && !shouldContinue(++tried)) throw Cancelled();
        }
    return best;
}

}  // namespace lpstudio
