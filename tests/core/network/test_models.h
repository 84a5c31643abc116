#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "core/network/network.h"

namespace lpstudio::test {

/// A folder that goes with the process.
const std::filesystem::path& scratch();

/// A small convolutional classifier on 3x8x8 images, 5 classes, written as TorchScript with its
/// card: conv1 (3 -> 8) with normalisation and an in-place ReLU, depth (depthwise 3x3), group (2
/// groups, stride 2), mean over positions, fc. Its numbers are kept for a second computation.
struct ConvNet {
    std::filesystem::path file;
    std::vector<float> conv1, scale, shift, mean, variance, depth, group, fc, fcBias;
};
const ConvNet& convNet();

/// A transformer block on 1x4x4 images (4 tokens of 4 values), 3 classes: embed (linear), two heads
/// of matmul attention, bmm, addmm head.
std::filesystem::path attentionNet();

/// Seven 3x3 convolutions (4 channels, in-place ReLU, two residual sums) and a linear layer on
/// 2x6x6 images, 4 classes. Nothing names its modules, so its blocks are runs of three layers.
std::filesystem::path residualNet();

/// Four linear layers in a row on 1x2x2 images, whose modules "fc-1", "fc_1", "fc.1" and "fc 1"
/// differ in punctuation alone.
std::filesystem::path punctuatedNet();

/// Writes a network whose forward is `body` (TorchScript, indented by four spaces) with the given
/// parameters, and a card of the given input.
std::filesystem::path scriptedNet(
    const std::string& name, const std::string& body,
    const std::vector<std::pair<std::string, std::vector<std::int64_t>>>& parameters,
    const std::vector<int>& input);

/// `count` images of the card's shape as the network takes them, drawn by the seed.
std::vector<float> randomImages(const ModelCard& card, std::size_t count, unsigned seed = 1);
/// The same as a labelled set of bytes.
ImageSet randomSet(const ModelCard& card, int classes, std::size_t count, unsigned seed = 1);

/// Logits of the file run by plain LibTorch.
std::vector<float> plainForward(const std::filesystem::path& file, const std::vector<float>& images,
                                const ModelCard& card);

}  // namespace lpstudio::test
