#include "app/desktop/jobs/bundle_job.h"

#include <utility>

#include "app/project/bundle/bundle_read.h"

namespace lpstudio {
namespace {

QStringList linesOf(const std::vector<std::string>& lines) {
    QStringList list;
    for (const std::string& line : lines) list << QString::fromStdString(line);
    return list;
}

QString nameOfFile(const std::filesystem::path& file) {
    return QString::fromStdString(file.filename().string());
}

}  // namespace

void BundleJob::start(std::shared_ptr<ProjectStore> store, const std::filesystem::path& out,
                      const BundleOptions& options) {
    launch(tr("Saving %1").arg(nameOfFile(out)),
           [this, store = std::move(store), out, options](const JobContext& context) -> Delivery {
               const BundleResult result =
                   writeBundle(*store, out, options, context.stop, context.progress);
               return [this, out, leftOut = linesOf(result.leftOut)] {
                   Q_EMIT bundled(QString::fromStdString(out.string()), leftOut);
               };
           });
}

void UnbundleJob::start(const std::filesystem::path& bundle, const std::filesystem::path& folder) {
    launch(tr("Unpacking %1").arg(nameOfFile(bundle)),
           [this, bundle, folder](const JobContext& context) -> Delivery {
               const BundleResult result =
                   unpackBundle(bundle, folder, context.stop, context.progress);
               return [this, project = QString::fromStdString(result.file.string()),
                       leftOut = linesOf(result.leftOut)] { Q_EMIT unpacked(project, leftOut); };
           });
}

}  // namespace lpstudio
