#include "app/project/import/npy.h"

#include <cstring>

#include "app/project/import/npy_header.h"
#include "tests/temp_dir.h"

namespace lpstudio::test {
namespace {

/// A file as numpy.save writes it, byte by byte.
std::string numpyFile(const std::string& dict, const std::string& data, int major = 1) {
    std::string head = "\x93NUMPY";
    head += static_cast<char>(major);
    head += '\0';
    std::string text = dict;
    const std::size_t fixed = major == 1 ? 10 : 12;
    text.append((64 - (fixed + text.size() + 1) % 64) % 64, ' ');
    text += '\n';
    for (std::size_t i = 0; i < fixed - 8; ++i)
        head += static_cast<char>((text.size() >> (8 * i)) & 0xFF);
    return head + text + data;
}

template <class T>
std::string bytesOf(std::initializer_list<T> values) {
    std::string bytes;
    for (const T value : values) {
        char raw[sizeof(T)];
        std::memcpy(raw, &value, sizeof(T));
        bytes.append(raw, sizeof(T));
    }
    return bytes;
}

TEST(Npy, ReadsWhatNumpyWrites) {
    TempDir dir;
    const auto file =
        dir.write("a.npy", numpyFile("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }",
                                     bytesOf<float>({1, 2, 3, -4, 0.5f, 6})));
    const NpyArray array = readNpy(file);
    EXPECT_EQ(array.shape, (std::vector<std::int64_t>{2, 3}));
    EXPECT_EQ(array.floats("a"), (std::vector<float>{1, 2, 3, -4, 0.5f, 6}));
    for (const int major : {2, 3}) {
        const auto other = dir.write(
            "b.npy",
            numpyFile("{'descr': '|u1', 'fortran_order': False, 'shape': (), }", "\x07", major));
        EXPECT_EQ(readNpy(other).integers("b"), std::vector<std::int64_t>{7});
    }
}

TEST(Npy, ReadsEveryIntegerType) {
    TempDir dir;
    const auto check = [&](const char* descr, const std::string& data,
                           std::vector<std::int64_t> expected) {
        const auto file = dir.write("a.npy", numpyFile(std::string("{'descr': '") + descr +
                                                           "', 'fortran_order': False, "
                                                           "'shape': (2,), }",
                                                       data));
        EXPECT_EQ(readNpy(file).integers("a"), expected) << descr;
    };
    check("|i1", bytesOf<std::int8_t>({-1, 2}), {-1, 2});
    check("<i2", bytesOf<std::int16_t>({-300, 2}), {-300, 2});
    check("<u2", bytesOf<std::uint16_t>({65535, 2}), {65535, 2});
    check("<i4", bytesOf<std::int32_t>({-70000, 2}), {-70000, 2});
    check("<u4", bytesOf<std::uint32_t>({4000000000U, 2}), {4000000000, 2});
    check("<i8", bytesOf<std::int64_t>({-5000000000, 2}), {-5000000000, 2});
    check("<u8", bytesOf<std::uint64_t>({5000000000, 2}), {5000000000, 2});
}

TEST(Npy, RoundTripsAndStartsDataAtAMultipleOf64) {
    TempDir dir;
    const std::vector<float> values{1, -2, 3.25f};
    for (const std::vector<std::int64_t>& shape :
         {std::vector<std::int64_t>{3}, {1, 3}, {3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}}) {
        writeNpy(dir / "a.npy", values, shape);
        const NpyArray array = readNpy(dir / "a.npy");
        EXPECT_EQ(array.shape, shape);
        EXPECT_EQ(array.floats("a"), values);
        EXPECT_EQ((std::filesystem::file_size(dir / "a.npy") - 12) % 64, 0u);
    }
    const std::vector<std::int32_t> codes{-3, 0, 7};
    const std::vector<std::int64_t> three{3};
    writeNpy(dir / "c.npy", codes, three);
    EXPECT_EQ(readNpy(dir / "c.npy").integers("c"), (std::vector<std::int64_t>{-3, 0, 7}));
    const std::vector<std::int64_t> wrong{4};
    expectMessage(errorOf([&] { writeNpy(dir / "c.npy", codes, wrong); }), {"c.npy", "shape"});
    EXPECT_EQ(npyHeader("<f4", three).find("(3,)"), npyHeader("<f4", three).find('('));
}

TEST(Npy, NamesWhatIsWrong) {
    TempDir dir;
    const auto message = [&](const std::string& content) {
        const auto file = dir.write("bad.npy", content);
        return errorOf([&] { readNpy(file); });
    };
    const std::string good =
        numpyFile("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", "12345678");
    expectMessage(errorOf([&] { readNpy(dir / "none.npy"); }), {"none.npy", "no such file"});
    expectMessage(errorOf([&] { readNpy(dir.path()); }), {"is a directory"});
    expectMessage(message("hello"), {"bad.npy", "not a NumPy"});
    expectMessage(message(good.substr(0, 30)), {"truncated inside its header"});
    expectMessage(message(good.substr(0, good.size() - 1)), {"promises 8 bytes", "holds 7"});
    expectMessage(message(good + "x"), {"promises 8 bytes", "holds 9"});
    expectMessage(
        message(numpyFile("{'descr': '>f4', 'fortran_order': False, 'shape': (2,), }", "12345678")),
        {"big-endian", "astype"});
    expectMessage(message(numpyFile("{'descr': '<f4', 'fortran_order': True, 'shape': (1, 2), }",
                                    "12345678")),
                  {"Fortran order", "ascontiguousarray"});
    expectMessage(
        message(numpyFile("{'descr': '<c8', 'fortran_order': False, 'shape': (1,), }", "12345678")),
        {"'<c8'", "float32"});
    expectMessage(message(numpyFile("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': "
                                    "(1,), }",
                                    "1234")),
                  {"records"});
    expectMessage(message(numpyFile("{'descr': '<f4', 'shape': (1,), }", "1234")), {"damaged"});
    expectMessage(message(numpyFile("{'descr': '<f4', 'fortran_order': False, 'shape': "
                                    "(99999999999, 99999999999), }",
                                    "1234")),
                  {"too many"});
    const auto whole = dir.write(
        "i.npy",
        numpyFile("{'descr': '<i8', 'fortran_order': False, 'shape': (1,), }", "12345678"));
    expectMessage(errorOf([&] { readNpy(whole).floats("i"); }), {"int64", "float32"});
    expectMessage(errorOf([&] { parseNpy({}, "empty"); }), {"empty", "not a NumPy"});
}

}  // namespace
}  // namespace lpstudio::test
