#include <cmath>

#include "core/number/ladder.h"

namespace lpstudio {

// QLoRA (Dettmers et al., NeurIPS 2023), appendix E, "The exact values of the NF4 data type":
// quantiles of the standard normal distribution, scaled into [-1, 1], with an exact zero. Float32
// as published. Eight values are positive: the code +8 takes the word 1000, free because -0 does
// not exist.
Ladder normalFloatLadder() {
    Ladder ladder{.spec = "nf4", .bits = 4};
    for (const float value :
         {0.07958029955625534F, 0.16093020141124725F, 0.24611230194568634F, 0.33791524171829224F,
          0.44070982933044434F, 0.5626170039176941F, 0.7229568362236023F, 1.0F})
        ladder.append(value);
    std::int32_t code = 0;
    for (const float value : {0.09105003625154495F, 0.18477343022823334F, 0.28444138169288635F,
                              0.39491748809814453F, 0.5250730514526367F, 0.6961928009986877F, 1.0F})
        ladder.negative.push_back({value, std::log2(static_cast<long double>(value)), --code});
    return ladder;
}

}  // namespace lpstudio
