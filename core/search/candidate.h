#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/base/ids.h"
#include "core/base/units.h"
#include "core/number/lp.h"

namespace lpstudio {

/// LP parameters of every quantizable layer's weights, in layer order.
struct Candidate {
    std::vector<LpParameters> genes;

    friend bool operator==(const Candidate&, const Candidate&) = default;
};

/// What bias correction adds to the output channels of each layer; empty: nothing.
using OutputShifts = std::vector<std::vector<float>>;

/// Where in a search a candidate was made. Pass 0 is the initial population (block and cycle 0).
struct Origin {
    int pass = 0, block = 0, cycle = 0;
    int child = 0;  ///< 0: C_N; 1..D: diversity children; in pass 0 the position in the population
};

/// What the accelerator model says of a candidate; 0 where no hardware was chosen.
struct HardwareCost {
    double energyPicojoules = 0, latencySeconds = 0, areaSquareMicrometres = 0;

    double joules() const { return Picojoules(energyPicojoules).joules(); }
    double squareMillimetres() const {
        return SquareMicrometres(areaSquareMicrometres).squareMillimetres();
    }
};

/// A candidate with everything known of it.
struct ScoredCandidate {
    CandidateId id;
    Origin origin;
    Candidate candidate;
    double contrast = 0;     ///< score without the cost term, L_CO by default
    double compression = 0;  ///< L_CR
    double fitness = 0;      ///< contrast * compression^lambda, to be minimised
    double meanWeightBits = 0, meanActivationBits = 0;
    double modelBytes = 0;
    HardwareCost hardware;
    double seconds = 0;       ///< wall time of its evaluation
    double top1Percent = -1;  ///< negative: not measured
    /// Found as it was scored, if the search corrects biases, for whoever stores it; null after.
    std::shared_ptr<const OutputShifts> outputShifts = nullptr;

    bool hasTop1() const { return top1Percent >= 0; }
};

}  // namespace lpstudio
