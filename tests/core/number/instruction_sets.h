#pragma once

#include <gtest/gtest.h>
#include <hwy/targets.h>

#include "core/number/kernels.h"

namespace lpstudio::test {

/// Runs `work` once under every instruction set this processor has, the best one last, which stays
/// in use.
template <class Work>
void underEveryInstructionSet(const Work& work) {
    struct Restore {
        ~Restore() {
            hwy::SetSupportedTargetsForTest(0);
            hwy::GetChosenTarget().Update(hwy::SupportedTargets());
        }
    } restore;
    auto targets = hwy::SupportedAndGeneratedTargets();
    std::reverse(targets.begin(), targets.end());
    for (const auto target : targets) {
        hwy::SetSupportedTargetsForTest(target);
        hwy::GetChosenTarget().Update(hwy::SupportedTargets());
        const std::string name = simd::targetName();
        ASSERT_EQ(name, hwy::TargetName(target));
        work(name);
    }
}

}  // namespace lpstudio::test
