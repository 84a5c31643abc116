#include "app/desktop/shell/project_files.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStandardPaths>
#include <QVBoxLayout>
#include <string>
#include <vector>

#include "app/desktop/jobs/project_jobs.h"
#include "app/desktop/widgets/dialog_buttons.h"

namespace lpstudio {

ProjectFiles::ProjectFiles(QWidget* window, Session& session, ProjectJobs& jobs)
    : QObject(window), window_(window), session_(session), jobs_(jobs) {}

QString ProjectFiles::folder() const {
    if (const auto& store = session_.store()) {
        const QString folder =
            QString::fromStdString(std::filesystem::absolute(store->file()).parent_path().string());
        // The example lies where nobody looks for files of his own.
        if (!folder.startsWith(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation)))
            return folder;
    }
    return QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
}

void ProjectFiles::open(const std::filesystem::path& file) {
    if (file.extension() == ".lpz") {
        auto* dialog = new UnpackDialog(file, window_);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(dialog, &QDialog::accepted, this,
                [this, dialog, file] { jobs_.openBundle(file, dialog->folder()); });
        dialog->open();
        return;
    }
    jobs_.open(file);
}

void ProjectFiles::importFiles(const std::vector<std::filesystem::path>& files) {
    if (!session_.store()) askNew();
    if (session_.store()) jobs_.importFiles(files);
}

void ProjectFiles::askNew() {
    QString file = QFileDialog::getSaveFileName(window_, tr("New project"),
                                                folder() + QStringLiteral("/project.lps"),
                                                tr("LP Studio project (*.lps)"));
    if (file.isEmpty()) return;
    if (!file.endsWith(QStringLiteral(".lps"))) file += QStringLiteral(".lps");
    session_.messages().attempt([&] { jobs_.create(file.toStdString()); });
}

void ProjectFiles::askOpen() {
    const QString file = QFileDialog::getOpenFileName(
        window_, tr("Open project"), folder(),
        tr("Projects and bundles (*.lps *.lpz);;LP Studio project (*.lps);;Bundle (*.lpz)"));
    if (!file.isEmpty()) open(file.toStdString());
}

void ProjectFiles::askSave() {
    if (!session_.store()) return;
    QString file = QFileDialog::getSaveFileName(
        window_, tr("Save as bundle"),
        QStringLiteral("%1/%2.lpz").arg(folder(), session_.projectName()), tr("Bundle (*.lpz)"));
    if (file.isEmpty()) return;
    if (!file.endsWith(QStringLiteral(".lpz"))) file += QStringLiteral(".lpz");
    jobs_.saveBundle(file.toStdString());
}

void ProjectFiles::askImport() {
    const QStringList files = QFileDialog::getOpenFileNames(
        window_, tr("Import models and image sets"), folder(),
        tr("Models and images (*.pt *.bin *.gz *ubyte *.csv *.npz);;All files (*)"));
    std::vector<std::filesystem::path> paths;
    paths.reserve(static_cast<std::size_t>(files.size()));
    for (const QString& file : files) paths.emplace_back(file.toStdString());
    jobs_.importFiles(std::move(paths));
}

namespace fs = std::filesystem;

fs::path proposedFolder(const fs::path& bundle) {
    std::error_code ignored;
    const fs::path first = fs::absolute(bundle).replace_extension();
    fs::path folder = first;
    for (int number = 2; fs::exists(folder, ignored); ++number)
        folder = first.string() + "-" + std::to_string(number);
    return folder;
}

UnpackDialog::UnpackDialog(const fs::path& bundle, QWidget* parent)
    : QDialog(parent),
      bundle_(bundle),
      folder_(new QLineEdit(QString::fromStdString(proposedFolder(bundle).string()))),
      problem_(new QLabel),
      unpack_(nullptr) {
    folder_->setObjectName(QStringLiteral("folder"));
    setWindowTitle(tr("Open a bundle"));
    auto* text =
        new QLabel(tr("A bundle is unpacked before it is opened. Unpack %1 into the folder")
                       .arg(QString::fromStdString(bundle.filename().string())));
    text->setWordWrap(true);
    folder_->setAccessibleName(tr("Folder"));
    folder_->setMinimumWidth(420);
    problem_->setProperty("problem", true);
    auto* other = new QPushButton(tr("Choose…"));
    other->setAutoDefault(false);
    auto* line = new QHBoxLayout;
    line->addWidget(folder_, 1);
    line->addWidget(other);
    auto* buttons = new DialogButtons(QDialogButtonBox::Cancel, this);
    unpack_ = buttons->addButton(tr("Unpack"), QDialogButtonBox::AcceptRole);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(8);
    layout->addWidget(text);
    layout->addLayout(line);
    layout->addWidget(problem_);
    layout->addWidget(buttons);
    connect(other, &QPushButton::clicked, this, &UnpackDialog::browse);
    connect(folder_, &QLineEdit::textChanged, this, &UnpackDialog::check);
    check();
}

fs::path UnpackDialog::folder() const {
    return folder_->text().toStdString();
}

void UnpackDialog::browse() {
    const QString parent = QFileDialog::getExistingDirectory(
        this, tr("Where to create the new folder"), QFileInfo(folder_->text()).path());
    if (!parent.isEmpty())
        folder_->setText(QString::fromStdString(
            proposedFolder(fs::path(parent.toStdString()) / bundle_.filename()).string()));
}

void UnpackDialog::check() {
    std::error_code ignored;
    const bool taken = fs::exists(folder(), ignored) &&
                       (!fs::is_directory(folder(), ignored) || !fs::is_empty(folder(), ignored));
    problem_->setText(taken ? tr("The folder exists and is not empty; choose another") : QString());
    unpack_->setEnabled(!folder_->text().isEmpty() && !taken);
}

}  // namespace lpstudio
