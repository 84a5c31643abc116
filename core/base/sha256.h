#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace lpstudio {

/// SHA-256 (FIPS 180-4) of bytes that come in pieces.
class Sha256 {
public:
    Sha256();
    Sha256(const Sha256&) = delete;
    Sha256& operator=(const Sha256&) = delete;
    ~Sha256();

    void add(const void* data, std::size_t bytes);
    void add(std::string_view text) { add(text.data(), text.size()); }
    /// Of all that was added, 64 hexadecimal digits in lower case. Nothing may be added afterwards.
    std::string hex();

private:
    struct Context;
    std::unique_ptr<Context> context_;
};

/// Of a text, as Sha256::hex().
std::string textSha256(std::string_view text);

/// Of a file, as Sha256::hex(). Throws Error if it is not a plain file or cannot be read.
std::string fileSha256(const std::filesystem::path& file);

/// Whether the text is what Sha256::hex() may give.
bool isSha256(std::string_view text);

}  // namespace lpstudio
