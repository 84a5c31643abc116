#include <map>
#include <nlohmann/json.hpp>

#include "app/cli/command_line.h"
#include "app/project/bundle/bundle_read.h"
#include "app/project/bundle/bundle_write.h"
#include "app/project/store/store.h"
#include "core/base/error.h"

namespace lpstudio::cli {
namespace {

struct Options {
    std::string project, bundle, out, folder;
    BundleData data = BundleData::Used;
    std::uintmax_t dataLimitMebibytes = BundleOptions::kDataLimit >> 20;
    bool leaveOutMissing = false;
};

nlohmann::json entriesJson(const std::vector<BundleFile>& files) {
    nlohmann::json entries = nlohmann::json::array();
    for (const BundleFile& file : files)
        entries.push_back({{"path", file.path},
                           {"role", file.role},
                           {"bytes", file.bytes},
                           {"sha256", file.sha256}});
    return entries;
}

Table tableOf(const std::vector<BundleFile>& files) {
    Table table{{"file", "role", "bytes", "sha256"}, {}};
    for (const BundleFile& file : files)
        table.rows.push_back(
            {file.path, file.role, std::to_string(file.bytes), file.sha256.substr(0, 12)});
    return table;
}

void bundleCommand(const Globals& globals, const Options& o) {
    if (!o.out.ends_with(".lpz"))
        throw UsageError("--out " + o.out + ": give a name that ends in .lpz");
    ProgressPrinter progress(globals);
    const ProjectStore store = ProjectStore::open(o.project);
    const BundleResult result =
        writeBundle(store, o.out, {o.data, o.dataLimitMebibytes << 20, o.leaveOutMissing},
                    globals.stop, progress.function());
    nlohmann::json files = nlohmann::json::array();
    for (const BundleFile& file : result.files) files.push_back(file.path);
    std::vector<std::string> summary{o.out + ": " + std::to_string(result.files.size()) +
                                     " files, " + std::to_string(result.bytes) + " bytes"};
    for (const std::string& line : result.leftOut) summary.push_back("left out: " + line);
    printResult(globals,
                {{"file", o.out},
                 {"files", files},
                 {"bytes", result.bytes},
                 {"entries", entriesJson(result.files)},
                 {"left_out", result.leftOut}},
                summary, tableOf(result.files));
}

void unbundleCommand(const Globals& globals, const Options& o) {
    ProgressPrinter progress(globals);
    const BundleResult result = unpackBundle(o.bundle, o.folder, globals.stop, progress.function());
    nlohmann::json files = nlohmann::json::array();
    for (const BundleFile& file : result.files)
        files.push_back((std::filesystem::path(o.folder) / file.path).string());
    std::vector<std::string> summary{"project: " + result.file.string()};
    for (const std::string& line : result.leftOut) summary.push_back("not included: " + line);
    printResult(globals,
                {{"project", result.file.string()},
                 {"files", files},
                 {"bytes", result.bytes},
                 {"entries", entriesJson(result.files)},
                 {"left_out", result.leftOut}},
                summary, tableOf(result.files));
}

}  // namespace

void addBundleCommands(CLI::App& app, Globals& globals) {
    static Options o;
    static const std::map<std::string, BundleData> kData{
        {"used", BundleData::Used}, {"all", BundleData::All}, {"none", BundleData::None}};
    auto* bundle =
        app.add_subcommand("bundle", "Pack a project with its models and data into one file");
    bundle->add_option("PROJECT", o.project, "project file (.lps)")->required();
    bundle->add_option("--out", o.out, "bundle file (.lpz)")->required();
    bundle
        ->add_option("--data", o.data,
                     "image sets to include: used (those that runs were calibrated on; default), "
                     "all, none")
        ->transform(CLI::Transformer(kData));
    bundle
        ->add_option("--data-limit-mib", o.dataLimitMebibytes,
                     "a larger image set is left out and listed")
        ->capture_default_str()
        ->check(CLI::Range(std::uintmax_t{0}, std::uintmax_t{1} << 30));
    bundle->add_flag("--leave-out-missing", o.leaveOutMissing,
                     "leave out models and image sets that are missing or have changed");
    bundle->callback([&globals] { bundleCommand(globals, o); });

    auto* unbundle = app.add_subcommand("unbundle", "Unpack a bundle after checking all of it");
    unbundle->add_option("BUNDLE", o.bundle, "bundle file (.lpz)")->required();
    unbundle->add_option("--to", o.folder, "folder, new or empty")->required();
    unbundle->callback([&globals] { unbundleCommand(globals, o); });
}

}  // namespace lpstudio::cli
