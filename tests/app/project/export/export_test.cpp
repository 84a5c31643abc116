#include "app/project/export/export.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <nlohmann/json.hpp>
#include <random>
#include <set>
#include <sstream>

#include "app/project/export/codes_file.h"
#include "app/project/export/config.h"
#include "app/project/export/memory_image.h"
#include "core/base/paths.h"
#include "core/number/lp.h"
#include "tests/core/network/test_models.h"
#include "tests/temp_dir.h"

using namespace lpstudio;
using test::TempDir;

namespace {

namespace fs = std::filesystem;

std::string contentOf(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

const Network& network() {
    static const fs::path file = fs::path(LPSTUDIO_SOURCE_DIR) / "resources/example/fashion_vit.pt";
    static const Network loaded = Network::load(file, readCard(cardPath(file)));
    return loaded;
}

/// Widths of all sorts, so that words straddle bytes.
Config mixedConfig(const Network& network, unsigned seed = 1) {
    std::mt19937 random(seed);
    Config config;
    config.modelName = network.name();
    config.modelSha256 = network.sha256();
    for (const Layer& layer : network.layers()) {
        const int n = 2 + static_cast<int>(random() % 7);
        const int es = static_cast<int>(
            random() % static_cast<unsigned>(LpParameters::maxExponentSize(n) + 1));
        const int rs = 1 + static_cast<int>(random() % static_cast<unsigned>(n - 1));
        const double sf = layer.isProduct() ? 0.25 : -std::log2(layer.weightRms);
        config.layers.push_back(
            {layer.name, LpFormat({n, es, rs, sf}).spec(), "lp:8,1,5,0.5", false, {}});
    }
    return config;
}

Assignment assignmentOf(const Config& config) {
    return assignmentOf(config, network(), "test");
}

std::vector<float> quantized(const Network& network, const Layer& layer, const Format& format) {
    const auto weights = network.weights(layer.index);
    std::vector<float> result(weights.size());
    format.quantizer(Rounding::Nearest).quantize(weights, result, "weights");
    return result;
}

TEST(LayerCodes, ArePackedFromTheLowestBitOn) {
    LayerCodes codes;
    codes.bits = 3;
    codes.words = {0b101, 0b010, 0b111, 0b001};
    // 0b001'111'010'101
    EXPECT_EQ(packed(codes), (std::vector<std::uint8_t>{0b11010101, 0b0011}));
}

TEST(LayerCodes, AndTheirCodebookAreTheQuantizedWeights) {
    for (const char* spec : {"lp:5,1,3,3", "int:4@0.02", "posit:6,1@0.1", "nf4@0.3"}) {
        const FormatPtr format = parseFormat(spec);
        const Layer& layer = network().layers().front();
        const LayerCodes codes = layerCodes(network(), layer.index, *format, Rounding::Nearest);
        const std::vector<float> wanted = quantized(network(), layer, *format);
        ASSERT_EQ(codes.words.size(), wanted.size());
        for (std::size_t i = 0; i < wanted.size(); ++i)
            ASSERT_EQ(codes.codebook[codes.words[i]], wanted[i]) << spec;
    }
}

TEST(CodesFile, HasTheSizeTheChartsShow) {
    const TempDir dir;
    const Config config = mixedConfig(network());
    const Assignment assignment = assignmentOf(config);
    writeCodesFile(network(), assignment, Rounding::Nearest, dir / "c.safetensors");
    const std::string file = contentOf(dir / "c.safetensors");
    std::uint64_t header = 0;
    std::memcpy(&header, file.data(), sizeof header);
    double bytes = 4.0 * static_cast<double>(network().otherParameters());
    for (const Layer& layer : network().layers()) {
        const int n = assignment[static_cast<std::size_t>(layer.index.value)].weights->bits();
        bytes += std::ceil(static_cast<double>(n * layer.parameters) / 8);
    }
    EXPECT_EQ(static_cast<double>(file.size() - 8 - header), bytes);
    EXPECT_EQ(header % 8, 0U);
    // Every byte of the data section belongs to one tensor.
    std::vector<std::pair<std::uint64_t, std::uint64_t>> ranges;
    const auto json = nlohmann::json::parse(file.substr(8, header));
    for (const auto& [name, entry] : json.items())
        if (name != "__metadata__")
            ranges.emplace_back(entry["data_offsets"][0], entry["data_offsets"][1]);
    std::sort(ranges.begin(), ranges.end());
    std::uint64_t end = 0;
    for (const auto& [first, last] : ranges) {
        EXPECT_EQ(first, end);
        end = last;
    }
    EXPECT_EQ(end, file.size() - 8 - header);
}

TEST(CodesFile, IsReadByThePythonReaderToTheExactTensors) {
    if (std::system("/usr/bin/python3 -c 'import numpy' 2>/dev/null") != 0)
        GTEST_SKIP() << "needs python3-numpy, which ./dev test installs";
    const TempDir dir;
    const Config config = mixedConfig(network(), 7);
    const Assignment assignment = assignmentOf(config);
    writeCodesFile(network(), assignment, Rounding::Nearest, dir / "c.safetensors");
    const std::string command =
        "/usr/bin/python3 '" LPSTUDIO_SOURCE_DIR "/resources/python/lpstudio_codes.py' '" +
        (dir / "c.safetensors").string() + "' '" + (dir / "tensors").string() + "'";
    ASSERT_EQ(std::system(command.c_str()), 0);
    std::size_t read = 0;
    for (const Layer& layer : network().layers()) {
        if (layer.isProduct()) continue;
        const auto& format = assignment[static_cast<std::size_t>(layer.index.value)].weights;
        const std::vector<float> wanted = quantized(network(), layer, *format);
        const std::string npy = contentOf(dir / ("tensors/" + layer.name + ".weight.npy"));
        ASSERT_GE(npy.size(), wanted.size() * sizeof(float)) << layer.name;
        EXPECT_EQ(std::memcmp(npy.data() + npy.size() - wanted.size() * sizeof(float),
                              wanted.data(), wanted.size() * sizeof(float)),
                  0)
            << layer.name;
        ++read;
    }
    EXPECT_GT(read, 10U);
}

// A reader of its own for $readmemh: lines of hexadecimal digits, // comments.
std::vector<std::vector<std::uint8_t>> readMemory(const std::string& text) {
    std::vector<std::vector<std::uint8_t>> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) {
        line.resize(std::min(line.size(), line.find("//")));
        if (line.empty()) continue;
        std::vector<std::uint8_t> words;
        for (std::size_t at = line.size(); at >= 2; at -= 2)
            words.push_back(
                static_cast<std::uint8_t>(std::stoul(line.substr(at - 2, 2), nullptr, 16)));
        lines.push_back(std::move(words));
    }
    return lines;
}

/// Convolutions of all sorts and linear layers, weights (O, I/groups, ...).
void expectLanesAreWeights(const Network& network, const Layer& layer, const Format& format) {
    const MemoryImage image =
        memoryImage(network, layer.index, format, Rounding::Nearest, loadAccelerator("lpa-8x8"));
    const auto lines = readMemory(readmemhText(image, layer, format));
    ASSERT_EQ(static_cast<std::int64_t>(lines.size()), image.lines());
    // The decoder is told the mode, not the width.
    LpParameters lane = *lpParameters(format);
    lane.n = image.mode;
    std::vector<float> valueOf(std::size_t{1} << image.mode);
    for (const CodePoint& point : LpFormat(lane).codebook())
        valueOf[point.word] = static_cast<float>(point.value);
    const std::vector<float> wanted = quantized(network, layer, format);
    const std::int64_t outputs = layer.weightShape[0] / layer.groups, p = 8 / image.mode;
    const std::int64_t steps = layer.parameters / layer.weightShape[0];
    const std::int64_t rowTiles = (steps + 7) / 8, columnTiles = (outputs + 8 * p - 1) / (8 * p);
    std::size_t nonZero = 0;
    for (std::int64_t channel = 0; channel < layer.weightShape[0]; ++channel)
        for (std::int64_t k = 0; k < steps; ++k) {
            const std::int64_t group = channel / outputs, n = channel % outputs;
            const std::int64_t fold = (group * columnTiles + n / (8 * p)) * rowTiles + k / 8;
            const std::uint8_t word = lines[static_cast<std::size_t>(fold * 8 + k % 8)]
                                           [static_cast<std::size_t>(n % (8 * p) / p)];
            const auto code =
                static_cast<std::size_t>(word >> (n % p * image.mode)) & (valueOf.size() - 1);
            ASSERT_EQ(valueOf[code], wanted[static_cast<std::size_t>(channel * steps + k)])
                << layer.name << " channel " << channel << " step " << k;
            nonZero += valueOf[code] != 0 ? 1 : 0;
        }
    // All other PEs hold nothing.
    for (const auto& line : lines)
        for (const std::uint8_t word : line)
            for (std::int64_t at = 0; at < p; ++at)
                if ((word >> (at * image.mode) & (valueOf.size() - 1)) != 0) --nonZero;
    EXPECT_EQ(nonZero, 0U);
}

TEST(MemoryImage, DecodedLaneByLaneIsTheQuantizedWeight) {
    const std::filesystem::path convNet = test::convNet().file;
    const Network convolutions = Network::load(convNet, readCard(cardPath(convNet)));
    std::set<LayerKind> kinds;
    for (const Network* each : {&network(), &convolutions}) {
        const Config config = mixedConfig(*each, 3);
        const Assignment assignment = assignmentOf(config, *each, "test");
        for (const Layer& layer : each->layers()) {
            if (layer.isProduct()) continue;
            expectLanesAreWeights(*each, layer,
                                  *assignment[static_cast<std::size_t>(layer.index.value)].weights);
            kinds.insert(layer.kind);
        }
    }
    EXPECT_EQ(kinds.size(), 4U);  // plain, grouped, depthwise, linear
}

TEST(MemoryImage, AppendedZerosKeepAnLpCodesValue) {
    for (int n = 2; n < 8; ++n)
        for (int lane = n + 1; lane <= 8; ++lane)
            for (int es = 0; es <= LpParameters::maxExponentSize(n); ++es)
                for (int rs = 1; rs < n; ++rs)
                    for (std::uint32_t code = 1; code < 1U << (n - 1); ++code)
                        ASSERT_EQ(lpLog2(code << (lane - n), lane, es, rs), lpLog2(code, n, es, rs))
                            << n << ' ' << lane << ' ' << es << ' ' << rs << ' ' << code;
}

TEST(MemoryImage, RefusesWhatTheArrayCannotHold) {
    const LayerIndex first(0);
    const auto message = [&](const char* spec, const char* hardware) {
        return test::errorOf([&] {
            memoryImage(network(), first, *parseFormat(spec), Rounding::Nearest,
                        loadAccelerator(hardware));
        });
    };
    const std::string& name = network().layers()[0].name;
    test::expectMessage(message("int:4@1", "lpa-8x8"), {name.c_str(), "LP format"});
    test::expectMessage(message("lp:9,1,3,0", "lpa-8x8"), {name.c_str()});
    test::expectMessage(message("lp:4,1,3,0", "ant-8x8"), {"ant-8x8", "lpa-8x8"});
}

ExportOptions everything() {
    ExportOptions options;
    options.what = {kExportKinds, kExportKinds + 5};
    options.activationsInGraph = true;
    options.stem = "all";
    return options;
}

TEST(ExportConfig, WritesEveryKindAndReplacesOldFiles) {
    const TempDir dir;
    const Config config = mixedConfig(network());
    const auto files = exportConfig(network(), config, everything(), dir / "new/folder");
    std::size_t weights = 0;
    for (const Layer& layer : network().layers()) weights += layer.isProduct() ? 0 : 1;
    // config, csv, codes, pt with card, an image a layer and their index
    EXPECT_EQ(files.size(), 5 + weights + 1);
    for (const fs::path& file : files) EXPECT_TRUE(fs::is_regular_file(file)) << file;
    const std::string before = contentOf(files[0]);
    dir.write("new/folder/all.memory/stale.hex", "00");
    EXPECT_EQ(exportConfig(network(), config, everything(), dir / "new/folder"), files);
    EXPECT_EQ(contentOf(files[0]), before);
    EXPECT_FALSE(fs::exists(dir / "new/folder/all.memory/stale.hex"));
    // Nothing but the files and folders named.
    EXPECT_EQ(std::distance(fs::directory_iterator(dir / "new/folder"), {}), 6);
}

TEST(ExportConfig, LeavesNothingWhenOneKindFails) {
    const TempDir dir;
    Config config = mixedConfig(network());
    config.layers[0].weights = "int:4@0.1";
    const std::string message =
        test::errorOf([&] { exportConfig(network(), config, everything(), dir / "folder"); });
    test::expectMessage(message, {config.layers[0].name.c_str(), "LP"});
    EXPECT_FALSE(fs::exists(dir / "folder"));
    std::stop_source stop;
    stop.request_stop();
    EXPECT_THROW(exportConfig(network(), mixedConfig(network()), everything(), dir / "folder",
                              stop.get_token()),
                 Cancelled);
    EXPECT_FALSE(fs::exists(dir / "folder"));
    dir.write("file", "");
    test::expectMessage(test::errorOf([&] {
                            exportConfig(network(), mixedConfig(network()), everything(),
                                         dir / "file/folder");
                        }),
                        {"file/folder", "another folder"});
}

TEST(ExportConfig, LeavesNothingWhenTheDiskIsFull) {
    // A limit of the file size fails a write as a full disk does.
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
    const TempDir dir;
    const Config config = mixedConfig(network());
    for (const ExportKind kind : kExportKinds) {
        ExportOptions options;
        options.what = {kind};
        rlimit small = before;
        small.rlim_cur = 1500;
        ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
        const std::string message =
            test::errorOf([&] { exportConfig(network(), config, options, dir / "folder"); });
        ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &before), 0);
        test::expectMessage(message, {"folder", "cannot be written"});
        EXPECT_FALSE(fs::exists(dir / "folder")) << exportKindName(kind);
    }
}

