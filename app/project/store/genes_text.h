#pragma once

#include <string>

#include "core/search/candidate.h"

namespace lpstudio {

/// Genes as stored: `[[n,es,rs,sf],...]`.
std::string genesText(const Candidate& candidate);
/// Throws Error naming `where`.
Candidate genesFromText(const std::string& text, const std::string& where);

}  // namespace lpstudio
