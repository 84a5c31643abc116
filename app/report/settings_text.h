#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/study/settings.h"

namespace lpstudio {

/// Settings of a search as names and values for people, in order; those switched off are left out.
std::vector<std::pair<std::string, std::string>> settingsText(const SearchSettings& settings);

}  // namespace lpstudio