TEST(ExportConfig, LeavesTheOldFilesWhenOneCannotBeReplaced) {
    const TempDir dir;
    const Config config = mixedConfig(network());
    for (const auto& [name, folder] : {std::pair("all.pt", true), std::pair("all.memory", false),
                                       std::pair("all.config.json", true)}) {
        const fs::path to = dir / (std::string("to-") + name);
        fs::create_directories(to);
        std::ofstream(to / "all.layers.csv") << "old";
        std::ofstream(to / "all.codes.safetensors") << "old";
        if (folder)
            std::ofstream((fs::create_directories(to / name), to / name / "mine")) << "mine";
        else
            std::ofstream(to / name) << "mine";
        test::expectMessage(
            test::errorOf([&] { exportConfig(network(), config, everything(), to); }),
            {name, "cannot be replaced"});
        EXPECT_EQ(contentOf(to / "all.layers.csv"), "old");
        EXPECT_EQ(contentOf(to / "all.codes.safetensors"), "old");
        EXPECT_EQ(contentOf(folder ? to / name / "mine" : to / name), "mine");
        EXPECT_EQ(std::distance(fs::directory_iterator(to), {}), 3);
    }
}

TEST(ExportConfig, TableOfLayersHoldsAllOfThem) {
    const TempDir dir;
    const Config config = mixedConfig(network());
    ExportOptions options;
    options.what = {ExportKind::Csv};
    const auto files = exportConfig(network(), config, options, dir.path());
    std::istringstream in(contentOf(files.at(0)));
    std::string line;
    std::getline(in, line);
    const auto columns = std::count(line.begin(), line.end(), ',');
    for (const Layer& layer : network().layers()) {
        ASSERT_TRUE(std::getline(in, line));
        EXPECT_TRUE(line.starts_with(std::to_string(layer.index.value) + "," + layer.name + ","));
        bool quoted = false;
        std::ptrdiff_t fields = 0;
        for (const char c : line) {
            if (c == '"') quoted = !quoted;
            if (c == ',' && !quoted) ++fields;
        }
        EXPECT_EQ(fields, columns) << line;
    }
    EXPECT_FALSE(std::getline(in, line));
}

TEST(ExportKinds, AreReadByName) {
    for (const ExportKind kind : kExportKinds)
        EXPECT_EQ(parseExportKind(exportKindName(kind)), kind);
    test::expectMessage(test::errorOf([] { parseExportKind("onnx"); }), {"onnx", "torchscript"});
}

}  // namespace
