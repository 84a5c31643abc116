#include "app/report/report.h"

#include <gtest/gtest.h>

#include <QLocale>
#include <regex>

#include "app/report/report_document.h"
#include "app/report/report_text.h"
#include "core/base/error.h"
#include "tests/app/report/report_sample.h"
#include "tests/temp_dir.h"

namespace lpstudio::test {
namespace {

bool hasPoppler() {
    return std::system("pdftotext -v >/dev/null 2>&1") == 0;
}

TEST(Report, WritesThePagesItCounts) {
    TempDir dir;
    for (const PageSize size : {PageSize::A4, PageSize::Letter})
        for (const int layers : {1, 20, 200}) {
            const auto pages = writeReport(sampleReport(layers), dir / "r.pdf", size);
            const std::string pdf = readAll(dir / "r.pdf");
            EXPECT_TRUE(pdf.starts_with("%PDF-"));
            std::smatch match;
            ASSERT_TRUE(std::regex_search(pdf, match, std::regex("/Count ([0-9]+)")));
            EXPECT_EQ(std::stoi(match[1]), pages);
            EXPECT_GE(pages, layers == 200 ? 10 : 6);
            EXPECT_LE(pages, layers == 200 ? 16 : 12);
        }
}

TEST(Report, UsesThePaperAskedFor) {
    TempDir dir;
    writeReport(sampleReport(3), dir / "a4.pdf", PageSize::A4);
    writeReport(sampleReport(3), dir / "letter.pdf", PageSize::Letter);
    EXPECT_NE(readAll(dir / "a4.pdf").find("/MediaBox [0 0 595"), std::string::npos);
    EXPECT_NE(readAll(dir / "letter.pdf").find("/MediaBox [0 0 612"), std::string::npos);
}

TEST(Report, SaysWhatWasAskedAndFound) {
    if (!hasPoppler()) GTEST_SKIP() << "poppler-utils is not installed";
    TempDir dir;
    const int pages = writeReport(sampleReport(60), dir / "r.pdf", PageSize::A4).value_or(0);
    const std::string text = pdfText(dir / "r.pdf");
    const std::string last = "Page " + std::to_string(pages) + " of " + std::to_string(pages);
    for (const std::string& words :
         {std::string("testnet_first"), std::string(64, 'b'), std::string("92.25"),
          std::string("91.50"), std::string("0.75 percentage points below"), std::string("7.700"),
          std::string("first run"), std::string("Uniform 8 bit"), std::string("/data/eval.bin"),
          std::string("lpstudio-cli report demo.lps"), std::string("block0.conv *"),
          std::string("block59.conv"), std::string("lp:8,2,5,-0.25"), std::string("123,456"),
          std::string("Weight width (bit)"), std::string("Fitness (lower is better)"), last,
          std::string("128 out of 4,000"), std::string("10,000 images"), std::string("Wilson"),
          // Of 9,225 right answers to 10,000 images.
          std::string("91.71 – 92.76"), std::string("are assumed"), std::string("pe.energy"),
          std::string("Some CPU"), std::string("LibTorch 1.13.1"), std::string("posit format"),
          std::string("Energy by component")})
        EXPECT_NE(text.find(words), std::string::npos) << words;
}

TEST(Report, PeopleReadTheirLocaleAndProgramsDoNot) {
    TempDir dir;
    const QLocale before;
    QLocale::setDefault(QLocale(QLocale::German, QLocale::Germany));
    for (const char* name : {"r.html", "r.json"})
        writeReport(sampleReport(3), dir / name, PageSize::A4);
    QLocale::setDefault(before);
    const auto has = [&](const char* name, const char* words) {
        return readAll(dir / name).find(words) != std::string::npos;
    };
    EXPECT_TRUE(has("r.html", "92,25"));
    EXPECT_FALSE(has("r.html", "92.25"));
    EXPECT_TRUE(has("r.html", "7,700\u202Fbit"));
    EXPECT_TRUE(has("r.html", "10.000 "));
    EXPECT_TRUE(has("r.json", "92.25"));
    EXPECT_FALSE(has("r.json", "92,25"));
    EXPECT_TRUE(has("r.json", "7.700\u202Fbit"));
    EXPECT_TRUE(has("r.json", "10000 "));
}

TEST(Report, RepeatsTheHeaderOfALongTable) {
    if (!hasPoppler()) GTEST_SKIP() << "poppler-utils is not installed";
    TempDir dir;
    writeReport(sampleReport(200), dir / "r.pdf", PageSize::A4);
    std::size_t with = 0, header = 0;
    const std::regex row("block[0-9]+\\.conv \\*? *convolution");
    for (const std::string& page : pdfPages(dir / "r.pdf")) {
        if (!std::regex_search(page, row)) continue;
        ++with;
        if (page.find("Activations") != std::string::npos) ++header;
    }
    EXPECT_GE(with, 3U);
    EXPECT_EQ(header, with);
}

TEST(Report, ContentsGiveThePageOfEachHeading) {
    if (!hasPoppler()) GTEST_SKIP() << "poppler-utils is not installed";
    TempDir dir;
    ReportInput input = sampleReport(200);
    addReported(input, 9);
    for (const PageSize size : {PageSize::A4, PageSize::Letter}) {
        writeReport(input, dir / "r.pdf", size);
        const std::vector<std::string> pages = pdfPages(dir / "r.pdf");
        const Document document = reportDocument(input);
        std::size_t headings = 0;
        for (const DocBlock& block : document.blocks) {
            const auto* heading = std::get_if<DocHeading>(&block);
            if (heading == nullptr) continue;
            ++headings;
            const std::string words = heading->text.toStdString();
            const std::string start =
                "(^|\n|  ) *" +
                std::regex_replace(heading->number.toStdString(), std::regex("\\."), "\\.") +
                "[ \u2002]+";
            const std::string escaped =
                std::regex_replace(words, std::regex("[()]"), std::string("\\$&"));
            std::smatch line;
            ASSERT_TRUE(
                std::regex_search(pages[0], line, std::regex(start + escaped + " +([0-9]+)\\s")))
                << words;
            const int page = std::stoi(line[2]);
            ASSERT_LE(page, static_cast<int>(pages.size()));
            const std::string& there = pages[static_cast<std::size_t>(page) - 1];
            EXPECT_TRUE(std::regex_search(there, std::regex(start + escaped + " *\n")))
                << words << " is not on page " << page;
        }
        EXPECT_GE(headings, 18U);
    }
}

TEST(Report, NamesItselfInItsMetadata) {
    if (!hasPoppler()) GTEST_SKIP() << "poppler-utils is not installed";
    TempDir dir;
    ReportInput input = sampleReport(3);
    input.modelName = "net <&\" \u00e9";
    writeReport(input, dir / "r.pdf", PageSize::A4);
    const std::string file = "'" + (dir / "r.pdf").string() + "'";
    const std::string info = outputOf("pdfinfo " + file);
    EXPECT_NE(info.find("LP quantization report: net <&\" \u00e9"), std::string::npos) << info;
    EXPECT_NE(info.find("LP Studio"), std::string::npos) << info;
    EXPECT_NE(info.find("CreationDate"), std::string::npos) << info;
    EXPECT_NE(info.find("Author:"), std::string::npos) << info;
    EXPECT_NE(info.find("Subject:         Logarithmic Posit formats"), std::string::npos) << info;
    EXPECT_NE(info.find("Keywords:        quantization"), std::string::npos) << info;
    const std::string xmp = outputOf("pdfinfo -meta " + file);
    EXPECT_NE(xmp.find("net &lt;&amp;&quot;"), std::string::npos) << xmp;
    EXPECT_NE(xmp.find("<pdf:Keywords>quantization, logarithmic posit"), std::string::npos) << xmp;
}

TEST(Report, LeadsToItsHeadings) {
    if (!hasPoppler()) GTEST_SKIP() << "poppler-utils is not installed";
    TempDir dir;
    ReportInput input = sampleReport(40);
    addReported(input, 9);
    writeReport(input, dir / "r.pdf", PageSize::A4);
    const std::string file = "'" + (dir / "r.pdf").string() + "'";
    // A reader that had to repair the file would say so.
    EXPECT_EQ(outputOf("(pdfinfo " + file + " 2>&1 >/dev/null)"), "");
    const std::string xml = outputOf("pdftohtml -xml -i -hidden -stdout " + file);
    const std::size_t outline = xml.find("<outline>");
    ASSERT_NE(outline, std::string::npos);
    const std::vector<std::string> pages = pdfPages(dir / "r.pdf");
    std::size_t headings = 0;
    for (const DocBlock& block : reportDocument(input).blocks) {
        const auto* heading = std::get_if<DocHeading>(&block);
        if (heading == nullptr) continue;
        ++headings;
        const std::string text = heading->text.toHtmlEscaped().toStdString();
        std::smatch match;
        const std::regex item("<item page=\"([0-9]+)\">" + heading->number.toStdString() + " " +
                              std::regex_replace(text, std::regex("[()]"), "\\$&") + "</item>");
        ASSERT_TRUE(std::regex_search(xml.cbegin() + static_cast<std::ptrdiff_t>(outline),
                                      xml.cend(), match, item))
            << text;
        const auto page = static_cast<std::size_t>(std::stoi(match[1]));
        EXPECT_NE(pages[page - 1].find(heading->text.toStdString()), std::string::npos) << text;
        // The line of the table of contents is a link there.
        EXPECT_NE(xml.find("#" + std::to_string(page) + "\">"), std::string::npos) << text;
    }
    EXPECT_EQ(countOf(readAll(dir / "r.pdf"), "/Subtype /Link"), headings);
}

TEST(Report, IsVectorsAndEmbeddedFonts) {
    if (!hasPoppler()) GTEST_SKIP() << "poppler-utils is not installed";
    TempDir dir;
    writeReport(sampleReport(20), dir / "r.pdf", PageSize::A4);
    const std::string file = "'" + (dir / "r.pdf").string() + "'";
    // Two lines of header, no image.
    EXPECT_EQ(countOf(outputOf("pdfimages -list " + file), "\n"), 2U);
    const std::string fonts = outputOf("pdffonts " + file);
    EXPECT_GE(countOf(fonts, " TrueType "), 2U) << fonts;
    EXPECT_EQ(countOf(fonts, "Identity-H       yes"), countOf(fonts, " TrueType ")) << fonts;
}

TEST(Report, DoesWithoutWhatWasNotMeasured) {
    TempDir dir;
    ReportInput input = sampleReport(5);
    input.floatTop1Percent = -1;
    input.uniform8.reset();
    input.evaluation.reset();
    input.accuracyImages.reset();
    input.settings.clear();
    input.hypervolume.clear();
    input.formats.clear();
    input.uniformEstimates.clear();
    input.accelerator.reset();
    input.hardwareProblem = "h.json: no such file; check the path";
    input.state = "stopped";
    for (ScoredCandidate& scored : input.candidates) {
        scored.top1Percent = -1;
        scored.hardware = {};
    }
    ReportCandidate& chosen = input.chosen.front();
    chosen.scored = input.candidates[3];
    chosen.isBest = false;
    chosen.distributions.clear();
    chosen.estimate.reset();
    chosen.layers[1].sqnrDb = NAN;
    EXPECT_GE(writeReport(input, dir / "r.pdf", PageSize::Letter).value_or(0), 3);
    if (!hasPoppler()) GTEST_SKIP() << "poppler-utils is not installed";
    const std::string text = pdfText(dir / "r.pdf");
    EXPECT_NE(text.find("not measured"), std::string::npos);
    EXPECT_NE(text.find("no evaluation set"), std::string::npos);
    EXPECT_NE(text.find("h.json: no such file"), std::string::npos);
    EXPECT_NE(text.find("The run is stopped"), std::string::npos);
    EXPECT_EQ(text.find("nan"), std::string::npos);
    EXPECT_EQ(text.find("Energy"), std::string::npos);
}

TEST(Report, SaysThatARunEndedAtItsLimit) {
    TempDir dir;
    ReportInput input = sampleReport(5);
    input.state = "limited";
    writeReport(input, dir / "r.html", PageSize::A4);
    std::ifstream in(dir / "r.html");
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    EXPECT_NE(text.find("The run ended at its limit of candidates or time"), std::string::npos);
}

TEST(Report, StandsOddNamesAndASingleCandidate) {
    TempDir dir;
    ReportInput input = sampleReport(4);
    input.modelName = std::string(300, 'x') + "\x01\xff%1%2";
    input.run = "run %1 <b>\n\t%L9";
    input.chosen.front().layers[2].name = std::string(400, 'y') + "\\1\x02";
    input.modelFile = "/" + std::string(500, 'p');
    input.settings.emplace_back(std::string(200, 's'), std::string(300, 'v'));
    input.candidates = {input.chosen.front().scored};
    EXPECT_GE(writeReport(input, dir / "r.pdf", PageSize::A4).value_or(0), 5);
    EXPECT_FALSE(writeReport(input, dir / "r.html", PageSize::A4));
}

TEST(Report, LeavesNothingBehindWhenItFails) {
    TempDir dir;
    ReportInput input = sampleReport(2);
    expectMessage(errorOf([&] { writeReport(input, dir / "no/r.pdf", PageSize::A4); }),
                  {"r.pdf", "no such folder"});
    expectMessage(errorOf([&] { writeReport(input, dir / "r.txt", PageSize::A4); }),
                  {"r.txt", ".pdf, .html or .json"});
    while (input.chosen.size() <= kMostReported) addReported(input, 5);
    expectMessage(errorOf([&] { writeReport(input, dir / "r.pdf", PageSize::A4); }),
                  {"7 candidates", "at most 6"});
    input.chosen.clear();
    expectMessage(errorOf([&] { writeReport(input, dir / "r.pdf", PageSize::A4); }),
                  {"first run", "no candidate"});
    EXPECT_TRUE(std::filesystem::is_empty(dir.path()));
    EXPECT_EQ(parsePageSize("letter"), PageSize::Letter);
    EXPECT_THROW(parsePageSize("a5"), UsageError);
}

TEST(ReportText, TrustsNoCountThatDoesNotFitThePercentage) {
    ReportInput input = sampleReport(1);
    ASSERT_TRUE(intervalOf(input, 92.25));
    EXPECT_NEAR(intervalOf(input, 92.25)->low, 91.7091, 1e-3);
    EXPECT_NEAR(intervalOf(input, 92.25)->high, 92.7584, 1e-3);
    EXPECT_EQ(correctImages(input, 92.25), 9225U);
    // No whole number of 1,000 images.
    input.accuracyImages = 1000;
    EXPECT_FALSE(intervalOf(input, 92.25));
    EXPECT_EQ(correctImages(input, 92.3), 923U);
    EXPECT_FALSE(intervalOf(input, -1));
    input.accuracyImages.reset();
    EXPECT_FALSE(intervalOf(input, 92.3));
}

}  // namespace
}  // namespace lpstudio::test
