#pragma once

#include <compare>
#include <cstdint>

namespace lpstudio {

/// An integer that cannot be mistaken for another kind of integer. Tag names the kind.
template <class Tag, class Rep = std::int64_t>
struct Strong {
    Rep value{};

    constexpr Strong() = default;
    constexpr explicit Strong(Rep v) : value(v) {}
    constexpr auto operator<=>(const Strong&) const = default;  // NOLINT(modernize-use-nullptr)
};

/// Position of a quantizable layer in its network, from 0, in order of execution.
using LayerIndex = Strong<struct LayerIndexTag, int>;
/// Number of a candidate in its run, from 0, in the order in which candidates are made.
using CandidateId = Strong<struct CandidateIdTag>;
/// Row of a run in a project.
using RunId = Strong<struct RunIdTag>;

}  // namespace lpstudio
