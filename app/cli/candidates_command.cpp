#include <cmath>
#include <map>
#include <nlohmann/json.hpp>

#include "app/cli/candidate_choice.h"
#include "app/cli/command_line.h"
#include "app/project/store/store.h"
#include "core/base/text.h"
#include "core/number/format.h"

namespace lpstudio::cli {
namespace {

/// A number with all its digits; a dash where it is not known.
std::string full(double value) {
    return std::isfinite(value) ? shortestText(value) : "-";
}

std::string widthsText(const Candidate& candidate) {
    std::string text;
    for (const LpParameters& gene : candidate.genes)
        text += (text.empty() ? "" : " ") + std::to_string(gene.n);
    return text;
}

nlohmann::json genesJson(const Candidate& candidate) {
    nlohmann::json genes = nlohmann::json::array();
    for (const LpParameters& gene : candidate.genes)
        genes.push_back({{"n", gene.n}, {"es", gene.es}, {"rs", gene.rs}, {"sf", gene.sf}});
    return genes;
}

void candidatesCommand(const Globals& globals, const CandidateOptions& o) {
    const ProjectStore store = ProjectStore::open(o.project);
    const RunRecord run = chosenRun(store, o.run);
    nlohmann::json candidates = nlohmann::json::array();
    Table table{{"id", "pass", "block", "cycle", "child", "fitness", "contrast", "compression",
                 "mean_weight_bits", "mean_activation_bits", "model_bytes", "energy_pj",
                 "latency_s", "area_um2", "top1_percent", "seconds", "widths", "name", "starred"},
                {}};
    std::map<CandidateId, CandidateNote> notes;
    for (CandidateNote& note : store.candidateNotes(run.id)) notes[note.candidate] = note;
    const auto digits = [&](double value) { return globals.csv ? full(value) : text(value); };
    for (const ScoredCandidate& c : store.candidates(run.id)) {
        const Origin& origin = c.origin;
        nlohmann::json json = candidateJson(c);
        json["pass"] = origin.pass;
        json["block"] = origin.block;
        json["cycle"] = origin.cycle;
        json["child"] = origin.child;
        json["seconds"] = number(c.seconds);
        json["genes"] = genesJson(c.candidate);
        const CandidateNote& note = notes[c.id];
        json["name"] = note.name;
        json["notes"] = note.notes;
        json["starred"] = note.starred;
        candidates.push_back(std::move(json));
        std::vector<std::string> row;
        for (const std::int64_t place :
             {c.id.value, std::int64_t{origin.pass}, std::int64_t{origin.block},
              std::int64_t{origin.cycle}, std::int64_t{origin.child}})
            row.push_back(std::to_string(place));
        for (const double value : {c.fitness, c.contrast, c.compression, c.meanWeightBits,
                                   c.meanActivationBits, c.modelBytes, c.hardware.energyPicojoules,
                                   c.hardware.latencySeconds, c.hardware.areaSquareMicrometres})
            row.push_back(digits(value));
        row.push_back(c.hasTop1() ? digits(c.top1Percent) : "-");
        row.push_back(digits(c.seconds));
        row.push_back(widthsText(c.candidate));
        row.push_back(note.name);
        row.push_back(note.starred ? "1" : "0");
        table.rows.push_back(std::move(row));
    }
    printResult(globals,
                {{"project", o.project},
                 {"run", run.id.value},
                 {"kind", runKindName(run.kind)},
                 {"best", run.best ? nlohmann::json(run.best->value) : nlohmann::json()},
                 {"candidates", candidates}},
                {}, table);
}

}  // namespace

void addCandidatesCommand(CLI::App& app, Globals& globals) {
    static CandidateOptions o;
    auto* candidates = app.add_subcommand(
        "candidates", "Every candidate of a run with its scores, place in the search and genes");
    o.addProject(*candidates);
    o.addRun(*candidates);
    candidates->callback([&globals] { candidatesCommand(globals, o); });
}

}  // namespace lpstudio::cli
