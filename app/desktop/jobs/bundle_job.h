#pragma once

#include <QStringList>
#include <filesystem>
#include <memory>

#include "app/desktop/jobs/job.h"
#include "app/project/bundle/bundle_write.h"

namespace lpstudio {

/// Writes a project as a bundle.
class BundleJob final : public Job {
    Q_OBJECT

public:
    using Job::Job;
    void start(std::shared_ptr<ProjectStore> store, const std::filesystem::path& out,
               const BundleOptions& options = {});

Q_SIGNALS:
    /// `leftOut`: what did not travel, one line each.
    void bundled(const QString& file, const QStringList& leftOut);
};

/// Unpacks a bundle into a folder that is new or empty; cancelled or failed, it leaves nothing.
class UnbundleJob final : public Job {
    Q_OBJECT

public:
    using Job::Job;
    void start(const std::filesystem::path& bundle, const std::filesystem::path& folder);

Q_SIGNALS:
    void unpacked(const QString& project, const QStringList& leftOut);
};

}  // namespace lpstudio
