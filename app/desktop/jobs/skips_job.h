#pragma once

#include <memory>
#include <vector>

#include "app/desktop/jobs/job.h"
#include "core/network/network.h"
#include "core/network/skips.h"

namespace lpstudio {

/// Finds a network's residual connections, which takes another loading of its file.
class SkipsJob final : public Job {
    Q_OBJECT

public:
    using Job::Job;
    void start(std::shared_ptr<const Network> network);

Q_SIGNALS:
    void found(const std::vector<lpstudio::Skip>& skips);
};

}  // namespace lpstudio
