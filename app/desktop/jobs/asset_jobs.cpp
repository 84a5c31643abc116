#include "app/desktop/jobs/asset_jobs.h"

#include <utility>

#include "app/project/import/locate.h"
#include "core/base/error.h"

namespace lpstudio {

void AssetStateJob::start(std::shared_ptr<ProjectStore> store) {
    launch(tr("Checking the project's files"),
           [this, store = std::move(store)](const JobContext& context) -> Delivery {
               auto states = std::make_shared<AssetStates>();
               const auto check = [&](const auto& records, auto& into) {
                   for (const auto& record : records) {
                       if (context.stop.stop_requested()) throw Cancelled();
                       into[record.id] = stateOf(record);
                   }
               };
               check(store->models(), states->models);
               check(store->datasets(), states->datasets);
               check(store->artifacts(), states->artifacts);
               return [this, states] { Q_EMIT found(states); };
           });
}

void LocateJob::start(std::shared_ptr<ProjectStore> store, Kind kind, std::int64_t id,
                      const std::filesystem::path& path) {
    launch(tr("Checking %1").arg(QString::fromStdString(path.filename().string())),
           [this, store = std::move(store), kind, id, path](const JobContext&) -> Delivery {
               const LocateResult result = kind == Kind::Model ? locateModel(*store, id, path)
                                                               : locateDataset(*store, id, path);
               QStringList names;
               for (const LocatedAsset& found : result.found)
                   names << QString::fromStdString(found.name);
               return [this, names] { Q_EMIT located(names); };
           });
}

}  // namespace lpstudio
