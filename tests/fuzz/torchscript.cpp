// TorchScript archives as far as this program reads them itself: the container with its checksums,
// and the check of the code before LibTorch sees it. LibTorch is not instrumented, and what it does
// not survive is tried in a process of its own by the program (signalOfChild()).

#include "app/project/import/model_archive.h"
#include "core/network/code_check.h"
#include "tests/fuzz/fuzz.h"

using namespace lpstudio;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto file = fuzz::scratch().file("model.pt", {data, size});
    fuzz::unlessRefused([&] {
        requireSoundArchive(file);
        return true;
    });
    (void)holdsCode(file);
    const std::string_view code = fuzz::textOf(data, size);
    const std::string why = unsupportedCode(code);
    if (!why.empty()) {
        fuzz::requireMessage(why);
        return 0;
    }
    // Counted otherwise: outside of strings nothing is open deeper than the parser's stack bears.
    // A string may hide brackets, so only code without any is counted.
    if (code.find_first_of("\"'") != std::string_view::npos) return 0;
    int depth = 0;
    for (const char c : code) {
        depth += c == '(' || c == '[' || c == '{' ? 1 : 0;
        if (depth > 0) depth -= c == ')' || c == ']' || c == '}' ? 1 : 0;
        fuzz::require(depth <= 256, "deep nesting is refused");
    }
    return 0;
}
