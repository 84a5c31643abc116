#include "app/project/runs/network_workload.h"

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "hw/accelerator_json.h"

namespace lpstudio {

Workload workloadOf(const Network& network, const std::vector<LayerBits>& bits) {
    Workload workload;
    workload.name = network.name();
    for (const Layer& layer : network.layers()) {
        const LayerBits& width = bits.at(static_cast<std::size_t>(layer.index.value));
        MatrixProduct product;
        product.name = layer.name;
        product.m = layer.product.m;
        product.k = layer.product.k;
        product.n = layer.product.n;
        product.groups = layer.product.products;
        product.weightBits = width.weights;
        product.activationBits = width.activations;
        product.operandIsActivation = layer.isProduct();
        // Windows of a convolution share pixels; a larger count than m * k (strides that skip) is
        // no fewer.
        const std::int64_t perGroup =
            layer.inputElements / std::max<std::int64_t>(1, layer.product.products);
        product.inputElements = std::clamp<std::int64_t>(perGroup, 1, product.m * product.k);
        product.postOperations = layer.postOperations;
        workload.products.push_back(product);
    }
    return workload;
}

std::vector<LayerBits> widthsOf(const Network& network, const Assignment& assignment) {
    std::vector<LayerBits> widths;
    for (const Layer& layer : network.layers()) {
        const LayerFormats& formats = assignment.at(static_cast<std::size_t>(layer.index.value));
        const auto width = [&](const FormatPtr& format, const char* what) {
            if (!format)
                throw UsageError(
                    "layer \"" + layer.name + "\": " + what +
                    " are floating point; the accelerator needs formats of at most 8 bits");
            if (format->bits() > 8)
                throw UsageError("layer \"" + layer.name + "\": " + what + " have " +
                                 std::to_string(format->bits()) +
                                 " bits; the accelerator takes at most 8");
            return format->bits();
        };
        widths.push_back(
            {width(formats.weights, "weights"), width(formats.activations, "activations")});
    }
    return widths;
}

HardwareCostFunction hardwareCost(const Network& network, const std::string& hardware) {
    const auto simulator = std::make_shared<Simulator>(loadAccelerator(hardware));
    const double area = simulator->area().total().squareMicrometres();
    return [simulator, area, &network](const std::vector<LayerBits>& bits) {
        const Cost cost = simulator->total(workloadOf(network, bits));
        return HardwareCost{cost.energy.total().picojoules(), simulator->seconds(cost.cycles),
                            area};
    };
}

std::string hardwareText(const std::string& hardware) {
    return hardware.empty() ? std::string() : acceleratorToJson(loadAccelerator(hardware)).dump();
}

}  // namespace lpstudio
