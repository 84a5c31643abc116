// Damaged projects: opened, and recovered.

#include "app/project/store/recover.h"

#include "tests/fuzz/fuzz_project.h"

using namespace lpstudio;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const std::vector<std::uint8_t> sound = fuzz::soundProject();
    const std::filesystem::path folder = fuzz::scratch().path();
    for (const auto& old : std::filesystem::directory_iterator(folder))
        std::filesystem::remove_all(old.path());
    const auto damaged = fuzz::patched(sound, {data, size});
    const auto file = fuzz::scratch().file("p.lps", damaged);
    const auto result = fuzz::unlessRefused([&] { return recoverProject(file); });
    fuzz::require(fuzz::bytesOf(file) == damaged, "the damaged file is only read");
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        fuzz::require(entry.path() == file || entry.path() == recoveredPath(file),
                      "nothing is left behind", entry.path().string());
        ++files;
    }
    const bool made = result && !result->sound;
    fuzz::require(files == (made ? 2 : 1), "there is a recovered project only if it is said");
    if (made) {
        const auto good = fuzz::unlessRefused([&] {
            ProjectStore::check(result->file);
            const ProjectStore store = ProjectStore::open(result->file);
            for (const RunRecord& run : store.runs()) (void)store.candidates(run.id);
            return true;
        });
        fuzz::require(good.has_value(), "what was recovered is a project");
    }
    // Last, for opening may write.
    fuzz::unlessRefused([&] {
        const ProjectStore store = ProjectStore::open(file);
        (void)store.models();
        (void)store.datasets();
        for (const RunRecord& run : store.runs()) (void)store.candidates(run.id);
        return true;
    });
    return 0;
}
