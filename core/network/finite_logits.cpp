#include "core/network/finite_logits.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/base/error.h"

namespace lpstudio {
namespace {

/// The first layer in whose neighbourhood a run leaves the finite numbers.
class FirstNonFinite final : public RunObserver {
public:
    bool wantsOperands() const override { return true; }
    bool wantsOutputs() const override { return true; }
    void onInput(LayerIndex at, const TensorView& x) override { look(at, x, "input"); }
    void onOperand(LayerIndex at, const TensorView& x) override { look(at, x, "second operand"); }
    void onOutput(LayerIndex at, const TensorView& y) override { look(at, y, "output"); }

    std::optional<LayerIndex> layer;
    const char* place = "";

private:
    void look(LayerIndex index, const TensorView& view, const char* what) {
        if (layer || std::all_of(view.values.begin(), view.values.end(),
                                 [](float x) { return std::isfinite(x); }))
            return;
        layer = index;
        place = what;
    }
};

}  // namespace

void requireFiniteLogits(const std::string& file, const std::vector<Layer>& layers,
                         const std::vector<double>& logits, std::int64_t images,
                         const RunPlan& plan, const std::function<void(RunObserver&)>& runAgain) {
    // -inf is how a class is ruled out.
    const auto wrong = [](double x) { return !std::isfinite(x) && !(x < 0); };
    auto bad = std::find_if(logits.begin(), logits.end(), wrong);
    const auto width =
        static_cast<std::ptrdiff_t>(logits.size()) / std::max<std::int64_t>(1, images);
    for (auto row = logits.begin(); bad == logits.end() && row != logits.end(); row += width)
        if (std::none_of(row, row + width, [](double x) { return std::isfinite(x); })) bad = row;
    if (bad == logits.end()) return;

    FirstNonFinite first;
    if (runAgain) runAgain(first);
    const bool quantized = std::any_of(plan.begin(), plan.end(), [](const LayerPlan& layer) {
        return layer.input || layer.operand || layer.weight || layer.arithmetic;
    });
    std::string where;
    if (first.layer)
        where = std::string(", first in the ") + first.place + " of layer \"" +
                layers[static_cast<std::size_t>(first.layer->value)].name + "\"";
    throw Error(file + ": the network's logits are not finite numbers (" +
                (std::isnan(*bad) ? "NaN"
                 : *bad > 0       ? "infinity"
                                  : "-infinity in all classes") +
                (quantized ? ", quantized" : "") + where + "); " +
                (quantized
                     ? "give its layers more bits, or check that it runs in floating point"
                     : "check its weights, variances below zero, divisions by zero, and mean and "
                       "std in its card"));
}

}  // namespace lpstudio
