#pragma once

#include <QObject>
#include <filesystem>
#include <vector>

class QWidget;

namespace lpstudio {

class Workbench;

/// Asks for files and brings them to the workbench: new, open, save as bundle, import, drop.
class ProjectFiles final : public QObject {
    Q_OBJECT

public:
    /// Dialogs belong to `window`.
    ProjectFiles(QWidget* window, Workbench& workbench);

    /// A project, or a bundle, of which it is asked where to unpack it.
    void open(const std::filesystem::path& file);
    /// Models and image sets; without a project it asks for a new one first.
    void importFiles(const std::vector<std::filesystem::path>& files);

    void askNew();
    void askOpen();
    void askSave();
    void askImport();

Q_SIGNALS:
    /// One line that says what went wrong and what to do.
    void problem(const QString& message);

private:
    /// Runs `work`; what it throws becomes problem().
    template <class Work>
    void attempt(Work&& work);
    /// Where a file dialog begins: beside the open project.
    QString folder() const;

    QWidget* window_;
    Workbench& workbench_;
};

}  // namespace lpstudio
