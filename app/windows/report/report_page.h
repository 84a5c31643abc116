#pragma once

#include <vector>

#include "app/report/report_input.h"
#include "app/windows/frame/page.h"
#include "core/ids.h"

class QComboBox;
class QLabel;
class QListWidget;

namespace lpstudio {

class FactsPanel;

/// Chooses candidates, accelerator and page size, and writes the report as PDF or HTML, whichever
/// the file's name asks for.
class ReportPage final : public Page {
    Q_OBJECT

public:
    ReportPage(Workbench& workbench, QAction* searchAction);

    QString subtitle() const override;
    QAction* mainAction() const override { return export_; }
    bool choosesRun() const override { return true; }
    bool isBusy() const override;

    void exportTo(const QString& file);
    QListWidget* candidateList() const { return candidates_; }
    /// Checked candidates, in the order of the list.
    std::vector<CandidateId> chosen() const;
    QString commandText() const;

private:
    QWidget* makeBody();
    void refresh();
    void fillCandidates();
    void fillHardware();
    /// What depends on the choices alone.
    void showChoice();
    void askForFile();
    void showWritten(const QString& file, int pages);
    ReportRequest request(const QString& file) const;

    QAction *search_, *export_;
    QListWidget* candidates_;
    QComboBox *size_, *hardware_;
    FactsPanel* facts_;
    QLabel *contents_, *problem_, *command_, *written_;
    std::optional<RunId> run_;
};

}  // namespace lpstudio
