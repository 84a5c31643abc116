#include "core/network/layer.h"

#include <algorithm>
#include <set>
#include <string_view>

namespace lpstudio {
namespace {

/// "layer1.0.downsample.0" -> "layer1.0.downsample"; the last component names the layer itself.
std::string parentOf(std::string_view name) {
    const auto dot = name.rfind('.');
    return std::string(dot == std::string_view::npos ? std::string_view() : name.substr(0, dot));
}

/// "3", "encoder_layer_3".
bool isNumbered(std::string_view component) {
    const auto digits = component.find_last_not_of("0123456789") + 1;
    return digits < component.size() && (digits == 0 || component[digits - 1] == '_');
}

/// Name up to and with its last numbered component; empty if there is none.
std::string numberedPrefix(const std::string& name) {
    for (auto end = name.size(); end > 0;) {
        const auto dot = name.rfind('.', end - 1);
        const auto begin = dot == std::string::npos ? 0 : dot + 1;
        if (isNumbered(std::string_view(name).substr(begin, end - begin)))
            return name.substr(0, end);
        end = dot == std::string::npos ? 0 : dot;
    }
    return {};
}

/// The block of a layer: up to the last numbered component of its module. Numbers at the end of the
/// name are places in a sequence of bare layers ("features.2.conv.1.0", a convolution of the block
/// "features.2"), unless no other component is numbered ("features.0.0").
std::string blockKey(const std::string& name) {
    std::string sequence = name;
    while (!sequence.empty() &&
           sequence.find_first_not_of("0123456789", sequence.rfind('.') + 1) == std::string::npos)
        sequence = parentOf(sequence);
    std::string key = sequence == name ? std::string() : numberedPrefix(sequence);
    return key.empty() ? numberedPrefix(parentOf(name)) : key;
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
        std::string key = layer.isProduct() ? numberedPrefix(plain) : blockKey(plain);
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
