#include "core/base/sha256.h"

#include <openssl/evp.h>

#include <array>
#include <fstream>
#include <memory>

#include "core/base/error.h"

namespace lpstudio {

std::string fileSha256(const std::filesystem::path& file) {
    std::error_code ignored;
    // A path may come from a stranger's project, and a device has no end.
    if (std::filesystem::exists(file, ignored) && !std::filesystem::is_regular_file(file, ignored))
        throw Error(file.string() + ": is not a plain file; give another");
    std::ifstream in(file, std::ios::binary);
    if (!in) throw Error(file.string() + ": cannot be read; check the path and its permissions");
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                          EVP_MD_CTX_free);
    EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr);
    std::array<char, 1U << 16> chunk;
    while (in.read(chunk.data(), chunk.size()) || in.gcount() > 0)
        EVP_DigestUpdate(context.get(), chunk.data(), static_cast<std::size_t>(in.gcount()));
    if (in.bad()) throw Error(file.string() + ": cannot be read to its end; check the disk");
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
    unsigned int size = 0;
    EVP_DigestFinal_ex(context.get(), digest.data(), &size);
    constexpr const char* kDigits = "0123456789abcdef";
    std::string text;
    for (unsigned int i = 0; i < size; ++i) {
        text += kDigits[digest[i] >> 4];
        text += kDigits[digest[i] & 15];
    }
    return text;
}

}  // namespace lpstudio
