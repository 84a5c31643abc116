#include <gtest/gtest.h>
#include <malloc.h>
#include <sys/resource.h>

#include <cstdio>

#include "core/search/batch_scoring.h"
#include "core/study/session.h"
#include "tests/core/network/test_models.h"

// A network of the size of ViT-B/16 (86 million parameters, 224x224) with random weights: that it
// is scored within 6 GiB, and that memory does not grow with the candidates. In a program of its
// own, for the most memory a process ever held cannot be taken back.

using namespace lpstudio;
using namespace lpstudio::test;

namespace {

constexpr int kBlocks = 12, kWidth = 768, kHeads = 12, kClasses = 1000;
constexpr std::size_t kImages = 16;

std::filesystem::path vitB() {
    std::vector<std::pair<std::string, std::vector<std::int64_t>>> parameters{
        {"embed", {kWidth, 3, 16, 16}},
        {"position", {1, 196, kWidth}},
        {"head", {kClasses, kWidth}}};
    // Of random weights all tokens grow alike; the factor keeps softmax and GELU where they bend.
    const std::string normal = "torch.layer_norm(x, [768]) * 0.1";
    std::string body =
        "    x = torch.flatten(torch.conv2d(x, self.embed, None, [16, 16]), 2).transpose(1, 2)\n"
        "    x = x + self.position\n";
    for (int i = 0; i < kBlocks; ++i) {
        const std::string block = "block" + std::to_string(i) + "_";
        for (const auto& [name, rows, columns] :
             {std::tuple{"qkv", 3 * kWidth, kWidth}, std::tuple{"out", kWidth, kWidth},
              std::tuple{"up", 4 * kWidth, kWidth}, std::tuple{"down", kWidth, 4 * kWidth}})
            parameters.push_back({block + name, {rows, columns}});
        body += "    q, k, v = torch.linear(" + normal + ", self." + block +
                "qkv).reshape([-1, 196, 3, 12, 64]).permute([2, 0, 3, 1, 4]).unbind(0)\n"
                "    a = torch.softmax(torch.matmul(q, k.transpose(-2, -1)) * 0.125, -1)\n"
                "    x = x + torch.linear(torch.matmul(a, v).transpose(1, 2).reshape([-1, 196, "
                "768]), self." +
                block + "out)\n    x = x + torch.linear(torch.gelu(torch.linear(" + normal +
                ", self." + block + "up)), self." + block + "down)\n";
    }
    body += "    return torch.linear(torch.mean(" + normal + ", [1]), self.head)\n";
    return scriptedNet("vit_b", body, parameters, {3, 224, 224});
}

std::size_t mostBytesEver() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<std::size_t>(usage.ru_maxrss) * 1024;
}

/// Resident memory after each candidate.
class MemoryLog final : public SearchObserver {
public:
    void onScored(const ScoredCandidate& c) override {
        bytes.push_back(residentBytes());
        std::printf("candidate %lld: %.2f bits, contrast %.4f, %.1f s, %zu MiB\n",
                    static_cast<long long>(c.id.value), c.meanWeightBits, c.contrast, c.seconds,
                    bytes.back() >> 20);
        std::fflush(stdout);
    }
    std::vector<std::size_t> bytes;
};

}  // namespace

TEST(LargeNetworkSlow, OfViTBSizeIsScoredWithinSixGibibytes) {
    // As the programs do.
    mallopt(M_MMAP_THRESHOLD, 1 << 30);
    const auto file = vitB();
    const Network network = Network::load(file, readCard(cardPath(file)));
    std::int64_t parameters = 0;
    for (const Layer& layer : network.layers()) parameters += layer.parameters;
    EXPECT_GT(parameters, 85'000'000);
    EXPECT_EQ(network.layers().size(), std::size_t{2 + kBlocks * 6});

    const ImageSet set = randomSet(network.card(), kClasses, kImages);
    SearchSettings settings;
    settings.images = kImages;
    settings.start = StartKind::Random;
    settings.common.population = 4;
    settings.common.maxCandidates = 14;
    settings.lpq.diversity = 4;
    SearchSession session(network, set, settings);
    MemoryLog log;
    const SearchResult result = session.run(log);
    ASSERT_EQ(result.candidates.size(), 14U);
    for (const ScoredCandidate& c : result.candidates) EXPECT_TRUE(std::isfinite(c.contrast));
    std::printf("most memory ever: %zu MiB\n", mostBytesEver() >> 20);
    EXPECT_LT(mostBytesEver(), std::size_t{6} << 30);
    // Once the caches are full nothing more is taken.
    EXPECT_LT(log.bytes.back(), log.bytes[6] + (std::size_t{200} << 20));
}
