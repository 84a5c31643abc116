#include "tests/core/network/test_models.h"

#include <ATen/ATen.h>
#include <torch/csrc/jit/api/module.h>
#include <torch/csrc/jit/serialization/import.h>

#include <cstdlib>
#include <fstream>
#include <random>

namespace lpstudio::test {
namespace {

namespace fs = std::filesystem;
using torch::jit::Module;

at::Tensor randomTensor(at::IntArrayRef shape, float scale) {
    return at::randn(shape, at::kFloat).mul(scale);
}

std::vector<float> floats(const at::Tensor& t) {
    const at::Tensor plain = t.contiguous();
    return {plain.data_ptr<float>(), plain.data_ptr<float>() + plain.numel()};
}

/// A sub-module with a weight whose forward is one line.
Module part(const std::string& type, const at::Tensor& weight, const std::string& expression) {
    Module module(type);
    module.register_parameter("weight", weight, false);
    module.define("def forward(self, x):\n    return " + expression + "\n");
    return module;
}

fs::path save(const Module& module, const std::string& name, const std::vector<int>& input) {
    const fs::path file = scratch() / (name + ".pt");
    module.save(file.string());
    std::ofstream(cardPath(file)) << "{\"input\": [" << input[0] << ", " << input[1] << ", "
                                  << input[2] << "]}";
    return file;
}

}  // namespace

const fs::path& scratch() {
    static const struct Folder {
        Folder() {
            std::string pattern = (fs::temp_directory_path() / "lpstudio-models-XXXXXX").string();
            path = mkdtemp(pattern.data());
        }
        ~Folder() { fs::remove_all(path); }
        fs::path path;
    } folder;
    return folder.path;
}

const ConvNet& convNet() {
    static const ConvNet net = [] {
        at::manual_seed(1);
        ConvNet n;
        const at::Tensor conv1 = randomTensor({8, 3, 3, 3}, 0.3F),
                         depth = randomTensor({8, 1, 3, 3}, 0.3F),
                         group = randomTensor({12, 4, 3, 3}, 0.2F),
                         fc = randomTensor({5, 12}, 0.5F), bias = randomTensor({5}, 0.1F),
                         scale = at::rand({8}).add(0.5), shift = randomTensor({8}, 0.2F),
                         mean = randomTensor({8}, 0.2F), variance = at::rand({8}).add(0.5);
        n.conv1 = floats(conv1);
        n.depth = floats(depth);
        n.group = floats(group);
        n.fc = floats(fc);
        n.fcBias = floats(bias);
        n.scale = floats(scale);
        n.shift = floats(shift);
        n.mean = floats(mean);
        n.variance = floats(variance);
        Module norm("Norm");
        norm.register_parameter("weight", scale, false);
        norm.register_parameter("bias", shift, false);
        norm.register_buffer("mean", mean);
        norm.register_buffer("variance", variance);
        norm.define(
            "def forward(self, x):\n    return torch.batch_norm(x, self.weight, self.bias, "
            "self.mean, self.variance, False, 0.1, 1e-5, False)\n");
        Module last("Linear");
        last.register_parameter("weight", fc, false);
        last.register_parameter("bias", bias, false);
        last.define("def forward(self, x):\n    return torch.linear(x, self.weight, self.bias)\n");
        Module root("ConvNet");
        root.register_module(
            "conv1",
            part("Conv1", conv1, "torch.conv2d(x, self.weight, None, [1, 1], [1, 1], [1, 1], 1)"));
        root.register_module("norm", norm);
        root.register_module(
            "depth",
            part("Depth", depth, "torch.conv2d(x, self.weight, None, [1, 1], [1, 1], [1, 1], 8)"));
        root.register_module(
            "group",
            part("Group", group, "torch.conv2d(x, self.weight, None, [2, 2], [1, 1], [1, 1], 2)"));
        root.register_module("fc", last);
        root.define(R"(
def forward(self, x):
    x = torch.relu_(self.norm.forward(self.conv1.forward(x)))
    x = torch.relu(self.depth.forward(x))
    x = torch.relu(self.group.forward(x))
    return self.fc.forward(torch.mean(x, [2, 3]))
)");
        n.file = save(root, "convnet", {3, 8, 8});
        return n;
    }();
    return net;
}

fs::path attentionNet() {
    static const fs::path file = [] {
        at::manual_seed(2);
        Module attention("Attention");
        attention.register_module(
            "qkv", part("Qkv", randomTensor({24, 8}, 0.5F), "torch.linear(x, self.weight)"));
        attention.define(R"(
def forward(self, x):
    b = x.size(0)
    n = x.size(1)
    qkv = self.qkv.forward(x).reshape([b, n, 3, 2, 4]).permute([2, 0, 3, 1, 4])
    scores = torch.softmax(torch.matmul(qkv[0], qkv[1].transpose(2, 3)) * 0.5, -1)
    y = torch.matmul(scores, qkv[2]).transpose(1, 2).reshape([b, n, 8])
    return torch.bmm(torch.softmax(torch.bmm(y, y.transpose(1, 2)), -1), y)
)");
        Module block("Block");
        block.register_module("attn", attention);
        block.register_module("fc1", part("Fc1", randomTensor({16, 8}, 0.4F),
                                          "torch.gelu(torch.linear(x, self.weight))"));
        block.register_module(
            "fc2", part("Fc2", randomTensor({8, 16}, 0.4F), "torch.linear(x, self.weight)"));
        block.define(
            "def forward(self, x):\n    x = x + self.attn.forward(x)\n    return x + "
            "self.fc2.forward(self.fc1.forward(x))\n");
        Module blocks("Blocks");
        blocks.register_module("0", block);
        blocks.define("def forward(self, x):\n    return getattr(self, \"0\").forward(x)\n");
        Module head("Head");
        head.register_parameter("weight", randomTensor({8, 3}, 0.7F), false);
        head.register_parameter("bias", randomTensor({3}, 0.1F), false);
        head.define("def forward(self, x):\n    return torch.addmm(self.bias, x, self.weight)\n");
        Module root("Transformer");
        root.register_module(
            "embed", part("Embed", randomTensor({8, 4}, 0.8F), "torch.linear(x, self.weight)"));
        root.register_module("blocks", blocks);
        root.register_module("head", head);
        root.define(R"(
def forward(self, x):
    x = self.embed.forward(x.reshape([x.size(0), 4, 4]))
    return self.head.forward(torch.mean(self.blocks.forward(x), [1]))
)");
        return save(root, "attention", {1, 4, 4});
    }();
    return file;
}

fs::path residualNet() {
    static const fs::path file = [] {
        const auto conv = [](const char* weight, const char* input) {
            return std::string("torch.conv2d(") + input + ", self." + weight +
                   ", None, [1, 1], [1, 1], [1, 1], 1)";
        };
        std::vector<std::pair<std::string, std::vector<std::int64_t>>> parameters{
            {"a", {4, 2, 3, 3}}, {"h", {4, 4}}};
        for (const char* name : {"b", "c", "d", "e", "f", "g"})
            parameters.push_back({name, {4, 4, 3, 3}});
        return scriptedNet(
            "residual",
            "    x = torch.relu_(" + conv("a", "x") + ")\n" + "    y = torch.relu_(" +
                conv("b", "x") + ")\n" + "    x = torch.relu_(" + conv("c", "y") + ".add_(x))\n" +
                "    y = torch.relu_(" + conv("d", "x") + ")\n" + "    y = torch.relu_(" +
                conv("e", "y") + ")\n" + "    x = torch.relu_(" + conv("f", "y") + ".add_(x))\n" +
                "    x = torch.relu_(" + conv("g", "x") + ")\n" +
                "    return torch.linear(torch.mean(x, [2, 3]), self.h)\n",
            parameters, {2, 6, 6});
    }();
    return file;
}

fs::path punctuatedNet() {
    static const fs::path file = [] {
        at::manual_seed(4);
        const auto linear = [](const std::string& type) {
            return part(type, randomTensor({4, 4}, 0.6F), "torch.linear(x, self.weight)");
        };
        Module inner("Inner");
        inner.register_module("1", linear("Dotted"));
        inner.define("def forward(self, x):\n    return getattr(self, \"1\").forward(x)\n");
        Module root("Punctuated");
        root.register_module("fc-1", linear("Dashed"));
        root.register_module("fc_1", linear("Underlined"));
        root.register_module("fc", inner);
        root.register_module("fc 1", linear("Spaced"));
        root.define(R"(
def forward(self, x):
    x = torch.relu(getattr(self, "fc-1").forward(x.flatten(1)))
    x = torch.tanh(self.fc_1.forward(x))
    x = torch.tanh(self.fc.forward(x))
    return getattr(self, "fc 1").forward(x)
)");
        return save(root, "punctuated", {1, 2, 2});
    }();
    return file;
}

fs::path scriptedNet(
    const std::string& name, const std::string& body,
    const std::vector<std::pair<std::string, std::vector<std::int64_t>>>& parameters,
    const std::vector<int>& input) {
    at::manual_seed(3);
    Module root("Net");
    for (const auto& [parameter, shape] : parameters)
        root.register_parameter(parameter, randomTensor(shape, 0.3F), false);
    root.define("def forward(self, x):\n" + body);
    return save(root, name, input);
}

std::vector<float> randomImages(const ModelCard& card, std::size_t count, unsigned seed) {
    std::mt19937 random(seed);
    std::normal_distribution<float> normal;
    std::vector<float> images(count * static_cast<std::size_t>(card.channels) *
                              static_cast<std::size_t>(card.height) *
                              static_cast<std::size_t>(card.width));
    for (float& x : images) x = normal(random);
    return images;
}

ImageSet randomSet(const ModelCard& card, int classes, std::size_t count, unsigned seed) {
    std::mt19937 random(seed);
    ImageSet set{"random", card.channels, card.height, card.width, {}, {}, {}, {}};
    for (std::size_t i = 0; i < count * set.imageElements(); ++i)
        set.bytes.push_back(static_cast<std::uint8_t>(random()));
    for (std::size_t i = 0; i < count; ++i) set.labels.push_back(static_cast<int>(i) % classes);
    return set;
}

std::vector<float> plainForward(const fs::path& file, const std::vector<float>& images,
                                const ModelCard& card) {
    Module module = torch::jit::load(file.string());
    module.eval();
    const at::NoGradGuard noGradient;
    const std::int64_t perImage = std::int64_t{card.channels} * card.height * card.width;
    const at::Tensor input = at::from_blob(const_cast<float*>(images.data()),
                                           {static_cast<std::int64_t>(images.size()) / perImage,
                                            card.channels, card.height, card.width},
                                           at::kFloat);
    return floats(module.forward({input}).toTensor());
}

}  // namespace lpstudio::test
