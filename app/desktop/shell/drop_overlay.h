#pragma once

#include <QStringList>
#include <QWidget>
#include <filesystem>
#include <functional>
#include <vector>

#include "app/project/import/import_plan.h"

class QMimeData;

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

/// Lies over the whole window while files are dragged over it, wherever they entered, and says what
/// letting go will do. Hidden otherwise.
class DropOverlay final : public QWidget {
    Q_OBJECT

public:
    /// `project` tells the name of the open project, empty if there is none.
    DropOverlay(QWidget* window, std::function<QString()> project);

    const DropText& text() const { return text_; }

Q_SIGNALS:
    /// A project or bundle to open. Comes before filesDropped().
    void projectDropped(const std::filesystem::path& file);
    /// Everything else.
    void filesDropped(const std::vector<std::filesystem::path>& files);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    /// Plans what the drag brings; false: no files, nothing for the window.
    bool plan(const QMimeData* dragged);
    void finish(QDropEvent* event);

    std::function<QString()> project_;
    std::vector<ImportItem> items_;
    DropText text_;
    bool entered_ = false;  ///< the drag is over this widget itself
};

}  // namespace lpstudio
