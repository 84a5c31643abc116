#pragma once

#include <filesystem>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "app/project/export/config.h"
#include "core/base/progress.h"

namespace lpstudio {

/// What can be written of a candidate.
enum class ExportKind {
    Config,       ///< LP configuration, STEM.config.json
    Csv,          ///< table of layers, STEM.layers.csv
    Codes,        ///< packed code words, STEM.codes.safetensors
    TorchScript,  ///< quantized network, STEM.pt, with its card STEM.json
    Memory,       ///< $readmemh images, folder STEM.memory
};
inline constexpr ExportKind kExportKinds[] = {ExportKind::Config, ExportKind::Csv,
                                              ExportKind::Codes, ExportKind::TorchScript,
                                              ExportKind::Memory};
/// "config", "csv", "codes", "torchscript", "memory".
const char* exportKindName(ExportKind kind);
/// Throws UsageError listing the names.
ExportKind parseExportKind(std::string_view name);

struct ExportOptions {
    std::vector<ExportKind> what{ExportKind::Config};
    /// The TorchScript file rounds activations too, by standard operators.
    bool activationsInGraph = false;
    /// Design (preset or file) whose grid the memory images are laid out for.
    std::string hardware = "lpa-8x8";
    std::string stem = "candidate";  ///< begins every file name
};

/// Writes a configuration of the network in the chosen forms into `folder`, which is made if need
/// be; files of the same names are replaced. All of them appear, or none: they are made in a folder
/// beside and moved when the last one is whole. Returns the files in the order of `what`.
/// Throws Error, UsageError, Cancelled.
std::vector<std::filesystem::path> exportConfig(const Network& network, const Config& config,
                                                const ExportOptions& options,
                                                const std::filesystem::path& folder,
                                                const std::stop_token& stop = {},
                                                const ProgressFunction& progress = {});

/// Whether exportConfig() wrote this file as a configuration, which a project remembers.
bool isConfigFile(const std::filesystem::path& file);

/// "run-2-candidate-17": begins the names of a candidate's files.
std::string exportStem(RunId run, CandidateId candidate);

}  // namespace lpstudio
