#include "core/number/format.h"

#include <charconv>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/number/lp.h"
#include "core/number/mx.h"
#include "core/number/scaled_format.h"
#include "core/number/tensor_quantizer.h"

namespace lpstudio {
namespace {

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    while (true) {
        const auto end = text.find(separator);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

/// What a user wrote, in a message.
std::string shown(std::string_view text) {
    return shortened(text, 100);
}

template <class Number>
Number readNumber(std::string_view spec, std::string_view text, const char* what,
                  const char* kind) {
    Number number{};
    const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || status != std::errc() || end != text.data() + text.size())
        throw UsageError("format spec \"" + shown(spec) + "\": " + what + " = \"" + shown(text) +
                         "\" is not " + kind);
    return number;
}

/// What parseFormat() has taken apart.
struct SpecParts {
    std::string_view spec;                     ///< the whole, for messages
    std::vector<std::string_view> parameters;  ///< between ':' and '@'
    std::optional<double> scale;               ///< after '@'

    int integer(std::size_t i, const char* name) const {
        return readNumber<int>(spec, parameters[i], name, "an integer");
    }
    [[noreturn]] void fail(const std::string& what) const {
        throw UsageError("format spec \"" + shown(spec) + "\": " + what);
    }
    /// Throws unless the number of parameters lies in the range.
    void requireCount(std::size_t least, std::size_t most, const char* names) const {
        const std::size_t count = parameters.size();
        if (count >= least && count <= most) return;
        fail("takes " + std::to_string(least) +
             (least == most ? "" : " or " + std::to_string(most)) +
             (most == 1 ? " parameter (" : " parameters (") + names + "), not " +
             std::to_string(count));
    }
};

using Scale = ScaledFormat::Scale;

FormatPtr scaled(UnitCodebook unitCodebook, const SpecParts& p) {
    return std::make_shared<ScaledFormat>(std::make_shared<UnitCodebook>(std::move(unitCodebook)),
                                          Scale::LeastError, p.scale);
}

/// Parameter `i`, if given, is the exponent of the scale.
FormatPtr shifted(UnitCodebook unitCodebook, Scale rule, const SpecParts& p, std::size_t i,
                  const char* name) {
    if (p.scale) p.fail(std::string("takes no @SCALE; give ") + name + " as its last parameter");
    std::optional<double> exponent;
    if (i < p.parameters.size()) exponent = p.integer(i, name);
    return std::make_shared<ScaledFormat>(std::make_shared<UnitCodebook>(std::move(unitCodebook)),
                                          rule, exponent);
}

FormatPtr makeLp(const SpecParts& p) {
    if (p.scale) p.fail("lp takes no @SCALE; give sf as its fourth parameter");
    const std::size_t count = p.parameters.size();
    if (count != 1 && count != 3 && count != 4)
        p.fail("lp takes 1, 3 or 4 parameters (n | n,es,rs | n,es,rs,sf), not " +
               std::to_string(count));
    const int n = p.integer(0, "n");
    if (count == 1) return std::make_shared<LpFormat>(n);
    const int es = p.integer(1, "es"), rs = p.integer(2, "rs");
    if (count == 3) return std::make_shared<LpFormat>(n, es, rs);
    return std::make_shared<LpFormat>(
        LpParameters{n, es, rs, readNumber<double>(p.spec, p.parameters[3], "sf", "a number")});
}

FormatPtr makeInt(const SpecParts& p) {
    p.requireCount(1, 1, "b");
    return scaled(uniformCodebook(p.integer(0, "b")), p);
}

FormatPtr makeFixed(const SpecParts& p) {
    p.requireCount(1, 2, "b,f");
    return shifted(fixedPointCodebook(p.integer(0, "b")), Scale::FractionBits, p, 1, "f");
}

FormatPtr makeFloat(const SpecParts& p) {
    p.requireCount(1, 1, "eXmY");
    const std::string_view text = p.parameters[0];
    const auto m = text.find('m');
    if (!text.starts_with('e') || m == std::string_view::npos)
        p.fail("\"" + shown(text) + "\" is not of the form eXmY, for example float:e4m3");
    return scaled(
        minifloatCodebook(readNumber<int>(p.spec, text.substr(1, m - 1), "X", "an integer"),
                          readNumber<int>(p.spec, text.substr(m + 1), "Y", "an integer")),
        p);
}

FormatPtr makeAdaptivFloat(const SpecParts& p) {
    p.requireCount(2, 3, "n,e,bias");
    return shifted(adaptivFloatCodebook(p.integer(0, "n"), p.integer(1, "e")), Scale::Exponent, p,
                   2, "bias");
}

FormatPtr makePosit(const SpecParts& p) {
    p.requireCount(2, 2, "n,es");
    return scaled(positCodebook(p.integer(0, "n"), p.integer(1, "es")), p);
}

FormatPtr makeLns(const SpecParts& p) {
    p.requireCount(2, 2, "n,f");
    return scaled(lnsCodebook(p.integer(0, "n"), p.integer(1, "f")), p);
}

FormatPtr makePot(const SpecParts& p) {
    p.requireCount(1, 1, "b");
    return scaled(powerOfTwoCodebook(p.integer(0, "b")), p);
}

FormatPtr makeFlint(const SpecParts& p) {
    p.requireCount(1, 2, "b | b,u");
    if (p.parameters.size() == 2 && p.parameters[1] != "u")
        p.fail("the second parameter of flint is \"" + shown(p.parameters[1]) +
               "\"; give u (unsigned) or nothing");
    return scaled(flintCodebook(p.integer(0, "b"), p.parameters.size() == 2), p);
}

FormatPtr makeAnt(const SpecParts& p) {
    p.requireCount(1, 1, "b");
    if (p.scale)
        p.fail("ant takes no @SCALE: it becomes int, flint or pot, which do (flint:4@0.1)");
    return std::make_shared<AntFormat>(p.integer(0, "b"));
}

FormatPtr makeNormalFloat(const SpecParts& p) {
    return std::make_shared<ScaledFormat>(std::make_shared<UnitCodebook>(normalFloatCodebook()),
                                          Scale::AbsMax, p.scale);
}

template <MxFormat::Element kElement>
FormatPtr makeMx(const SpecParts& p) {
    if (p.scale) p.fail("takes no @SCALE: each block of 32 has its own");
    return std::make_shared<MxFormat>(kElement);
}

/// A format family: how its parameters are written and what makes it from them.
struct Family {
    FormatInfo info;
    const char* prefix;
    FormatPtr (*make)(const SpecParts& parts);
    bool hasParameters = true;
};

const std::vector<Family>& families() {
    using Element = MxFormat::Element;
    static const std::vector<Family> all{
        {{"lp:n,es,rs,sf", "Logarithmic Posit",
          "values are powers of two with a fixed-point exponent; rs caps the regime, sf moves the "
          "values; lp:n and lp:n,es,rs are fitted"},
         "lp",
         makeLp},
        {{"int:b", "Symmetric uniform integer",
          "codes -(2^(b-1)-1)..2^(b-1)-1 times a scale; int:b fits the scale, int:b@SCALE fixes "
          "it"},
         "int",
         makeInt},
        {{"fixed:b,f", "Fixed point",
          "two's complement with f fraction bits; fixed:b fits f (an integer)"},
         "fixed",
         makeFixed},
        {{"float:eXmY", "Minifloat",
          "1+X+Y bits, IEEE bias, subnormals, no infinities or NaN; times a scale"},
         "float",
         makeFloat},
        {{"adaptivfloat:n,e,bias", "AdaptivFloat",
          "float without subnormals whose exponent bias follows the tensor (DAC 2020); "
          "adaptivfloat:n,e fits the bias"},
         "adaptivfloat",
         makeAdaptivFloat},
        {{"posit:n,es", "Posit", "the 2022 posit standard's encoding with any es; times a scale"},
         "posit",
         makePosit},
        {{"lns:n,f", "Logarithmic number system",
          "index i is 2^((i - 2^(n-2)) / 2^f); times a scale"},
         "lns",
         makeLns},
        {{"pot:b", "Powers of two", "0 and +-2^i, i = 0..2^(b-1)-2; times a scale"},
         "pot",
         makePot},
        {{"flint:b", "Flint",
          "ANT's float-int hybrid (MICRO 2022); flint:b,u is unsigned; times a scale"},
         "flint",
         makeFlint},
        {{"ant:b", "ANT", "the best of int, flint and pot for each tensor, reported as that one"},
         "ant",
         makeAnt},
        {{"nf4", "4-bit NormalFloat",
          "the 16 quantiles of QLoRA's NF4 times the tensor's largest magnitude; nf4@SCALE fixes "
          "it"},
         "nf4",
         makeNormalFloat,
         false},
        {{"mxfp8e4m3", "MX FP8 E4M3", "OCP MX v1.0: blocks of 32 share a power-of-two scale"},
         "mxfp8e4m3",
         makeMx<Element::Fp8E4M3>,
         false},
        {{"mxfp8e5m2", "MX FP8 E5M2", "OCP MX v1.0: blocks of 32 share a power-of-two scale"},
         "mxfp8e5m2",
         makeMx<Element::Fp8E5M2>,
         false},
        {{"mxfp6e2m3", "MX FP6 E2M3", "OCP MX v1.0: blocks of 32 share a power-of-two scale"},
         "mxfp6e2m3",
         makeMx<Element::Fp6E2M3>,
         false},
        {{"mxfp6e3m2", "MX FP6 E3M2", "OCP MX v1.0: blocks of 32 share a power-of-two scale"},
         "mxfp6e3m2",
         makeMx<Element::Fp6E3M2>,
         false},
        {{"mxfp4", "MX FP4 E2M1", "OCP MX v1.0: blocks of 32 share a power-of-two scale"},
         "mxfp4",
         makeMx<Element::Fp4E2M1>,
         false},
        {{"mxint8", "MX INT8", "OCP MX v1.0: blocks of 32 share a power-of-two scale"},
         "mxint8",
         makeMx<Element::Int8>,
         false},
    };
    return all;
}

}  // namespace

FormatPtr parseFormat(std::string_view spec) {
    SpecParts parts{spec, {}, {}};
    std::string_view rest = spec;
    std::optional<std::string_view> scaleText;
    if (const auto at = rest.find('@'); at != std::string_view::npos) {
        scaleText = rest.substr(at + 1);
        rest = rest.substr(0, at);
    }
    const auto colon = rest.find(':');
    const std::string_view prefix = rest.substr(0, colon);
    for (const Family& family : families()) {
        if (prefix != family.prefix) continue;
        if (family.hasParameters && colon == std::string_view::npos)
            throw UsageError("format spec \"" + shown(spec) + "\" lacks its parameters; write " +
                             family.info.spec);
        if (!family.hasParameters && colon != std::string_view::npos)
            throw UsageError("format spec \"" + shown(spec) + "\": " + family.prefix +
                             " takes no parameters; write " + family.prefix);
        if (family.hasParameters) parts.parameters = split(rest.substr(colon + 1), ',');
        if (scaleText) parts.scale = readNumber<double>(spec, *scaleText, "scale", "a number");
        try {
            return family.make(parts);
        } catch (const UsageError& error) {
            const std::string message = error.what();
            if (message.starts_with("format spec")) throw;
            throw UsageError("format spec \"" + shown(spec) + "\": " + message);
        }
    }
    std::string known;
    for (const Family& family : families()) known += (known.empty() ? "" : ", ") + family.info.spec;
    throw UsageError("format spec \"" + shown(spec) + "\": unknown format; known are " + known);
}

std::vector<FormatInfo> knownFormats() {
    std::vector<FormatInfo> infos;
    for (const Family& family : families()) infos.push_back(family.info);
    return infos;
}

namespace {

/// Every entry by itself.
class ElementwiseQuantizer final : public TensorQuantizer {
public:
    explicit ElementwiseQuantizer(Quantizer quantizer) : quantizer_(std::move(quantizer)) {}

    void quantize(const Tensor& tensor, std::span<float> out) const override {
        quantizer_.quantize(tensor.values, out, tensor.name);
    }
    void encode(const Tensor& tensor, std::span<std::int32_t> codes) const override {
        quantizer_.encode(tensor.values, codes, tensor.name);
    }
    Measures measure(const Tensor& tensor, std::span<float> quantized,
                     std::span<std::int32_t> codes) const override {
        return lpstudio::measure(quantizer_, tensor.values, tensor.name, quantized, codes);
    }

private:
    Quantizer quantizer_;
};

}  // namespace

std::shared_ptr<const TensorQuantizer> Format::tensorQuantizer(Rounding rounding) const {
    return std::make_shared<ElementwiseQuantizer>(quantizer(rounding));
}

}  // namespace lpstudio
