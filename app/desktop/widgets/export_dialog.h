#pragma once

#include <QDialog>
#include <array>

#include "app/project/export/export.h"

class QCheckBox;
class QComboBox;
class QLineEdit;
class QPushButton;

namespace lpstudio {

/// Asks what to write of a candidate, and where. The choice is remembered.
class ExportDialog final : public QDialog {
    Q_OBJECT

public:
    /// `stem` begins the file names; `hardware` is the run's design, `folder` where files go unless
    /// the user has chosen another one before.
    ExportDialog(QString stem, const std::string& hardware, const QString& folder,
                 QWidget* parent = nullptr);

    ExportOptions options() const;
    QString folder() const;

    QCheckBox* box(ExportKind kind) const { return boxes_[static_cast<std::size_t>(kind)]; }
    QCheckBox* activationsBox() const { return activations_; }

    void accept() override;

private:
    void refresh();
    void chooseFolder();

    QString stem_;
    std::array<QCheckBox*, std::size(kExportKinds)> boxes_{};
    QCheckBox* activations_;
    QComboBox* design_;
    QLineEdit* folder_;
    QPushButton* export_ = nullptr;
};

}  // namespace lpstudio
