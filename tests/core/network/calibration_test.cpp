#include "core/network/quantization.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/base/error.h"
#include "tests/core/network/test_models.h"

namespace lpstudio::test {
namespace {

Network load(const std::filesystem::path& file) {
    return Network::load(file, readCard(cardPath(file)));
}

/// All that a table can tell, to the last bit.
std::vector<double> bitsOf(const MagnitudeTable& table) {
    std::vector<double> bits{static_cast<double>(table.size()), table.largest(), table.zeros(),
                             table.rms()};
    for (const auto sign : {MagnitudeTable::Sign::Both, MagnitudeTable::Sign::Positive,
                            MagnitudeTable::Sign::Negative}) {
        const MagnitudeTable::Sums all = table.all(sign);
        bits.insert(bits.end(), {all.count, all.sum, all.squares});
        for (double bound = 1e-3; bound < 10; bound *= 1.37)
            bits.push_back(table.countUpTo(bound, sign));
        const std::vector<double> levels{0.25, 0.5, 1, 1.5, 2};
        for (const double scale : {0.1, 0.7, 1.3})
            bits.push_back(table.squaredError(levels, scale, sign));
    }
    return bits;
}

}  // namespace

TEST(Calibration, IsTheSameToTheBitForAnyNumberOfThreads) {
    for (const auto& file : {convNet().file, attentionNet(), residualNet()}) {
        const Network network = load(file);
        // Seven batches, the last not whole; tables of more than MagnitudeTable::kExactLimit
        // entries, whose sums depend on the order.
        const auto images = randomImages(network.card(), 215);
        const Calibration one(network, images, {}, {}, 1);
        bool large = false;
        for (const int threads : {0, 2, 3, 7}) {
            const Calibration other(network, images, {}, {}, threads);
            for (const Layer& layer : network.layers()) {
                EXPECT_EQ(bitsOf(one.input(layer.index)), bitsOf(other.input(layer.index)));
                EXPECT_EQ(one.outputMeans(layer.index), other.outputMeans(layer.index));
                const FormatPtr family = parseFormat("lp:5");
                EXPECT_EQ(one.fitInput(layer.index, family)->spec(),
                          other.fitInput(layer.index, family)->spec());
                large = large || one.input(layer.index).size() > MagnitudeTable::kExactLimit;
                if (layer.isProduct()) {
                    EXPECT_EQ(bitsOf(one.operand(layer.index)), bitsOf(other.operand(layer.index)));
                }
            }
        }
        EXPECT_TRUE(large) << file;
    }
}

TEST(Calibration, TellsOfTheFirstBatchWithWhatIsNotFinite) {
    const Network network = load(convNet().file);
    const std::size_t count = 200;
    auto images = randomImages(network.card(), count);
    const std::size_t perImage = images.size() / count;
    // In the second batch only the second layer's input overflows; a later one is bad at once.
    std::fill_n(images.begin() + static_cast<std::ptrdiff_t>(40 * perImage), perImage, 3e38F);
    images[150 * perImage] = std::numeric_limits<float>::quiet_NaN();
    for (const int threads : {1, 2, 3, 7}) {
        try {
            const Calibration calibration(network, images, {}, {}, threads);
            FAIL();
        } catch (const Error& error) {
            EXPECT_NE(std::string(error.what()).find("inputs of layer \"depth\""),
                      std::string::npos)
                << error.what();
        }
    }
}

TEST(Calibration, StopsWithinABatch) {
    const Network network = load(convNet().file);
    const auto images = randomImages(network.card(), 32 * 20);
    for (const int threads : {1, 2, 7}) {
        std::stop_source source;
        int told = 0;
        EXPECT_THROW(Calibration(
                         network, images, source.get_token(),
                         [&](const Progress&) {
                             ++told;
                             source.request_stop();
                         },
                         threads),
                     Cancelled);
        EXPECT_LE(told, threads);
    }
}

}  // namespace lpstudio::test
