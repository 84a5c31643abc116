#include "app/desktop/jobs/skips_job.h"

#include <utility>

namespace lpstudio {

void SkipsJob::start(std::shared_ptr<const Network> network) {
    // Named before it is moved: arguments are made in any order.
    const QString title =
        tr("Reading the connections of %1").arg(QString::fromStdString(network->name()));
    launch(title, [this, network = std::move(network)](const JobContext&) -> Delivery {
        auto skips = findSkips(network->file(), network->layers());
        return [this, skips = std::move(skips)] { Q_EMIT found(skips); };
    });
}

}  // namespace lpstudio
