#include "core/base/sha256.h"

#include <openssl/evp.h>

#include <array>
#include <fstream>

#include "core/base/error.h"

namespace lpstudio {

struct Sha256::Context {
    EVP_MD_CTX* digest = EVP_MD_CTX_new();

    Context() { EVP_DigestInit_ex(digest, EVP_sha256(), nullptr); }
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;
    ~Context() { EVP_MD_CTX_free(digest); }
};

Sha256::Sha256() : context_(std::make_unique<Context>()) {}
Sha256::~Sha256() = default;

void Sha256::add(const void* data, std::size_t bytes) {
    EVP_DigestUpdate(context_->digest, data, bytes);
}

std::string Sha256::hex() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
    unsigned int size = 0;
    EVP_DigestFinal_ex(context_->digest, digest.data(), &size);
    constexpr const char* kDigits = "0123456789abcdef";
    std::string text;
    for (unsigned int i = 0; i < size; ++i) {
        text += kDigits[digest[i] >> 4];
        text += kDigits[digest[i] & 15];
    }
    return text;
}

std::string textSha256(std::string_view text) {
    Sha256 hash;
    hash.add(text);
    return hash.hex();
}

std::string fileSha256(const std::filesystem::path& file) {
    std::error_code ignored;
    // A path may come from a stranger's project, and a device has no end.
    if (std::filesystem::exists(file, ignored) && !std::filesystem::is_regular_file(file, ignored))
        throw Error(file.string() + ": is not a plain file; give another");
    std::ifstream in(file, std::ios::binary);
    if (!in) throw Error(file.string() + ": cannot be read; check the path and its permissions");
    Sha256 hash;
    std::array<char, 1U << 16> chunk;
    while (in.read(chunk.data(), chunk.size()) || in.gcount() > 0)
        hash.add(chunk.data(), static_cast<std::size_t>(in.gcount()));
    if (in.bad()) throw Error(file.string() + ": cannot be read to its end; check the disk");
    return hash.hex();
}

bool isSha256(std::string_view text) {
    return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == text.npos;
}

}  // namespace lpstudio
