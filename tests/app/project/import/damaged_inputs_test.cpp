#include <gtest/gtest.h>
#include <quazip.h>
#include <quazipfile.h>
#include <quazipnewinfo.h>
#include <sys/resource.h>
#include <zlib.h>

#include <QImage>
#include <QString>
#include <functional>
#include <random>

#include "app/project/export/config.h"
#include "app/project/import/images.h"
#include "core/base/paths.h"
#include "core/network/card.h"
#include "hw/accelerator.h"
#include "hw/workload.h"
#include "tests/temp_dir.h"

// Every kind of file a user gives, cut short, with flipped bits, with parts repeated or
// overwritten: it is read, or refused in one line that names it. Nothing else may be thrown, and
// nothing crashes.

namespace lpstudio::test {
namespace {

namespace fs = std::filesystem;

std::string contentOf(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

class Damage {
public:
    explicit Damage(std::string good) : good_(std::move(good)) {}

    /// A spoilt copy, another one at each call.
    std::string next() {
        std::string bad = good_;
        switch (turn_++ % 6) {
            case 0:
                bad.resize(at(bad.size()));
                break;
            case 1:
                flip(bad, 1);
                break;
            case 2:
                flip(bad, 8);
                break;
            case 3: {  // Bytes that mean something to many readers.
                const char* const odd[] = {
                    "\xff\xff\xff\xff",    "\0\0\0\0", "\x80", "-1", "1e999", "\"", "{", "]",
                    "99999999999999999999"};
                const std::string part = odd[random_() % std::size(odd)];
                bad.replace(at(bad.size()), part.size(), part);
                break;
            }
            case 4: {
                const std::size_t from = at(bad.size());
                bad.insert(at(bad.size()), good_.substr(from, 1 + random_() % 64));
                break;
            }
            default:
                bad.erase(at(bad.size()), 1 + random_() % 16);
        }
        return bad;
    }

private:
    std::size_t at(std::size_t size) { return random_() % std::max<std::size_t>(size, 1); }
    void flip(std::string& text, int count) {
        for (int i = 0; i < count && !text.empty(); ++i) {
            char& c = text[at(text.size())];
            c = static_cast<char>(c ^ (1 << random_() % 8));
        }
    }

    std::string good_;
    std::mt19937 random_{7};
    std::size_t turn_ = 0;
};

/// Spoils `file` again and again; `read` must take it or throw an Error that names it. Returns how
/// many copies were refused.
int spoil(const fs::path& file, int copies, const std::function<void()>& read) {
    const std::string good = contentOf(file);
    EXPECT_NO_THROW(read()) << file;
    Damage damage(good);
    int refused = 0;
    for (int i = 0; i < copies; ++i) {
        const std::string bad = damage.next();
        std::ofstream(file, std::ios::binary | std::ios::trunc) << bad;
        try {
            read();
        } catch (const Error& error) {
            ++refused;
            const std::string message = error.what();
            EXPECT_NE(message.find(file.stem().string()), std::string::npos)
                << i << ": " << message;
        } catch (const std::exception& error) {
            ADD_FAILURE() << file << ", copy " << i << ": " << typeid(error).name() << ": "
                          << error.what();
        }
    }
    std::ofstream(file, std::ios::binary | std::ios::trunc) << good;
    return refused;
}

std::string source(const std::string& name) {
    return std::string(LPSTUDIO_SOURCE_DIR) + "/resources/" + name;
}

TEST(DamagedInputs, Configuration) {
    const TempDir dir;
    Config config;
    config.modelName = "net";
    config.modelSha256 = std::string(64, 'a');
    config.layers = {{"conv1", "lp:8,2,3,0.5", "lp:8,1,7,-0.25", true, {0.5F, -1}},
                     {"fc", "int:4@0.0125", "float", false, {}}};
    writeConfig(config, dir / "c.json");
    EXPECT_GT(spoil(dir / "c.json", 3000, [&] { readConfig(dir / "c.json"); }), 1000);
}

TEST(DamagedInputs, Card) {
    const TempDir dir;
    const auto file = dir.write("card.json", contentOf(source("example/fashion_vit.json")));
    EXPECT_GT(spoil(file, 2000, [&] { readCard(file); }), 300);
}

TEST(DamagedInputs, CardWithNumbersBeyondAFloat) {
    const TempDir dir;
    for (const char* field : {"mean", "std"})
        expectMessage(errorOf([&] {
                          readCard(dir.write("net.json", R"({"input": [1, 2, 3], ")" +
                                                             std::string(field) + R"(": [1e39]})"));
                      }),
                      {"net.json", field, "is wrong"});
}

TEST(DamagedInputs, CardOfNothingButBrackets) {
    const TempDir dir;
    const std::string deep = std::string(300000, '[') + std::string(300000, ']');
    const auto file = dir.write("deep.json", R"({"input":[3,8,8],"class_names":[)" + deep + "]}");
    expectMessage(errorOf([&] { readCard(file); }), {"deep.json", "nested"});
    const auto cut = dir.write("cut.json", "{\"input\": [3,\n 8");
    expectMessage(errorOf([&] { readCard(cut); }), {"cut.json", "line 2"});
}

TEST(DamagedInputs, HardwareDescription) {
    const TempDir dir;
    const auto file = dir.write("design.json", contentOf(source("hardware/lpa-8x8.json")));
    EXPECT_GT(spoil(file, 1500, [&] { loadAccelerator(file.string()); }), 700);
}

TEST(DamagedInputs, Workload) {
    const TempDir dir;
    const auto file = dir.write("work.json", contentOf(source("workloads/resnet18.json")));
    EXPECT_GT(spoil(file, 1500, [&] { loadWorkload(file.string()); }), 700);
}

std::string bigEndian(std::uint32_t value) {
    std::string bytes;
    for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(value >> shift);
    return bytes;
}

std::string idxImages(std::uint32_t count, std::uint32_t size) {
    std::string bytes = bigEndian(0x803) + bigEndian(count) + bigEndian(size) + bigEndian(size);
    for (std::uint32_t i = 0; i < count * size * size; ++i) bytes += static_cast<char>(i * 37);
    return bytes;
}

std::string idxLabels(std::uint32_t count) {
    std::string bytes = bigEndian(0x801) + bigEndian(count);
    for (std::uint32_t i = 0; i < count; ++i) bytes += static_cast<char>(i % 10);
    return bytes;
}

TEST(DamagedInputs, IdxImagesAndLabels) {
    const TempDir dir;
    const auto images = dir.write("a-images-idx3-ubyte", idxImages(12, 6));
    const auto labels = dir.write("a-labels-idx1-ubyte", idxLabels(12));
    const auto read = [&] { loadImages(images, 1, 6, 6); };
    EXPECT_GT(spoil(images, 600, read), 100);
    EXPECT_GT(spoil(labels, 600, read), 100);
}

TEST(DamagedInputs, CompressedIdxImages) {
    const TempDir dir;
    const auto images = dir / "b-images-idx3-ubyte.gz";
    const std::string plain = idxImages(12, 6);
    gzFile out = gzopen(images.c_str(), "wb");
    gzwrite(out, plain.data(), static_cast<unsigned>(plain.size()));
    gzclose(out);
    dir.write("b-labels-idx1-ubyte", idxLabels(12));
    EXPECT_GT(spoil(images, 600, [&] { loadImages(images, 1, 6, 6); }), 300);
}

TEST(DamagedInputs, IdxThatPromisesMoreThanMemoryHolds) {
    const TempDir dir;
    dir.write("c-labels-idx1-ubyte", idxLabels(1));
    for (const std::uint32_t huge : {0x7fffffffU, 0xffffffffU, 65536U}) {
        const auto images = dir.write("c-images-idx3-ubyte", bigEndian(0x803) + bigEndian(huge) +
                                                                 bigEndian(huge) + bigEndian(huge));
        expectMessage(errorOf([&] { loadImages(images, 1, 28, 28); }), {"c-images-idx3-ubyte"});
    }
}

/// Zeros, a thousand times smaller when packed.
void writeZeros(const fs::path& file, const std::string& head, std::size_t mebibytes) {
    gzFile out = gzopen(file.c_str(), "wb9");
    gzwrite(out, head.data(), static_cast<unsigned>(head.size()));
    const std::string zeros(1 << 20, '\0');
    for (std::size_t i = 0; i < mebibytes; ++i)
        gzwrite(out, zeros.data(), static_cast<unsigned>(zeros.size()));
    gzclose(out);
}

/// Bytes of address space the process had at most, in KiB.
long mostMemory() {
    struct rusage usage {};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

TEST(DamagedInputs, CompressedIdxThatUnpacksToMoreThanItPromises) {
    const TempDir dir;
    const auto images = dir / "e-images-idx3-ubyte.gz";
    writeZeros(images, bigEndian(0x803) + bigEndian(2) + bigEndian(4) + bigEndian(4), 512);
    dir.write("e-labels-idx1-ubyte", idxLabels(2));
    EXPECT_LT(fs::file_size(images), 1U << 20);
    const long before = mostMemory();
    expectMessage(errorOf([&] { loadImages(images, 1, 4, 4); }),
                  {"e-images-idx3-ubyte.gz", "promises 32 bytes", "more"});
    EXPECT_LT(mostMemory() - before, 100 * 1024);
}

TEST(DamagedInputs, CifarBatch) {
    const TempDir dir;
    std::string bytes;
    for (int i = 0; i < 4; ++i)
        bytes += static_cast<char>(i) + std::string(3072, static_cast<char>(i * 50));
    const auto file = dir.write("data_batch.bin", bytes);
    EXPECT_GT(spoil(file, 600, [&] { loadImages(file, 3, 32, 32); }), 200);
}

TEST(DamagedInputs, Csv) {
    const TempDir dir;
    fs::create_directories(dir / "pictures");
    std::string list = "file,class_index,name\n";
    for (int i = 0; i < 6; ++i) {
        QImage image(4, 4, QImage::Format_RGB888);
        image.fill(QColor(i * 40, 10, 200));
        const std::string name = "pictures/p" + std::to_string(i) + ".png";
        ASSERT_TRUE(image.save(QString::fromStdString((dir / name).string()), "PNG"));
        list +=
            "\"" + name + "\"," + std::to_string(i % 3) + ",class " + std::to_string(i % 3) + "\n";
    }
    const auto file = dir.write("list.csv", list);
    // A line may name another file, which the message then names.
    const auto read = [&] {
        try {
            loadImages(file, 3, 4, 4);
        } catch (const Error& error) {
            const std::string message = error.what();
            throw Error(message.find(dir.path().string()) != std::string::npos ? "list: " + message
                                                                               : message);
        }
    };
    EXPECT_GT(spoil(file, 800, read), 300);
}

TEST(DamagedInputs, Pictures) {
    const TempDir dir;
    for (const char* name : {"set/a/one.png", "set/b/two.jpg"}) {
        fs::create_directories((dir / name).parent_path());
        QImage image(24, 24, QImage::Format_RGB888);
        for (int y = 0; y < 24; ++y)
            for (int x = 0; x < 24; ++x)
                image.setPixelColor(x, y, QColor(x * 10, y * 10, x * y % 255));
        ASSERT_TRUE(image.save(QString::fromStdString((dir / name).string())));
    }
    const auto read = [&] { loadImages(dir / "set", 3, 8, 8); };
    // JPEG decoders mend much; what counts is that nothing breaks.
    EXPECT_GT(spoil(dir / "set/a/one.png", 500, read), 100);
    spoil(dir / "set/b/two.jpg", 500, read);
}

TEST(DamagedInputs, PictureLikeARope) {
    const TempDir dir;
    fs::create_directories(dir / "set/a");
    // Its shorter side scaled to 224 pixels, it would have two thousand million.
    QImage rope(1, 30000, QImage::Format_RGB888);
    rope.fill(Qt::red);
    ASSERT_TRUE(rope.save(QString::fromStdString((dir / "set/a/rope.png").string())));
    const long before = mostMemory();
    expectMessage(errorOf([&] { loadImages(dir / "set", 3, 224, 224); }),
                  {"rope.png", "1x30000", "crop it"});
    EXPECT_LT(mostMemory() - before, 100 * 1024);
}

TEST(DamagedInputs, Npz) {
    const TempDir dir;
    const auto array = [](const std::string& type, const std::string& shape,
                          const std::string& data) {
        std::string header =
            "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }";
        header.append((64 - (header.size() + 11) % 64) % 64, ' ');
        header += '\n';
        return std::string("\x93NUMPY\x01\0", 8) + static_cast<char>(header.size() & 255) +
               static_cast<char>(header.size() >> 8) + header + data;
    };
    const auto save = [&](const std::string& x, const std::string& y) {
        QuaZip zip(QString::fromStdString((dir / "d.npz").string()));
        ASSERT_TRUE(zip.open(QuaZip::mdCreate));
        for (const auto& [name, content] : {std::pair("x.npy", x), std::pair("y.npy", y)}) {
            QuaZipFile entry(&zip);
            ASSERT_TRUE(entry.open(QIODevice::WriteOnly, QuaZipNewInfo(name)));
            entry.write(content.data(), static_cast<qint64>(content.size()));
            entry.close();
        }
        zip.close();
    };
    const std::string x = array("|u1", "(3, 1, 4, 4)", std::string(48, '\x40'));
    const std::string y = array("<i8", "(3,)", std::string(24, '\0'));
    const auto read = [&] { loadImages(dir / "d.npz", 1, 4, 4); };
    save(x, y);
    EXPECT_GT(spoil(dir / "d.npz", 1500, read), 500);
    // Spoilt arrays in a sound archive, which the archive's checksum does not tell.
    Damage damage(x);
    for (int i = 0; i < 600; ++i) {
        save(damage.next(), y);
        try {
            read();
        } catch (const Error& error) {
            expectMessage(error.what(), {"d.npz"});
        }
    }
    for (const char* shape : {"(999999999999, 1, 4, 4)", "(4294967296, 4294967296, 4, 4)",
                              "(-1, 1, 4, 4)", "(3, 1, 4, 18446744073709551615)"}) {
        save(array("|u1", shape, std::string(48, '\0')), y);
        expectMessage(errorOf(read), {"d.npz"});
    }
}

}  // namespace
}  // namespace lpstudio::test
