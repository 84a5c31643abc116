#pragma once

#include <QStringList>
#include <vector>

#include "app/project/import/import_plan.h"

namespace lpstudio {

/// What dropping files on the window will do, for the user to read before letting go.
struct DropText {
    QString headline;    ///< "Import 1 model and 2 image sets"
    QStringList lines;   ///< one a file, "resnet.pt – TorchScript model"; the last may count more
    QString remark;      ///< what is left out and why, or what happens first; may be empty
    bool usable = true;  ///< whether anything would be done
};

/// `project`: name of the open project; empty if none is open. A project or bundle among the files
/// is opened; a bundle alone, since what it unpacks to is not there yet. Lists `most` files.
DropText dropText(const std::vector<ImportItem>& items, const QString& project, qsizetype most = 8);

/// "TorchScript model", "CIFAR-10 images", ...
QString importKindText(ImportKind kind);

}  // namespace lpstudio
