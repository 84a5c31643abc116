#pragma once

#include <memory>
#include <utility>

#include "app/desktop/jobs/job.h"

namespace lpstudio {

/// Work on a thread of its own with one result: Job, for what only carries arguments there and a
/// result back. What the work captures is its own (shared pointers, copies); what is done with the
/// result may use whatever owns the task.
template <class Result>
class Task final : public Job {
public:
    using Job::Job;

    /// Supersedes what is running. `work` makes a Result from a JobContext on the task's thread;
    /// `done` takes it on this thread, unless the task was launched anew, abandoned or cancelled
    /// meanwhile. What `work` throws is told by failed(); Cancelled by cancelled().
    template <class Work, class Done>
    void launch(const QString& title, Work work, Done done) {
        Job::launch(title,
                    [work = std::move(work),
                     done = std::move(done)](const JobContext& context) mutable -> Delivery {
                        auto result = std::make_shared<Result>(work(context));
                        return [done, result]() mutable { done(std::move(*result)); };
                    });
    }
};

}  // namespace lpstudio
