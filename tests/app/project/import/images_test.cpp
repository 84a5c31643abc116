#include "app/project/import/images.h"

#include <quazip.h>
#include <quazipfile.h>
#include <quazipnewinfo.h>

#include <QImage>
#include <QString>

#include "app/project/import/labelled_files.h"
#include "app/project/import/npy.h"
#include "tests/temp_dir.h"

namespace lpstudio::test {
namespace {

namespace fs = std::filesystem;

void savePng(const fs::path& file, const QColor& color, int width = 4, int height = 4,
             QImage::Format format = QImage::Format_RGB888) {
    fs::create_directories(file.parent_path());
    QImage image(width, height, format);
    image.fill(color);
    ASSERT_TRUE(image.save(QString::fromStdString(file.string()), "PNG"));
}

/// An .npz whose entries are the given .npy files.
void saveNpz(const fs::path& file, const std::vector<std::pair<std::string, fs::path>>& arrays) {
    QuaZip zip(QString::fromStdString(file.string()));
    ASSERT_TRUE(zip.open(QuaZip::mdCreate));
    for (const auto& [name, source] : arrays) {
        std::ifstream in(source, std::ios::binary);
        const std::string content((std::istreambuf_iterator<char>(in)), {});
        QuaZipFile entry(&zip);
        ASSERT_TRUE(
            entry.open(QIODevice::WriteOnly, QuaZipNewInfo(QString::fromStdString(name + ".npy"))));
        entry.write(content.data(), static_cast<qint64>(content.size()));
        entry.close();
    }
    zip.close();
}

TEST(Images, ClassesHaveTheNamesBesideTheFile) {
    TempDir dir;
    std::string record(3073, '\0');
    record[0] = 2;
    dir.write("set/batch.bin", record);
    const auto names = [&] { return loadImages(dir / "set/batch.bin", 3, 32, 32).classNames; };
    EXPECT_TRUE(names().empty());
    dir.write("set/batches.meta.txt", "airplane\r\nautomobile\nbird\n\n");
    EXPECT_EQ(names(), (std::vector<std::string>{"airplane", "automobile", "bird"}));
    dir.write("set/class_names.txt", "a plane\na car\na bird\na cat");
    EXPECT_EQ(names(), (std::vector<std::string>{"a plane", "a car", "a bird", "a cat"}));
    // What cannot be the names of these images is no reason to refuse them.
    for (const std::string& text :
         {std::string("one\ntwo\n"), std::string("one\n\nthree"), std::string(3000, 'x'),
          std::string("a\tb\nc\nd"), std::string("\0\1\2", 3), std::string()}) {
        dir.write("set/class_names.txt", text);
        EXPECT_TRUE(names().empty()) << text.substr(0, 20);
    }
}

TEST(Images, DecodingTellsHowFarItIsAndCanBeStopped) {
    TempDir dir;
    for (int i = 0; i < 20; ++i)
        savePng(dir / ("set/cat/" + std::to_string(i) + ".png"), QColor(10, 20, 30));
    std::size_t last = 0;
    std::stop_source source;
    EXPECT_THROW(loadImages(dir / "set", 3, 4, 4, source.get_token(),
                            [&](const Progress& at) {
                                EXPECT_EQ(at.total, 20U);
                                EXPECT_GT(at.done, last);
                                last = at.done;
                                source.request_stop();
                            }),
                 Cancelled);
    EXPECT_GT(last, 0U);
    EXPECT_LT(last, 20U);
}

TEST(Images, DirectoryGivesClassesInSortedOrder) {
    TempDir dir;
    savePng(dir / "set/dog/b.png", QColor(10, 20, 30));
    savePng(dir / "set/cat/deep/a.png", QColor(200, 100, 50));
    savePng(dir / "set/cat/z.PNG", QColor(1, 2, 3));
    dir.write("set/cat/notes.txt", "not an image");
    dir.write("set/.hidden/x.png", "not an image either");
    const ImageSet set = loadImages(dir / "set", 3, 4, 4);
    EXPECT_EQ(set.classNames, (std::vector<std::string>{"cat", "dog"}));
    EXPECT_EQ(set.labels, (std::vector<int>{0, 0, 1}));
    ASSERT_EQ(set.bytes.size(), 3u * 48);
    EXPECT_EQ(set.bytes[0], 200);
    EXPECT_EQ(set.bytes[16], 100);
    EXPECT_EQ(set.bytes[32], 50);
    EXPECT_EQ(set.bytes[48], 1);
    EXPECT_EQ(set.bytes[96], 10);
}

/// Of a model that takes the images of savePng().
ModelCard cardOf(std::vector<std::string> names, int classes = 0) {
    ModelCard card;
    card.channels = 3;
    card.height = card.width = 4;
    card.classes = classes > 0 ? classes : static_cast<int>(names.size());
    card.classNames = std::move(names);
    return card;
}

TEST(Images, DirectoriesHaveTheLabelsOfTheCardsNames) {
    TempDir dir;
    savePng(dir / "set/Fire_truck/a.png", Qt::red);
    savePng(dir / "set/cat/a.png", Qt::green);
    const ImageSet set = loadImages(dir / "set", cardOf({"bird", "cat", "dog", "fire truck"}));
    EXPECT_EQ(set.labels, (std::vector<int>{1, 3}));
    EXPECT_EQ(set.bytes[0], 0);  // the cat is green
    EXPECT_EQ(set.classNames[3], "fire truck");
    EXPECT_TRUE(set.notes.empty());
    // One that the card does not name has no label that could be right.
    savePng(dir / "set/horse/a.png", Qt::red);
    expectMessage(errorOf([&] {
                      loadImages(dir / "set", cardOf({"cat", "fire truck", "x"}));
                  }),
                  {"set/horse", "no class \"horse\"", "cat, fire truck, x", "rename"});
}

TEST(Images, DirectoriesThatAreNumbersAreClassNumbers) {
    TempDir dir;
    for (const char* name : {"0", "10", "2"}) savePng(dir.path() / "set" / name / "a.png", Qt::red);
    const ImageSet set = loadImages(dir / "set", cardOf({}, 11));
    EXPECT_EQ(set.labels, (std::vector<int>{0, 2, 10}));
    EXPECT_EQ(set.classNames[10], "10");
    ASSERT_EQ(set.notes.size(), 1U);
    expectMessage(set.notes[0], {"set", "2 comes before 10", "class_names"});
    EXPECT_EQ(loadImages(dir / "set", 3, 4, 4).labels, set.labels);
    expectMessage(errorOf([&] { loadImages(dir / "set", cardOf({}, 5)); }),
                  {"set/10", "0..4", "class_names"});
}

TEST(Images, LabelsThatAreAGuessAreSaid) {
    TempDir dir;
    savePng(dir / "set/n01/a.png", Qt::red);
    savePng(dir / "set/n02/a.png", Qt::red);
    EXPECT_TRUE(loadImages(dir / "set", cardOf({}, 2)).notes.empty());
    const auto note = [&](const ModelCard& card) {
        const ImageSet set = loadImages(dir / "set", card);
        EXPECT_EQ(set.labels, (std::vector<int>{0, 1}));
        return set.notes.size() == 1 ? set.notes[0] : std::string();
    };
    expectMessage(note(cardOf({}, 3)), {"2 class directories", "3 classes", "n01 = 0, n02 = 1"});
    expectMessage(note(cardOf({"cat", "dog"})), {"none with a name", "cat, dog", "n02 = 1"});
    dir.write("l.csv", "file,class_index,name\nset/n01/a.png,1,cat\n");
    EXPECT_TRUE(loadImages(dir / "l.csv", cardOf({"dog", "cat"})).notes.empty());
}

TEST(Images, LinkedDirectoriesAreFollowedOnce) {
    TempDir dir;
    savePng(dir / "elsewhere/1.png", Qt::red);
    savePng(dir / "elsewhere/deep/2.png", Qt::red);
    savePng(dir / "set/a/0.png", Qt::red);
    savePng(dir / "set/b/0.png", Qt::red);
    fs::create_directory_symlink(dir / "elsewhere", dir / "set/a/more");
    fs::create_directory_symlink(dir / "elsewhere", dir / "set/c");
    fs::create_directory_symlink(dir / "set", dir / "set/b/back");
    fs::create_directory_symlink(dir / "set/b", dir / "set/b/self");
    EXPECT_EQ(loadImages(dir / "set", 3, 4, 4).labels, (std::vector<int>{0, 0, 0, 1, 2, 2}));
    for (const char* name : {"set/b/gone", "set/gone"}) {
        fs::create_symlink(dir / "nowhere", dir / name);
        expectMessage(errorOf([&] { loadImages(dir / "set", 3, 4, 4); }),
                      {"gone", "leads nowhere", "remove"});
        fs::remove(dir / name);
    }
}

TEST(Images, FilesThatAreLeftOutAreSaid) {
    TempDir dir;
    savePng(dir / "set/a/0.png", Qt::red);
    dir.write("set/a/1.jfif", "x");
    dir.write("set/a/2", "x");
    dir.write("set/a/Thumbs.db", "x");
    dir.write("set/a/.hidden", "x");
    const ImageSet set = loadImages(dir / "set", 3, 4, 4);
    ASSERT_EQ(set.notes.size(), 1U);
    expectMessage(set.notes[0], {"set", "2 files", "no ending, .jfif", "left out"});
}

TEST(Images, NamesNeedNotBeUtf8) {
    TempDir dir;
    const std::string name = "caf\xe9";
    savePng(dir / "a.png", Qt::red);
    fs::create_directories(dir.path() / "set" / name);
    fs::copy_file(dir / "a.png", dir.path() / "set" / name / (name + ".png"));
    EXPECT_EQ(loadImages(dir / "set", 3, 4, 4).labels, std::vector<int>{0});
    const std::vector<std::int64_t> shape{1, 1, 1, 1}, one{1};
    writeNpy(dir / "x.npy", std::vector<float>{0.5F}, shape);
    writeNpy(dir / "y.npy", std::vector<std::int32_t>{3}, one);
    saveNpz(dir / "f.npz", {{"x", dir / "x.npy"}, {"y", dir / "y.npy"}});
    fs::rename(dir / "f.npz", dir / (name + ".npz"));
    EXPECT_EQ(loadImages(dir / (name + ".npz"), 1, 1, 1).labels, std::vector<int>{3});
}

TEST(Images, AListThatMovedWithItsImagesFindsThem) {
    TempDir dir;
    savePng(dir / "there/images/a/0.png", Qt::red);
    savePng(dir / "there/images/b/0.png", Qt::red);
    const std::string there = (dir / "there").string();
    dir.write("there/full.csv",
              "file,class_index\n" + there + "/images/a/0.png,0\n" + there + "/images/b/0.png,1\n");
    dir.write("there/up.csv", "file,class_index\n../there/images/a/0.png,0\nimages/b/0.png,1\n");
    for (const char* list : {"full.csv", "up.csv"})
        EXPECT_EQ(loadImages(dir / "there" / list, 3, 4, 4).labels, (std::vector<int>{0, 1}));
    fs::rename(dir / "there", dir / "moved");
    for (const char* list : {"full.csv", "up.csv"})
        EXPECT_EQ(loadImages(dir / "moved" / list, 3, 4, 4).labels, (std::vector<int>{0, 1}));
    // All of them or none: what is of the same name may be another image.
    fs::remove(dir / "moved/images/b/0.png");
    expectMessage(errorOf([&] { loadImages(dir / "moved/full.csv", 3, 4, 4); }),
                  {"there/images/a/0.png", "no such image"});
}

TEST(Images, ConvertsBetweenGreyAndColour) {
    TempDir dir;
    savePng(dir / "set/a/colour.png", QColor(10, 200, 30));
    savePng(dir / "set/a/grey.png", QColor(77, 77, 77), 4, 4, QImage::Format_Grayscale8);
    // 124 is what Pillow's convert("L") makes of (10, 200, 30).
    const ImageSet grey = loadImages(dir / "set", 1, 4, 4);
    EXPECT_EQ(grey.bytes[0], 124);
    EXPECT_EQ(grey.bytes[16], 77);
    const ImageSet colour = loadImages(dir / "set", 3, 4, 4);
    EXPECT_EQ(colour.bytes[48], 77);
    EXPECT_EQ(colour.bytes[48 + 32], 77);
    expectMessage(errorOf([&] { loadImages(dir / "set", 4, 4, 4); }), {"1 or 3 channels", "npz"});
}

TEST(Images, ScalesTheShorterSideAndCropsTheCentre) {
    TempDir dir;
    QImage image(24, 8, QImage::Format_RGB888);
    for (int y = 0; y < 8; ++y)
        for (int x = 0; x < 24; ++x)
            image.setPixelColor(x, y, x < 8 ? Qt::red : x < 16 ? Qt::green : Qt::blue);
    fs::create_directories(dir / "set/a");
    ASSERT_TRUE(image.save(QString::fromStdString((dir / "set/a/x.png").string())));
    const ImageSet set = loadImages(dir / "set", 3, 4, 4);
    // The middle third is green; its edges mix with the neighbours.
    EXPECT_EQ(set.bytes[16 + 1], 255);
    EXPECT_EQ(set.bytes[16 + 2], 255);
    EXPECT_EQ(set.bytes[1], 0);
    EXPECT_GT(set.bytes[0], 0);
    EXPECT_GT(set.bytes[32 + 3], 0);
}

TEST(Images, CsvNamesFilesAndLabels) {
    TempDir dir;
    savePng(dir / "pics/a, \"one\".png", QColor(5, 5, 5));
    savePng(dir / "pics/b.png", QColor(6, 6, 6));
    const auto csv = dir.write("labels.csv",
                               "\xEF\xBB\xBFname,class_index,file\r\n"
                               "zero,0,\"pics/a, \"\"one\"\".png\"\r\n"
                               "\r\n"
                               "one,1,pics/b.png");
    const ImageSet set = loadImages(csv, 3, 4, 4);
    EXPECT_EQ(set.labels, (std::vector<int>{0, 1}));
    EXPECT_EQ(set.classNames, (std::vector<std::string>{"zero", "one"}));
    EXPECT_EQ(set.bytes[0], 5);
    EXPECT_EQ(set.bytes[48], 6);
}

TEST(Images, CsvErrorsNameTheLine) {
    TempDir dir;
    const auto message = [&](const std::string& content) {
        const auto csv = dir.write("l.csv", content);
        return errorOf([&] { loadImages(csv, 3, 4, 4); });
    };
    expectMessage(message(""), {"l.csv", "no column \"file\""});
    expectMessage(message("file,label\na.png,1\n"), {"without labels", "class_index"});
    expectMessage(message("file,class_index\n"), {"no images"});
    expectMessage(message("file,class_index\na.png,-1\n"), {"line 2", "\"-1\""});
    expectMessage(message("file,class_index\na.png,cat\n"), {"line 2", "\"cat\""});
    expectMessage(message("file,class_index\n\"a\nb.png\",1\nc.png\n"), {"line 4", "1 fields"});
    expectMessage(message("file,class_index\n\"a.png,1\n"), {"line 2", "never closed"});
    expectMessage(message("file;class_index\na.png;1\n"), {"separated by semicolons", "commas"});
    expectMessage(message("file\tclass_index\na.png\t1\n"), {"separated by tabs", "commas"});
    expectMessage(message(" file , class_index\nnone.png, 1\n"), {"none.png", "no such image"});
    expectMessage(message("file,class_index\n,1\n"), {"line 2", "empty"});
    expectMessage(message("file,class_index\nnone.png,1\n"), {"none.png", "no such image"});
}

TEST(Images, NpzGivesBytesOrFloats) {
    TempDir dir;
    const std::vector<std::int64_t> shape{2, 1, 2, 2}, two{2};
    const std::vector<std::int32_t> labels{3, 0};
    writeNpy(dir / "y.npy", labels, two);
    writeNpy(dir / "x.npy", std::vector<float>{0, 0.25f, 0.5f, 1, 1, 1, 0, 0}, shape);
    saveNpz(dir / "f.npz", {{"x", dir / "x.npy"}, {"y", dir / "y.npy"}});
    const ImageSet set = loadImages(dir / "f.npz", 1, 2, 2);
    EXPECT_EQ(set.labels, (std::vector<int>{3, 0}));
    EXPECT_EQ(set.floats[1], 0.25f);
    expectMessage(errorOf([&] { loadImages(dir / "f.npz", 3, 2, 2); }),
                  {"1x2x2", "3x2x2", "made for this model"});

    saveNpz(dir / "noy.npz", {{"x", dir / "x.npy"}});
    expectMessage(errorOf([&] { loadImages(dir / "noy.npz", 1, 2, 2); }), {"\"y\"", "savez"});
    writeNpy(dir / "x.npy", std::vector<float>{0, 255, 0, 0, 0, 0, 0, 0}, shape);
    saveNpz(dir / "f.npz", {{"x", dir / "x.npy"}, {"y", dir / "y.npy"}});
    expectMessage(errorOf([&] { loadImages(dir / "f.npz", 1, 2, 2); }), {"255", "0 .. 1"});
    writeNpy(dir / "y.npy", std::vector<std::int32_t>{3, -1}, two);
    saveNpz(dir / "f.npz", {{"x", dir / "x.npy"}, {"y", dir / "y.npy"}});
    expectMessage(errorOf([&] { loadImages(dir / "f.npz", 1, 2, 2); }), {"label -1", "image 1"});
    const std::vector<std::int64_t> flat{8};
    writeNpy(dir / "x.npy", std::vector<float>(8), flat);
    saveNpz(dir / "f.npz", {{"x", dir / "x.npy"}, {"y", dir / "y.npy"}});
    expectMessage(errorOf([&] { loadImages(dir / "f.npz", 1, 2, 2); }), {"(8)", "(N,C,H,W)"});
    std::ifstream npz(dir / "f.npz", std::ios::binary);
    const std::string zip((std::istreambuf_iterator<char>(npz)), {});
    const auto cut = dir.write("cut.npz", zip.substr(0, zip.size() / 2));
    expectMessage(errorOf([&] { loadImages(cut, 1, 2, 2); }), {"cut.npz", "truncated or damaged"});
    const auto broken = dir.write("broken.npz", "PK but not a zip");
    expectMessage(errorOf([&] { loadImages(broken, 1, 2, 2); }), {"broken.npz", "not a zip"});
}

TEST(Images, NamesWhatIsWrong) {
    TempDir dir;
    const auto message = [&](const fs::path& path) {
        return errorOf([&] { loadImages(path, 3, 4, 4); });
    };
    expectMessage(message(dir / "none"), {"none", "no such file"});
    expectMessage(message(dir.write("a.xyz", "x")), {"a.xyz", ".bin", "idx3", ".csv", ".npz"});
    expectMessage(message(dir.write("a.png", "x")), {"a.png", "single image without a label"});
    fs::create_directories(dir / "empty");
    expectMessage(message(dir / "empty"), {"empty", "no images"});
    savePng(dir / "loose/a.png", Qt::red);
    expectMessage(message(dir / "loose"), {"without labels", "sub-directory", "CSV"});
    savePng(dir / "listed/images/a.png", Qt::red);
    dir.write("listed/labels.csv", "file,class_index\nimages/a.png,3\n");
    expectMessage(message(dir / "listed"), {"single class", "give", "listed/labels.csv"});
    savePng(dir / "hole/a/a.png", Qt::red);
    fs::create_directories(dir / "hole/b");
    expectMessage(message(dir / "hole"), {"hole/b", "without images"});
    savePng(dir / "bad/a/a.png", Qt::red);
    dir.write("bad/a/b.png", "this is no picture");
    dir.write("bad/a/c.png", "nor is this");
    expectMessage(message(dir / "bad"), {"b.png"});
    EXPECT_EQ(message(dir / "bad").find("c.png"), std::string::npos);
    std::ifstream in(dir / "bad/a/a.png", std::ios::binary);
    const std::string whole((std::istreambuf_iterator<char>(in)), {});
    fs::remove_all(dir / "bad");
    dir.write("bad/a/b.png", whole.substr(0, whole.size() / 2));
    expectMessage(message(dir / "bad"), {"b.png", "get it again"});
    expectMessage(message(dir.write("t.bin", "123")), {"t.bin"});
}

}  // namespace
}  // namespace lpstudio::test
