#include "core/study/score_function.h"

#include <algorithm>
#include <cmath>

#include "core/base/enum_names.h"
#include "core/base/error.h"
#include "core/network/moments.h"

namespace lpstudio {
namespace {

/// Copies a part of one image and brings it to unit length; returns its squared length.
double unitPart(std::span<const double> values, double* target) {
    const double length = std::sqrt(dot(values, values));
    for (std::size_t i = 0; i < values.size(); ++i)
        target[i] = length > 0 ? values[i] / length : values[i];
    const std::span<const double> part(target, values.size());
    return dot(part, part);
}

/// log sum exp.
double logSumExp(std::span<const double> values) {
    const double top = *std::max_element(values.begin(), values.end());
    double sum = 0;
    for (const double v : values) sum += std::exp(v - top);
    return top + std::log(sum);
}

constexpr EnumNames<ScoreFunction> kScoreFunctions("objective",
                                                   {{ScoreFunction::GlobalLocal, "global-local"},
                                                    {ScoreFunction::Global, "global"},
                                                    {ScoreFunction::Kl, "kl"},
                                                    {ScoreFunction::Mse, "mse"}});

}  // namespace

const char* scoreFunctionName(ScoreFunction scoreFunction) {
    return kScoreFunctions.name(scoreFunction);
}

ScoreFunction parseScoreFunction(std::string_view text) {
    return kScoreFunctions.parse(text);
}

void Representation::set(std::size_t part, std::span<const double> values, std::size_t firstImage,
                         std::size_t count) {
    const std::size_t width = values.size() / count;
    if (part >= parts_.size()) parts_.resize(part + 1);
    parts_[part].resize(images_ * width);
    for (std::size_t i = 0; i < count; ++i)
        unitPart(values.subspan(i * width, width), parts_[part].data() + (firstImage + i) * width);
}

std::span<const double> Representation::of(std::size_t part, std::size_t image) const {
    const std::size_t width = parts_[part].size() / images_;
    return std::span(parts_[part]).subspan(image * width, width);
}

double Representation::length(std::size_t image) const {
    double squares = 0;
    for (std::size_t part = 0; part < parts_.size(); ++part)
        squares += dot(of(part, image), of(part, image));
    return std::sqrt(squares);
}

Similarities::Similarities(const Representation& reference)
    : reference_(&reference),
      products_(reference.images() * reference.images()),
      squares_(reference.images()) {}

void Similarities::add(std::size_t part, std::span<const double> values, std::size_t firstImage,
                       std::size_t count) {
    const std::size_t width = values.size() / count, images = reference_->images();
    std::vector<double> unit(width);
    for (std::size_t i = 0; i < count; ++i) {
        squares_[firstImage + i] += unitPart(values.subspan(i * width, width), unit.data());
        double* row = products_.data() + (firstImage + i) * images;
        for (std::size_t j = 0; j < images; ++j) row[j] += dot(unit, reference_->of(part, j));
    }
}

void Similarities::copyImages(const Similarities& other, std::size_t firstImage,
                              std::size_t count) {
    const std::size_t images = reference_->images();
    std::copy_n(other.products_.begin() + static_cast<std::ptrdiff_t>(firstImage * images),
                count * images,
                products_.begin() + static_cast<std::ptrdiff_t>(firstImage * images));
    std::copy_n(other.squares_.begin() + static_cast<std::ptrdiff_t>(firstImage), count,
                squares_.begin() + static_cast<std::ptrdiff_t>(firstImage));
}

double Similarities::contrast(double tau) const {
    const std::size_t images = reference_->images();
    std::vector<double> lengths(images), similarities(images);
    for (std::size_t j = 0; j < images; ++j) lengths[j] = reference_->length(j);
    double loss = 0;
    for (std::size_t i = 0; i < images; ++i) {
        const double length = std::sqrt(squares_[i]);
        for (std::size_t j = 0; j < images; ++j) {
            const double lengthsProduct = length * lengths[j];
            // A vector of zeros is like nothing.
            similarities[j] =
                lengthsProduct > 0 ? products_[i * images + j] / (lengthsProduct * tau) : 0;
        }
        loss += logSumExp(similarities) - similarities[i];
    }
    return loss / static_cast<double>(images);
}

double klDivergence(std::span<const double> quantized, std::span<const double> reference,
                    std::size_t classes) {
    double sum = 0;
    const std::size_t images = reference.size() / classes;
    for (std::size_t i = 0; i < images; ++i) {
        const auto q = quantized.subspan(i * classes, classes),
                   p = reference.subspan(i * classes, classes);
        const double qNorm = logSumExp(q), pNorm = logSumExp(p);
        for (std::size_t c = 0; c < classes; ++c)
            // A class that the reference rules out by -infinity adds nothing.
            if (std::isfinite(p[c]))
                sum += std::exp(p[c] - pNorm) * ((p[c] - pNorm) - (q[c] - qNorm));
    }
    return sum / static_cast<double>(images);
}

double meanSquaredError(std::span<const double> quantized, std::span<const double> reference) {
    double sum = 0;
    for (std::size_t i = 0; i < reference.size(); ++i)
        // Classes that both rule out by -infinity are alike.
        if (quantized[i] != reference[i])
            sum += (quantized[i] - reference[i]) * (quantized[i] - reference[i]);
    return sum / static_cast<double>(reference.size());
}

}  // namespace lpstudio
