#pragma once

#include "app/desktop/widgets/page.h"
#include "app/report/report_input.h"

class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace lpstudio {

class PreviewPanel;
class ReportChoices;

/// Chooses what a report of the run says, shows its pages, and writes it as PDF, HTML or JSON,
/// whichever the file's name asks for.
class ReportPage final : public Page {
    Q_OBJECT

public:
    ReportPage(Session& session, Jobs& jobs, QAction* searchAction);

    QString subtitle() const override;
    QAction* mainAction() const override { return export_; }
    bool choosesRun() const override { return true; }
    bool isBusy() const override;
    std::vector<Job*> ownJobs() override;
    /// "figures": the first page with a chart.
    QStringList views() const override { return {QStringLiteral("figures")}; }
    void showView(const QString& name) override;

    void exportTo(const QString& file);

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* makeFoot();
    void refresh();
    /// What refresh() put off while the page was hidden: the front of 100,000 takes its time.
    void freshen();
    /// What depends on the choices alone.
    void showChoice();
    void showExport();
    void askForFile();
    void showWritten(const QString& file, int pages);
    ReportRequest request(const QString& file) const;

    QAction *search_, *export_;
    ReportChoices* choices_;
    PreviewPanel* preview_;
    QPlainTextEdit* command_;
    QPushButton* copy_;
    QLabel* written_;
    bool stale_ = false;
};

}  // namespace lpstudio
