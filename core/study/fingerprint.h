#pragma once

#include <string>
#include <vector>

#include "core/study/settings.h"

namespace lpstudio {

struct ImageSet;
class Network;

/// What a run depends on: model, data, settings, seed, scoring version, intra-op threads (always
/// one; earlier versions allowed more), and `hardware`, the accelerator's description; equal text,
/// equal candidates and scores. Limits, memory and the number of cores do not count, nor does what
/// the other algorithm would do. Read with fingerprintDifferences().
std::string fingerprint(const Network& network, const ImageSet& calibration,
                        const SearchSettings& settings, const std::string& hardware = {});

/// What changed between two fingerprints, for people: "the model file", "population 20 -> 30".
/// Empty: nothing; the wording of the sources of an accelerator's constants is nothing. Throws
/// Error if the stored one cannot be read.
std::vector<std::string> fingerprintDifferences(const std::string& stored,
                                                const std::string& current);

}  // namespace lpstudio
