#include "core/search/objective.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/error.h"

namespace lpstudio {
namespace {

double dot(std::span<const double> a, std::span<const double> b) {
    double lanes[8] = {};
    std::size_t i = 0;
    for (; i + 8 <= a.size(); i += 8)
        for (std::size_t lane = 0; lane < 8; ++lane) lanes[lane] += a[i + lane] * b[i + lane];
    for (; i < a.size(); ++i) lanes[0] += a[i] * b[i];
    return std::accumulate(std::begin(lanes), std::end(lanes), 0.0);
}

void scaleToUnit(std::span<double> vector) {
    const double length = std::sqrt(dot(vector, vector));
    if (length > 0)
        for (double& x : vector) x /= length;
}

/// log sum exp.
double logSumExp(std::span<const double> values) {
    const double top = *std::max_element(values.begin(), values.end());
    double sum = 0;
    for (const double v : values) sum += std::exp(v - top);
    return top + std::log(sum);
}

struct Name {
    Objective objective;
    const char* text;
};
constexpr Name kNames[] = {{Objective::GlobalLocal, "global-local"},
                           {Objective::Global, "global"},
                           {Objective::Kl, "kl"},
                           {Objective::Mse, "mse"}};

}  // namespace

const char* objectiveName(Objective objective) {
    for (const Name& name : kNames)
        if (name.objective == objective) return name.text;
    return "";
}

Objective parseObjective(std::string_view text) {
    for (const Name& name : kNames)
        if (name.text == text) return name.objective;
    throw UsageError("objective \"" + std::string(text) +
                     "\" is unknown; give global-local, global, kl or mse");
}

void Representation::append(std::span<const double> values, std::size_t firstImage,
                            std::size_t images) {
    const std::size_t width = values.size() / images;
    for (std::size_t i = 0; i < images; ++i) {
        auto& vector = vectors_[firstImage + i];
        const auto part = values.subspan(i * width, width);
        vector.insert(vector.end(), part.begin(), part.end());
        scaleToUnit(std::span(vector).last(width));
    }
}

void Representation::normalise() {
    for (auto& vector : vectors_) scaleToUnit(vector);
}

double contrastiveLoss(const Representation& quantized, const Representation& reference,
                       double tau) {
    const std::size_t images = quantized.images();
    std::vector<double> similarities(images);
    double loss = 0;
    for (std::size_t i = 0; i < images; ++i) {
        for (std::size_t j = 0; j < images; ++j)
            similarities[j] = dot(quantized.of(i), reference.of(j)) / tau;
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
            sum += std::exp(p[c] - pNorm) * ((p[c] - pNorm) - (q[c] - qNorm));
    }
    return sum / static_cast<double>(images);
}

double meanSquaredError(std::span<const double> quantized, std::span<const double> reference) {
    double sum = 0;
    for (std::size_t i = 0; i < reference.size(); ++i)
        sum += (quantized[i] - reference[i]) * (quantized[i] - reference[i]);
    return sum / static_cast<double>(reference.size());
}

}  // namespace lpstudio
