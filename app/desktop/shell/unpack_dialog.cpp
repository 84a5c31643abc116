#include "app/desktop/shell/unpack_dialog.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "app/desktop/widgets/dialog_buttons.h"

namespace lpstudio {

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
