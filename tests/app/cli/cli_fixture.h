#pragma once

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/base/paths.h"

// The command line as a user meets it: the real program, its standard output, its one line of
// error, its exit status.

namespace lpstudio::test {

namespace fs = std::filesystem;
using nlohmann::json;

struct Outcome {
    int status = -1;
    std::string out, error;
};

inline std::string slurp(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

class Cli : public testing::Test {
protected:
    void SetUp() override {
        std::string pattern = (fs::temp_directory_path() / "lpstudio-cli-XXXXXX").string();
        folder_ = mkdtemp(pattern.data());
    }
    void TearDown() override { fs::remove_all(folder_); }

    Outcome run(const std::string& arguments) const {
        return shell("\"" LPSTUDIO_CLI "\" " + arguments);
    }
    /// Any command; its output and status.
    Outcome shell(const std::string& command) const {
        const fs::path out = folder_ / "stdout", error = folder_ / "stderr";
        const int status =
            std::system(("{ " + command + "; } >" + out.string() + " 2>" + error.string()).c_str());
        return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, slurp(out), slurp(error)};
    }
    json runJson(const std::string& arguments) const {
        const Outcome outcome = run("--json --quiet " + arguments);
        EXPECT_EQ(outcome.status, 0) << outcome.error;
        EXPECT_EQ(outcome.error, "");
        return json::parse(outcome.out, nullptr, false);
    }
    void expectError(const std::string& arguments, int status, const std::string& part) const {
        const Outcome outcome = run("--quiet " + arguments);
        EXPECT_EQ(outcome.status, status) << arguments << ": " << outcome.error;
        EXPECT_NE(outcome.error.find(part), std::string::npos)
            << arguments << ": " << outcome.error;
        EXPECT_EQ(std::count(outcome.error.begin(), outcome.error.end(), '\n'), 1)
            << arguments << ": " << outcome.error;
        EXPECT_EQ(outcome.out, "") << arguments;
    }
    static std::string example(const std::string& name) {
        return std::string(LPSTUDIO_SOURCE_DIR) + "/resources/example/" + name;
    }

    fs::path folder_;
};

/// A float32 array as NumPy writes it; `shape` as Python prints it, else a vector.
inline void writeNpy(const fs::path& file, const std::vector<float>& values,
                     std::string shape = "") {
    if (shape.empty()) shape = "(" + std::to_string(values.size()) + ",)";
    std::string header = "{'descr': '<f4', 'fortran_order': False, 'shape': " + shape + ", }";
    header.append((64 - (header.size() + 11) % 64) % 64, ' ');
    header += '\n';
    std::ofstream out(file, std::ios::binary);
    out << "\x93NUMPY" << '\1' << '\0' << static_cast<char>(header.size() & 255)
        << static_cast<char>(header.size() >> 8) << header;
    out.write(reinterpret_cast<const char*>(values.data()),
              static_cast<std::streamsize>(values.size() * sizeof(float)));
}

template <class Element = float>
std::vector<Element> readNpy(const fs::path& file) {
    const std::string bytes = slurp(file);
    const std::size_t start = bytes.find('\n') + 1;
    std::vector<Element> values((bytes.size() - start) / sizeof(Element));
    std::memcpy(values.data(), bytes.data() + start, values.size() * sizeof(Element));
    return values;
}

}  // namespace lpstudio::test
