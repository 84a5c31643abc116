#include "app/project/runs/manual_candidate.h"

#include <chrono>

#include "app/project/runs/network_workload.h"

namespace lpstudio {

ScoredCandidate scoreManualCandidate(const Network& network, const SearchSession& session,
                                     const SearchSettings& settings, const Candidate& candidate,
                                     const std::stop_token& stop) {
    const auto start = std::chrono::steady_clock::now();
    const SearchSpace& space = session.space();
    ScoredCandidate scored;
    scored.candidate = candidate;
    scored.meanWeightBits = meanWeightBits(space, candidate);
    scored.meanActivationBits = meanActivationBits(space, candidate);
    scored.modelBytes = modelBytes(space, candidate);
    HardwareCost uniform8;
    if (!settings.hardware.empty()) {
        const HardwareCostFunction cost = hardwareCost(network, settings.hardware);
        std::vector<LayerBits> bits;
        for (const LpParameters& gene : candidate.genes)
            bits.push_back({gene.n, activationWidth(gene.n, space.widths)});
        scored.hardware = cost(bits);
        uniform8 = cost(std::vector<LayerBits>(candidate.genes.size(),
                                               LayerBits{8, activationWidth(8, space.widths)}));
    }
    scored.compression =
        compressionOf(settings.cost, scored.meanWeightBits, scored.hardware, uniform8);
    const Evaluation evaluation = session.evaluate(candidate, stop);
    scored.contrast = evaluation.contrast;
    scored.outputShifts = evaluation.outputShifts;
    scored.fitness = fitness(scored.contrast, scored.compression, settings.common.lambda);
    scored.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return scored;
}

std::pair<RunId, CandidateId> saveManualCandidate(RunContext& base, const Candidate& candidate,
                                                  const std::string& name,
                                                  const std::string& runName, double top1Percent,
                                                  const std::stop_token& stop,
                                                  const ProgressFunction& progress) {
    ScoredCandidate scored =
        scoreManualCandidate(*base.network(), base.session(stop, progress),
                             settingsFromJsonText(base.record().settings), candidate, stop);
    scored.top1Percent = top1Percent;
    return base.store()->addManualCandidate(base.run(), scored, name, runName);
}

}  // namespace lpstudio
