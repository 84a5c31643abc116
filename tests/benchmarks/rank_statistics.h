#pragma once

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

// Rank correlation, for the study of the objectives.

namespace lpstudio::study {

/// Ranks from 1; equal values share the mean of theirs.
inline std::vector<double> ranks(const std::vector<double>& values) {
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
    std::vector<double> result(values.size());
    for (std::size_t i = 0; i < order.size();) {
        std::size_t end = i;
        while (end < order.size() && values[order[end]] == values[order[i]]) ++end;
        for (std::size_t k = i; k < end; ++k)
            result[order[k]] = (static_cast<double>(i + 1) + static_cast<double>(end)) / 2;
        i = end;
    }
    return result;
}

inline double pearson(const std::vector<double>& a, const std::vector<double>& b) {
    const auto n = static_cast<double>(a.size());
    const double meanA = std::accumulate(a.begin(), a.end(), 0.0) / n,
                 meanB = std::accumulate(b.begin(), b.end(), 0.0) / n;
    double ab = 0, aa = 0, bb = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        ab += (a[i] - meanA) * (b[i] - meanB);
        aa += (a[i] - meanA) * (a[i] - meanA);
        bb += (b[i] - meanB) * (b[i] - meanB);
    }
    return aa > 0 && bb > 0 ? ab / std::sqrt(aa * bb) : 0;
}

inline double spearman(const std::vector<double>& a, const std::vector<double>& b) {
    return pearson(ranks(a), ranks(b));
}

/// Rank correlation of a and b once what both owe to c is taken away.
inline double partialSpearman(const std::vector<double>& a, const std::vector<double>& b,
                              const std::vector<double>& c) {
    const double ab = spearman(a, b), ac = spearman(a, c), bc = spearman(b, c);
    const double rest = (1 - ac * ac) * (1 - bc * bc);
    return rest > 0 ? (ab - ac * bc) / std::sqrt(rest) : 0;
}

}  // namespace lpstudio::study
