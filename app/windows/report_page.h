#pragma once

#include <optional>

#include "app/windows/page.h"
#include "core/ids.h"

class QComboBox;
class QLabel;

namespace lpstudio {

class FactsPanel;

/// Chooses run, candidate and page size, and writes the PDF.
class ReportPage final : public Page {
    Q_OBJECT

public:
    ReportPage(Workbench& workbench, QAction* searchAction);

    QString subtitle() const override;
    QAction* mainAction() const override { return export_; }
    bool choosesRun() const override { return true; }
    bool isBusy() const override;

    void exportTo(const QString& file);

private:
    void refresh();
    void askForFile();
    std::optional<CandidateId> candidate() const;

    QAction *search_, *export_;
    QComboBox *candidate_, *size_;
    FactsPanel* facts_;
    QLabel *contents_, *command_, *written_;
};

}  // namespace lpstudio
