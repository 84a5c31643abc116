#pragma once

#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "app/project/store/run_inputs.h"
#include "core/network/quantization.h"
#include "core/study/session.h"

namespace lpstudio {

/// What a search with this session has found out before its first candidate, to be stored with its
/// run. `leftOut`: see RunInputs.
RunInputs inputsOf(const Network& network, const SearchSession& session,
                   std::optional<std::vector<std::size_t>> leftOut);

/// The formats of a run's candidates, as they are stored: the same as SearchSession::assignment()
/// gives, without images and without running the network.
class RunFormats {
public:
    /// Nothing unless `stored` has all that candidates of a search with these settings can ask for,
    /// each a fitted format.
    static std::optional<RunFormats> of(const RunInputs& stored, const Network& network,
                                        const SearchSettings& settings);

    /// Formats of weights and activations of a candidate, all fitted. Throws Error if its genes are
    /// those of another network.
    Assignment assignment(const Candidate& candidate) const;
    /// LP of least error for the layer's weights (a product's second operand) at this width;
    /// nothing if the run does not allow the width.
    std::optional<LpParameters> leastError(LayerIndex layer, int width) const;
    /// Of all layers at this width.
    std::optional<Candidate> leastError(int width) const;

private:
    using Key = std::pair<int, int>;  ///< layer, width

    std::size_t layers_ = 0;
    std::vector<int> widths_;
    std::map<Key, LpParameters> weights_;
    std::map<Key, FormatPtr> activations_;
};

}  // namespace lpstudio
