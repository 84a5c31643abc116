#pragma once

#include <filesystem>

namespace lpstudio {

/// Reads every entry of a zip file and compares it with its checksum, which LibTorch does not do.
/// What is no zip file at all is left to the loader, which knows what to say of it. Throws Error
/// naming the file and the damaged entry, or that it unpacks to more than half of the memory.
void requireSoundArchive(const std::filesystem::path& file);

/// Whether it is a zip file with code in it, as a TorchScript archive is.
bool holdsCode(const std::filesystem::path& file);

}  // namespace lpstudio
