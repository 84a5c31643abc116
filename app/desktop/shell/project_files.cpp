#include "app/desktop/shell/project_files.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QStandardPaths>
#include <exception>
#include <string>
#include <vector>

#include "app/desktop/jobs/workbench.h"
#include "app/desktop/shell/unpack_dialog.h"

namespace lpstudio {

ProjectFiles::ProjectFiles(QWidget* window, Workbench& workbench)
    : QObject(window), window_(window), workbench_(workbench) {}

template <class Work>
void ProjectFiles::attempt(Work&& work) {
    try {
        work();
    } catch (const std::exception& error) {
        Q_EMIT problem(QString::fromUtf8(error.what()));
    }
}

QString ProjectFiles::folder() const {
    if (const auto& store = workbench_.store())
        return QString::fromStdString(
            std::filesystem::absolute(store->file()).parent_path().string());
    return QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
}

void ProjectFiles::open(const std::filesystem::path& file) {
    if (file.extension() == ".lpz") {
        auto* dialog = new UnpackDialog(file, window_);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(dialog, &QDialog::accepted, this,
                [this, dialog, file] { workbench_.openBundle(file, dialog->folder()); });
        dialog->open();
        return;
    }
    workbench_.openProject(file);
}

void ProjectFiles::importFiles(const std::vector<std::filesystem::path>& files) {
    if (!workbench_.store()) askNew();
    if (workbench_.store()) workbench_.importFiles(files);
}

void ProjectFiles::askNew() {
    QString file = QFileDialog::getSaveFileName(window_, tr("New project"),
                                                folder() + QStringLiteral("/project.lps"),
                                                tr("LP Studio project (*.lps)"));
    if (file.isEmpty()) return;
    if (!file.endsWith(QStringLiteral(".lps"))) file += QStringLiteral(".lps");
    attempt([&] { workbench_.createProject(file.toStdString()); });
}

void ProjectFiles::askOpen() {
    const QString file = QFileDialog::getOpenFileName(
        window_, tr("Open project"), folder(),
        tr("Projects and bundles (*.lps *.lpz);;LP Studio project (*.lps);;Bundle (*.lpz)"));
    if (!file.isEmpty()) open(file.toStdString());
}

void ProjectFiles::askSave() {
    if (!workbench_.store()) return;
    QString file = QFileDialog::getSaveFileName(
        window_, tr("Save as bundle"),
        QStringLiteral("%1/%2.lpz").arg(folder(), workbench_.projectName()), tr("Bundle (*.lpz)"));
    if (file.isEmpty()) return;
    if (!file.endsWith(QStringLiteral(".lpz"))) file += QStringLiteral(".lpz");
    workbench_.saveBundle(file.toStdString());
}

void ProjectFiles::askImport() {
    const QStringList files = QFileDialog::getOpenFileNames(
        window_, tr("Import models and image sets"), folder(),
        tr("Models and images (*.pt *.bin *.gz *ubyte *.csv *.npz);;All files (*)"));
    std::vector<std::filesystem::path> paths;
    paths.reserve(static_cast<std::size_t>(files.size()));
    for (const QString& file : files) paths.emplace_back(file.toStdString());
    workbench_.importFiles(std::move(paths));
}

}  // namespace lpstudio
