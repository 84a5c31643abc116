#pragma once

#include "app/project/import/assets.h"
#include "tests/app/project/small_project.h"

namespace lpstudio::test {

/// A small project whose image sets are known by all of their files, as those that a user adds.
class SoundProject : public SmallProject {
public:
    explicit SoundProject(int candidates = 20) : SmallProject(candidates, datasetSha256) {}
};

}  // namespace lpstudio::test
