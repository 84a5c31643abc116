#include <CLI/CLI.hpp>
#include <cstdio>

#include "core/base/error.h"
#include "tests/app/desktop/huge_project.h"

// Writes a project with very many candidates over the small example network, for measuring how the
// window opens and draws it.

int main(int argc, char** argv) {
    std::string file;
    lpstudio::test::HugeRun wanted;
    int runs = 1;
    CLI::App app("A project with very many candidates");
    app.add_option("file", file, "new project (.lps)")->required();
    app.add_option("--candidates", wanted.candidates, "of each run")->capture_default_str();
    app.add_option("--runs", runs)->capture_default_str();
    app.add_option("--seed", wanted.seed, "of the first run")->capture_default_str();
    CLI11_PARSE(app, argc, argv);
    try {
        lpstudio::test::writeHugeProject(file, wanted, runs);
        return 0;
    } catch (const lpstudio::Error& error) {
        std::fprintf(stderr, "huge_project: %s\n", error.what());
        return 1;
    }
}
