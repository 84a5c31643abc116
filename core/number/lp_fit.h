#pragma once

#include <cstddef>
#include <functional>

#include "core/number/lp.h"
#include "core/number/magnitude_table.h"

namespace lpstudio {

/// How many pairs of es and rs a fit of `lp:n` tries.
std::size_t lpMembers(int n);

/// The parameters that LpFormat(n).fit() finds: least mean squared error over all es, rs and sf.
/// `goOn` hears how many members have been tried (of lpMembers()) and answers whether to go on;
/// throws Cancelled if not. A member of 16 bits takes some milliseconds, and there are 90.
LpParameters fitLp(int n, const MagnitudeTable& table,
                   const std::function<bool(std::size_t)>& goOn = {});

}  // namespace lpstudio
