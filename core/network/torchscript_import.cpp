#include "core/network/torchscript_import.h"

#include <caffe2/serialize/inline_container.h>
#include <malloc.h>
#include <torch/csrc/jit/api/module.h>
#include <torch/csrc/jit/ir/ir.h>
#include <torch/csrc/jit/serialization/import.h>
#include <torch/version.h>

#include <array>
#include <chrono>
#include <map>
#include <string_view>

#include "core/base/error.h"
#include "core/network/code_check.h"
#include "core/network/torch_runtime.h"

namespace lpstudio {
namespace {

const std::string kHowToExport =
    "export the model with resources/python/lpstudio_export.py of LP Studio";

/// Longer than a model takes to load; after that it is loaded without having been tried.
constexpr std::chrono::seconds kTrialPatience{20};

/// Parts of the names of operators that hide the layers of an attention.
constexpr std::array kFused{
    "_native_multi_head_attention", "scaled_dot_product", "_transformer_encoder_layer_fwd",
    "multi_head_attention_forward", "_flash_attention",   "_efficient_attention"};

bool isFused(const std::string& op) {
    for (const char* fused : kFused)
        if (op.find(fused) != std::string::npos) return true;
    return false;
}

/// "name" up to the first character that no operator's name has.
std::string operatorAt(const std::string& text, std::size_t begin) {
    const auto end = text.find_first_not_of(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_:", begin);
    return text.substr(begin, end == std::string::npos ? end : end - begin);
}

/// The PyTorch that brought an operator, where classifiers are known to use it.
std::string firstIn(const std::string& op) {
    static const std::map<std::string, std::string> known{
        {"aten::scaled_dot_product_attention", "2.0"},
        {"aten::_native_batch_norm_legit", "2.0"},
        {"aten::_unsafe_index", "2.1"},
        {"aten::rms_norm", "2.4"},
        {"aten::_safe_softmax", "2.5"},
        {"aten::_fused_rms_norm", "2.8"},
    };
    const auto found = known.find(op);
    return found == known.end() ? std::string() : found->second;
}

/// What the archive itself tells of its writer; nothing in it names a version outright.
struct Archive {
    bool readable = false;
    bool weightsOnly = false;      ///< data but no code: a state_dict, or a pickled model
    bool exportedProgram = false;  ///< torch.export
    bool from2_1 = false;          ///< PyTorch 2.1 and newer note the byte order
};

Archive look(const std::string& path) {
    Archive archive;
    try {
        caffe2::serialize::PyTorchStreamReader reader(path);
        archive.readable = true;
        archive.from2_1 = reader.hasRecord("byteorder");
        archive.exportedProgram = reader.hasRecord("archive_format") ||
                                  reader.hasRecord("serialized_exported_program.json") ||
                                  reader.hasRecord("models/model.json");
        archive.weightsOnly = reader.hasRecord("data.pkl") && !reader.hasRecord("constants.pkl");
    } catch (const std::exception&) {
        // Left unreadable: the loader's own message tells more.
    }
    return archive;
}

std::string fusedMessage(const std::string& path, const std::string& op) {
    const std::string version = firstIn(op);
    return path + ": holds the fused attention operator " + op +
           (version.empty() ? "" : " of PyTorch " + version + " and newer") +
           ", which hides the layers inside it; " + kHowToExport +
           ", which writes attention as matmul + softmax + matmul";
}

std::string unknownOperator(const std::string& path, const std::string& op) {
    if (isFused(op)) return fusedMessage(path, op);
    const std::string lacks = ", which LibTorch " TORCH_VERSION " here does not have";
    if (!op.starts_with("aten::") && !op.starts_with("prim::"))
        return path + ": uses the operator " + op + " of a library other than PyTorch" + lacks +
               "; replace it by PyTorch's own operators and " + kHowToExport;
    const std::string version = firstIn(op);
    std::string by;
    if (!version.empty())
        by = " of PyTorch " + version + " and newer";
    else if (look(path).from2_1)
        by = " in a file of PyTorch 2.1 or newer";
    return path + ": uses the operator " + op + by + lacks + "; " + kHowToExport +
           ", which replaces it or says what to change";
}

/// One line out of LibTorch's many, without source positions.
std::string firstLine(std::string text) {
    text = text.substr(0, text.find('\n'));
    if (const auto at = text.find(" (most recent call first)"); at != std::string::npos)
        text.resize(at);
    while (text.ends_with('.') || text.ends_with(':') || text.ends_with(' ')) text.pop_back();
    return text;
}

std::string message(const std::string& path, const std::string& what) {
    if (const auto at = what.find("Unknown builtin op: "); at != std::string::npos)
        return unknownOperator(path, operatorAt(what, at + 20));
    // Operators that went on taking other arguments: LibTorch lists those it knows, each on a line
    // of its own that begins with the operator.
    for (const char* head : {"Arguments for call are not valid", "Unknown keyword argument"})
        if (const auto at = what.find(head); at != std::string::npos) {
            const auto op = what.find("aten::", at);
            const std::string which =
                op == std::string::npos ? "an operator" : "the operator " + operatorAt(what, op);
            return path + ": calls " + which +
                   " with arguments that LibTorch " TORCH_VERSION " here does not take" +
                   (look(path).from2_1 ? " (the file is of PyTorch 2.1 or newer)" : "") + "; " +
                   kHowToExport + " and, if it stays, under PyTorch 1.13";
        }
    const Archive archive = look(path);
    if (archive.exportedProgram)
        return path + ": is an exported program (torch.export), not TorchScript; " + kHowToExport;
    if (archive.weightsOnly)
        return path + ": holds weights or a pickled model, no TorchScript; a state_dict is not " +
               "enough, " + kHowToExport;
    if (!archive.readable)
        // A newer format says so itself; all else has no zip archive's end.
        if (what.find("maximum supported version") == std::string::npos)
            return path + ": not a TorchScript file, or truncated; " + kHowToExport;
    return path + ": cannot be read as TorchScript by LibTorch " TORCH_VERSION " (" +
           firstLine(what) + ")" +
           (archive.from2_1 ? "; the file is of PyTorch 2.1 or newer" : "") + "; " + kHowToExport;
}

/// The loader would not come back from such a file; see code_check.h.
void refuseUnsupportedCode(const std::string& path) {
    std::string found;
    try {
        caffe2::serialize::PyTorchStreamReader reader(path);
        for (const std::string& record : reader.getAllRecords()) {
            if (!record.ends_with(".py")) continue;
            const auto [data, size] = reader.getRecord(record);
            const std::string what = unsupportedCode({static_cast<const char*>(data.get()), size});
            if (!what.empty()) found = "its code (" + record + ") " + what;
        }
    } catch (const std::exception&) {
        // What is wrong with the archive the loader tells better.
    }
    if (!found.empty())
        throw Error(path + ": is damaged or malicious: " + found +
                    ", which LibTorch " TORCH_VERSION " cannot handle; do not use this file, or " +
                    kHowToExport);
}

void refuseIn(const torch::jit::Block& block, const std::string& path) {
    for (const torch::jit::Node* node : block.nodes()) {
        for (const torch::jit::Block* inner : node->blocks()) refuseIn(*inner, path);
        const std::string op = node->kind().toQualString();
        if (isFused(op)) throw Error(fusedMessage(path, op));
    }
}

}  // namespace

torch::jit::Module loadModule(const std::filesystem::path& file) {
    // The child process below, too, which has none of the threads that could share its work.
    computeOnThisThread();
    const std::string path = file.string();
    if (!std::filesystem::exists(file)) throw Error(path + ": no such file; check the path");
    if (std::filesystem::is_directory(file))
        throw Error(path + ": is a directory; give a TorchScript file (.pt)");
    refuseUnsupportedCode(path);
    // LibTorch 1.13 follows pointers to nothing, or writes where it should not, when the code or
    // the pickles in a file are not as it writes them.
    const int fault = signalOfChild(
        [&] {
            // What is read from where nothing was written is no pointer then.
            mallopt(M_PERTURB, 0x5A);
            torch::jit::load(path);
        },
        kTrialPatience);
    if (fault != 0)
        throw Error(path +
                    ": is damaged or malicious: LibTorch " TORCH_VERSION " crashes on it (signal " +
                    std::to_string(fault) + "); do not use this file, or " + kHowToExport);
    try {
        return torch::jit::load(path);
    } catch (const std::exception& error) {
        throw Error(message(path, error.what()));
    }
}

void refuseFusedAttention(const torch::jit::Graph& graph, const std::filesystem::path& file) {
    refuseIn(*graph.block(), file.string());
}

}  // namespace lpstudio
