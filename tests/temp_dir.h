#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "core/base/error.h"

namespace lpstudio::test {

/// A folder of its own for one test, removed afterwards.
class TempDir {
public:
    TempDir() {
        std::string name = (std::filesystem::temp_directory_path() / "lpstudio-XXXXXX").string();
        path_ = mkdtemp(name.data());
    }
    ~TempDir() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    TempDir(const TempDir&) = delete;
    TempDir& operator=(const TempDir&) = delete;

    std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
    const std::filesystem::path& path() const { return path_; }
    std::filesystem::path write(const std::string& name, const std::string& content) const {
        std::filesystem::create_directories((path_ / name).parent_path());
        std::ofstream(path_ / name, std::ios::binary) << content;
        return path_ / name;
    }

private:
    std::filesystem::path path_;
};

/// The message of the Error that f throws; a failure if it throws none.
template <class Function>
std::string errorOf(Function f) {
    try {
        f();
    } catch (const Error& error) {
        return error.what();
    }
    ADD_FAILURE() << "nothing was thrown";
    return {};
}

/// Asserts that a message is one line and holds all the words.
inline void expectMessage(const std::string& message, std::initializer_list<const char*> words) {
    EXPECT_EQ(message.find('\n'), std::string::npos) << message;
    for (const char* word : words)
        EXPECT_NE(message.find(word), std::string::npos)
            << "\"" << word << "\" is not in: " << message;
}

}  // namespace lpstudio::test
