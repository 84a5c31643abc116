#pragma once

#include <QTimer>
#include <QWidget>
#include <memory>
#include <vector>

#include "app/desktop/jobs/task.h"
#include "app/report/page_pictures.h"
#include "app/report/report_input.h"

class QLabel;
class QPushButton;
class QStackedLayout;
class QToolButton;

namespace lpstudio {

class PreviewView;

/// The preview of a report with its bar: which page, what zoom, whether it is being renewed; or in
/// its place why there is none.
class PreviewPanel final : public QWidget {
    Q_OBJECT

public:
    explicit PreviewPanel(QWidget* parent = nullptr);

    PreviewView* view() const { return view_; }
    /// Renews the preview once the choices have rested for a moment; while the panel is hidden it
    /// waits.
    void preview(const std::shared_ptr<RunContext>& run, const ReportRequest& request);
    /// Nothing to preview, and why.
    void showProblem(const QString& text);
    /// The run or what its estimates are made of has changed.
    void forget();
    /// What the preview shows now: for the file, unless the choices have changed since.
    std::shared_ptr<const ReportInput> input() const;
    /// In place of the pages; empty: they are there.
    QString message() const;
    bool isBusy() const;
    Job* job() { return &job_; }

Q_SIGNALS:
    void problem(const QString& text);

protected:
    void showEvent(QShowEvent* event) override;

private:
    /// A report as far as it can be made away from the GUI thread. It is kept, so that another
    /// choice of sections or paper only lays it out again, and another choice of candidates does
    /// not compare the formats again.
    struct Preview {
        std::shared_ptr<RunContext> run;
        ReportRequest request;
        std::shared_ptr<const ReportInput> input;
        /// Of the run's model; null: no section has asked for them.
        std::shared_ptr<const std::vector<ReportFormat>> formats;
        std::shared_ptr<const ReportPages> pages;  ///< without their figures
    };
    static Preview rendered(Preview wanted, const Preview& kept, const JobContext& context);

    QWidget* makeBar();
    void start();
    void take(Preview preview);
    void showState();
    void showMessage(const QString& text, bool canRenew);

    QLabel *pageText_, *zoomText_, *state_, *message_;
    QToolButton *smaller_, *larger_, *fit_;
    QPushButton* renew_;
    PreviewView* view_;
    QStackedLayout* stack_;
    QTimer soon_;
    std::shared_ptr<RunContext> run_;
    ReportRequest request_;
    std::shared_ptr<const ReportInput> input_;
    bool stale_ = false;  ///< what is shown is not what is asked for
    Preview kept_;
    Task<Preview> job_;
};

}  // namespace lpstudio
