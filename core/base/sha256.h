#pragma once

#include <filesystem>
#include <string>

namespace lpstudio {

/// SHA-256 of a file in hexadecimal. Throws Error if it is not a plain file or cannot be read.
std::string fileSha256(const std::filesystem::path& file);

}  // namespace lpstudio
