#include "core/model/layer.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <string_view>

namespace lpstudio {
namespace {

/// "layer1.0.downsample.0" -> "layer1.0.downsample"; the last component names the layer itself.
std::string parentOf(std::string_view name) {
    const auto dot = name.rfind('.');
    return std::string(dot == std::string_view::npos ? std::string_view() : name.substr(0, dot));
}

/// Name up to and with its last purely numeric component; empty if there is none.
std::string numericPrefix(const std::string& name) {
    for (auto end = name.size(); end > 0;) {
        const auto dot = name.rfind('.', end - 1);
        const auto begin = dot == std::string::npos ? 0 : dot + 1;
        const std::string_view component(name.data() + begin, end - begin);
        if (!component.empty() && std::all_of(component.begin(), component.end(),
                                              [](unsigned char c) { return std::isdigit(c) != 0; }))
            return name.substr(0, end);
        end = dot == std::string::npos ? 0 : dot;
    }
    return {};
}

}  // namespace

const char* kindName(LayerKind kind) {
    switch (kind) {
        case LayerKind::Convolution:
            return "convolution";
        case LayerKind::GroupedConvolution:
            return "grouped convolution";
        case LayerKind::DepthwiseConvolution:
            return "depthwise convolution";
        case LayerKind::TransposedConvolution:
            return "transposed convolution";
        case LayerKind::Linear:
            return "linear";
        case LayerKind::Matmul:
            return "matmul";
        case LayerKind::Bmm:
            return "bmm";
    }
    return "";
}

void assignBlocks(std::vector<Layer>& layers) {
    // An attention product carries its module's own name ("blocks.0.attn"), which then is the
    // parent of qkv and proj.
    std::set<std::string> attention;
    for (const Layer& layer : layers)
        if (layer.isProduct()) attention.insert(layer.name.substr(0, layer.name.find('#')));

    int block = -1, run = 0;
    std::string previous;
    for (Layer& layer : layers) {
        const std::string plain = layer.name.substr(0, layer.name.find('#'));
        std::string key = numericPrefix(layer.isProduct() ? plain : parentOf(plain));
        if (!key.empty()) {
            const bool hasAttention = std::any_of(
                attention.begin(), attention.end(),
                [&](const std::string& module) { return module.starts_with(key + "."); });
            const bool inAttention =
                std::any_of(attention.begin(), attention.end(), [&](const std::string& module) {
                    return plain == module || plain.starts_with(module + ".");
                });
            if (hasAttention && !attention.contains(key))
                key += inAttention ? " attention" : " MLP";
        }
        const bool continues = block >= 0 && key == previous && (!key.empty() || run < 3);
        if (!continues) {
            ++block;
            run = 0;
        }
        ++run;
        previous = key;
        layer.block = block;
        layer.blockName = key.empty() ? "layers from " + layer.name : key;
        if (key.empty() && run > 1) {
            const auto& first = *std::find_if(layers.begin(), layers.end(), [&](const Layer& l) {
                return &l != &layer && l.block == block;
            });
            layer.blockName = first.blockName;
        }
    }
}

}  // namespace lpstudio
