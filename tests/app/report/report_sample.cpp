#include "tests/app/report/report_sample.h"

#include <gtest/gtest.h>

#include <QLocale>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <iterator>

#include "core/number/lp.h"
#include "core/number/magnitude_table.h"

namespace lpstudio::test {
namespace {

/// The reports of these tests are read in the United States.
class AmericanReader final : public testing::Environment {
    void SetUp() override { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
};
[[maybe_unused]] const testing::Environment* const kReader =
    testing::AddGlobalTestEnvironment(new AmericanReader);

ReportDistribution distribution(const std::string& layer) {
    std::vector<float> weights;
    for (int i = 0; i < 2000; ++i) weights.push_back(std::sin(static_cast<float>(i)) * 0.1f);
    const DistributionLayer one{QString::fromStdString(layer), weights};
    const FormatPtr format = parseFormat("lp:4")->fit(MagnitudeTable(weights));
    return {layer,  "%1 of the model's weight bits",
            0.4,    distributionData({&one, 1}),
            format, measure(format->quantizer(Rounding::Nearest), weights, layer)};
}

void estimate(ReportInput& input, int layers) {
    input.accelerator = loadAccelerator("lpa-8x8");
    input.hardware = input.runHardware = "lpa-8x8";
    Workload workload{"testnet", {}};
    for (int i = 0; i < layers; ++i) {
        MatrixProduct product;
        product.name = input.chosen.front().layers[static_cast<std::size_t>(i)].name;
        product.m = 64;
        product.k = 72;
        product.n = 16;
        product.weightBits = 4;
        workload.products.push_back(product);
    }
    input.chosen.front().estimate = {simulate(*input.accelerator, workload),
                                     uncertaintyOf(*input.accelerator, workload)};
    for (const int width : {8, 6, 4}) input.uniformEstimates.push_back({width, 8, 1e-3, 2e-6});
}

}  // namespace

ReportInput sampleReport(int layers) {
    ReportInput input;
    input.project = "demo";
    input.run = "first run";
    input.modelName = "testnet_first";
    input.modelFile = "/models/testnet.pt";
    input.modelSha256 = std::string(64, 'b');
    input.channels = 3;
    input.height = input.width = 32;
    input.classes = 10;
    input.parameters = 123456;
    input.macs = 7654321;
    input.calibration = ReportData{"cal", "/data/cal.bin", std::string(64, 'c'), 4000};
    input.calibrationImages = 128;
    input.evaluation = ReportData{"eval", "/data/eval.bin", std::string(64, 'e'), 10000};
    input.accuracyImages = 10000;
    input.settings = {{"Objective", "global-local"}, {"Population", "20"}};
    input.algorithm = "LPQ";
    input.seed = 42;
    input.programVersion = input.runVersion = "0.1.0";
    input.startedAt = "2025-03-01T14:05:00Z";
    input.date = "2025-03-01 14:05 UTC";
    input.state = "finished";
    input.seconds = 93;
    input.machine = {"Some CPU", "Debian", "1.13.1", "6.4.2", 2};
    input.searchCommand = "lpstudio-cli search /models/testnet.pt --seed 42";
    input.exportCommand = "lpstudio-cli export demo.lps --candidate 3";
    input.reportCommand = "lpstudio-cli report demo.lps --candidate 3 --page a4 --out r.pdf";
    input.floatTop1Percent = 92.25;
    for (int i = 0; i < 30; ++i) {
        ScoredCandidate scored;
        scored.id = CandidateId(i);
        scored.meanWeightBits = 8 - 0.1 * i;
        scored.meanActivationBits = 8;
        scored.compression = scored.meanWeightBits / 8;
        scored.contrast = 0.1 + 0.01 * i;
        scored.fitness = scored.contrast * std::pow(scored.compression, 0.4);
        scored.modelBytes = 15432 * scored.meanWeightBits;
        scored.hardware = {2.5e6 * scored.meanWeightBits, 1e-3, 0};
        for (int l = 0; l < layers; ++l) scored.candidate.genes.push_back({4, 1, 3, 1.5});
        input.candidates.push_back(scored);
        input.hypervolume.push_back({i + 1, 1 - 1.0 / (i + 1)});
    }
    input.candidates[0].top1Percent = 92.0;
    input.candidates[3].top1Percent = 91.5;
    input.candidates[9].top1Percent = 85;
    input.uniform8 = input.candidates[0];
    ReportCandidate chosen{input.candidates[3], true};
    for (int l = 0; l < layers; ++l)
        chosen.layers.push_back({"block" + std::to_string(l) + ".conv", "convolution", 1000, 20000,
                                 "lp:4,1,3,1.5", l == 0 ? "float" : "lp:8,2,5,-0.25", l == 0,
                                 18.5});
    chosen.distributions.push_back(distribution("block0.conv"));
    chosen.meanSqnrDb = 18.5;
    chosen.weightedSqnrDb = 19.5;
    input.chosen.push_back(chosen);
    for (const char* family : {"lp", "int", "posit"})
        for (const int width : {3, 4, 6, 8})
            input.formats.push_back({family, std::string(family) + " format", width, double(width),
                                     5.0 * width, 4.5 * width});
    estimate(input, layers);
    return input;
}

void addReported(ReportInput& input, std::int64_t id) {
    ReportCandidate another = input.chosen.front();
    another.scored = input.candidates[static_cast<std::size_t>(id)];
    another.isBest = false;
    input.chosen.push_back(another);
}

std::string outputOf(const std::string& command) {
    FILE* pipe = popen((command + " 2>/dev/null").c_str(), "r");
    if (!pipe) return {};
    std::string text;
    char buffer[4096];
    while (const std::size_t got = fread(buffer, 1, sizeof buffer, pipe)) text.append(buffer, got);
    EXPECT_EQ(pclose(pipe), 0) << command;
    return text;
}

std::string pdfText(const std::filesystem::path& pdf) {
    return outputOf("pdftotext -layout '" + pdf.string() + "' -");
}

std::vector<std::string> pdfPages(const std::filesystem::path& pdf) {
    const std::string text = pdfText(pdf);
    std::vector<std::string> pages;
    for (std::size_t from = 0, to; (to = text.find('\f', from)) != std::string::npos; from = to + 1)
        pages.push_back(text.substr(from, to - from));
    return pages;
}

std::string readAll(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::size_t countOf(const std::string& text, const std::string& part) {
    std::size_t count = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
        ++count;
    return count;
}

}  // namespace lpstudio::test
