#pragma once

#include <QDialog>
#include <filesystem>

class QLabel;
class QLineEdit;
class QPushButton;

namespace lpstudio {

/// Asks into which folder a bundle is to be unpacked; proposes a new one beside it, named after it.
class UnpackDialog final : public QDialog {
    Q_OBJECT

public:
    explicit UnpackDialog(const std::filesystem::path& bundle, QWidget* parent = nullptr);
    std::filesystem::path folder() const;
    QLineEdit* folderEdit() const { return folder_; }

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
