#pragma once

#include <QList>
#include <QObject>
#include <QUrl>
#include <filesystem>

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
    /// Opens the projects and bundles among them, imports the others.
    void drop(const QList<QUrl>& urls);

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
