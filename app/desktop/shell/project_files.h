#pragma once

#include <QDialog>
#include <QObject>
#include <filesystem>
#include <vector>

class QLabel;
class QLineEdit;
class QPushButton;
class QWidget;

namespace lpstudio {

class ProjectJobs;
class Session;

/// Asks for files to make, open or save a project, or to import into it.
class ProjectFiles final : public QObject {
    Q_OBJECT

public:
    /// Dialogs belong to `window`.
    ProjectFiles(QWidget* window, Session& session, ProjectJobs& jobs);

    /// A project, or a bundle, of which it is asked where to unpack it.
    void open(const std::filesystem::path& file);
    /// Models and image sets; without a project it asks for a new one first.
    void importFiles(const std::vector<std::filesystem::path>& files);

    void askNew();
    void askOpen();
    void askSave();
    void askImport();

private:
    /// Where a file dialog begins: beside the open project.
    QString folder() const;

    QWidget* window_;
    Session& session_;
    ProjectJobs& jobs_;
};

/// Asks into which folder a bundle is to be unpacked; proposes a new one beside it, named after it.
class UnpackDialog final : public QDialog {
    Q_OBJECT

public:
    explicit UnpackDialog(const std::filesystem::path& bundle, QWidget* parent = nullptr);
    std::filesystem::path folder() const;

private:
    void browse();
    void check();

    std::filesystem::path bundle_;
    QLineEdit* folder_;
    QLabel* problem_;
    QPushButton* unpack_;
};

/// "B", "B-2", ... beside "B.lpz": the first that does not exist.
std::filesystem::path proposedFolder(const std::filesystem::path& bundle);

}  // namespace lpstudio
