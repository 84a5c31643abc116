#include "app/desktop/pages/report/report_page.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QFileInfo>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSplitter>
#include <QUrl>
#include <QVBoxLayout>
#include <array>

#include "app/desktop/jobs/jobs.h"
#include "app/desktop/pages/report/preview_panel.h"
#include "app/desktop/pages/report/preview_view.h"
#include "app/desktop/pages/report/report_choices.h"
#include "app/desktop/widgets/facts_panel.h"
#include "app/desktop/widgets/icons.h"
#include "app/project/store/design_library.h"

namespace lpstudio {
namespace {

constexpr int kCommandLines = 3;

}  // namespace

ReportPage::ReportPage(Session& session, Jobs& jobs, QAction* searchAction)
    : Page(PageId::Report, tr("Report"), session, jobs),
      search_(searchAction),
      export_(new QAction(themedIcon(QStringLiteral("report")), tr("Export report…"), this)),
      choices_(new ReportChoices),
      preview_(new PreviewPanel),
      command_(new QPlainTextEdit),
      copy_(new QPushButton(tr("Copy"))),
      written_(new QLabel) {
    copy_->setObjectName(QStringLiteral("copyCommand"));
    export_->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_P));
    export_->setToolTip(tr("Write the report as PDF, HTML or JSON (Ctrl+P)"));
    auto* right = new QWidget;
    auto* layout = new QVBoxLayout(right);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(preview_, 1);
    layout->addWidget(makeSeparator());
    layout->addWidget(makeFoot());
    auto* split = new QSplitter;
    split->addWidget(choices_);
    split->addWidget(right);
    split->setStretchFactor(1, 1);
    split->setSizes({368, 900});
    split->setHandleWidth(1);
    split->setChildrenCollapsible(false);
    setBody(split);

    connect(export_, &QAction::triggered, this, &ReportPage::askForFile);
    connect(copy_, &QPushButton::clicked, this,
            [this] { QApplication::clipboard()->setText(command_->toPlainText()); });
    // A design of one's own may have been edited under its name.
    connect(&DesignLibrary::instance(), &DesignLibrary::changed, preview_, &PreviewPanel::forget);
    connect(choices_, &ReportChoices::changed, this, &ReportPage::showChoice);
    connect(&session.selection(), &Selection::runChanged, this, [this] {
        preview_->forget();
        written_->hide();
        refresh();
    });
    connect(&session.selection(), &Selection::candidateChanged, this, &ReportPage::refresh);
    // The first candidates of a search, or its end without any.
    const auto refreshIfEmpty = [this] {
        if (isEmpty()) refresh();
    };
    connect(&session.selection(), &Selection::candidatesAdded, this, refreshIfEmpty);
    connect(&session, &Session::contentChanged, this, refreshIfEmpty);
    connect(&jobs.reporter(), &Job::started, this, &ReportPage::showExport);
    connect(&jobs.reporter(), &Job::ended, this, &ReportPage::showExport);
    connect(&jobs, &Jobs::reportWritten, this, &ReportPage::showWritten);
    refresh();
}

QWidget* ReportPage::makeFoot() {
    command_->setObjectName(QStringLiteral("command"));
    command_->setReadOnly(true);
    command_->setLineWrapMode(QPlainTextEdit::NoWrap);
    command_->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    command_->setFrameShape(QFrame::NoFrame);
    command_->setAccessibleName(tr("Command that writes the same file"));
    command_->setTabChangesFocus(true);
    const int lines = kCommandLines * command_->fontMetrics().lineSpacing();
    command_->setFixedHeight(lines + 2 * static_cast<int>(command_->document()->documentMargin()));
    command_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    copy_->setToolTip(tr("Copy the command"));
    written_->setObjectName(QStringLiteral("written"));
    written_->setTextInteractionFlags(Qt::TextBrowserInteraction);
    written_->setOpenExternalLinks(true);
    written_->hide();
    auto* head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(makeHeading(tr("Command-line equivalent")));
    head->addWidget(copy_);
    head->addSpacing(16);
    head->addWidget(written_, 1);
    head->addStretch();
    auto* foot = new QWidget;
    auto* layout = new QVBoxLayout(foot);
    layout->setContentsMargins(16, 8, 16, 8);
    layout->setSpacing(8);
    layout->addLayout(head);
    layout->addWidget(command_);
    return foot;
}

QString ReportPage::subtitle() const {
    const Selection& selection = session_.selection();
    return selection.run() ? QString::fromStdString(selection.runRecord().name) : QString();
}

bool ReportPage::isBusy() const {
    return jobs_.isLoading() || (isVisible() && preview_->isBusy());
}

std::vector<Job*> ReportPage::ownJobs() {
    return {preview_->job()};
}

void ReportPage::showView(const QString& name) {
    PreviewView* view = preview_->view();
    view->goToPage(name.isEmpty() ? 0 : view->firstFigurePage());
}

void ReportPage::refresh() {
    Q_EMIT headerChanged();
    const Selection& selection = session_.selection();
    if (!selection.run() || !selection.candidates() || selection.candidates()->empty()) {
        stale_ = false;
        export_->setEnabled(false);
        choices_->clear();
        preview_->showProblem({});
        const QString why =
            !selection.run() ? tr("The project has no run yet.")
            : selection.run() == session_.runningRun()
                ? tr("The search is running; its report can be made once it has candidates.")
                : tr("The run has no candidates.");
        showEmpty(tr("Turn a run into a report (PDF or HTML).") + u'\n' + why, {search_});
        return;
    }
    showBody();
    stale_ = true;
    if (isVisible())
        freshen();
    else
        export_->setEnabled(!jobs_.reporter().isRunning());
}

void ReportPage::freshen() {
    if (!stale_) return;
    stale_ = false;
    choices_->fill(session_.selection());
    showChoice();
}

void ReportPage::showEvent(QShowEvent* event) {
    Page::showEvent(event);
    freshen();
}

ReportRequest ReportPage::request(const QString& file) const {
    ReportRequest request;
    request.candidates = choices_->chosen();
    request.sections = choices_->sections();
    request.hardware = choices_->hardware();
    request.project = session_.store()->file().string();
    request.file = file.toStdString();
    request.page = choices_->page();
    return request;
}

void ReportPage::showChoice() {
    // Asked for by a choice or a design's change while it is hidden, it waits like all else.
    if (stale_) return;
    const Selection& selection = session_.selection();
    if (!selection.candidates() || !selection.run()) return;
    showExport();
    if (const QString problem = choices_->problem(); !problem.isEmpty()) {
        command_->clear();
        copy_->setEnabled(false);
        preview_->showProblem(problem);
        return;
    }
    const ReportRequest wanted = request(QStringLiteral("report.") + choices_->suffix());
    command_->setPlainText(QString::fromStdString(reportCommandText(wanted, *selection.run())));
    copy_->setEnabled(true);
    preview_->preview(selection.runContext(), wanted);
}

void ReportPage::showExport() {
    export_->setEnabled((stale_ || choices_->problem().isEmpty()) && session_.selection().run() &&
                        !jobs_.reporter().isRunning());
}

void ReportPage::askForFile() {
    freshen();
    struct Kind {
        QString suffix, filter;
    };
    const std::array kinds{Kind{QStringLiteral("pdf"), tr("PDF (*.pdf)")},
                           Kind{QStringLiteral("html"), tr("Web page in one file (*.html)")},
                           Kind{QStringLiteral("json"), tr("Text and tables (*.json)")}};
    QStringList filters;
    QString filter;
    for (const Kind& kind : kinds) {
        filters << kind.filter;
        if (kind.suffix == choices_->suffix()) filter = kind.filter;
    }
    QString file = QFileDialog::getSaveFileName(
        this, tr("Export report"),
        session_.projectName() + QStringLiteral("-report.") + choices_->suffix(),
        filters.join(QStringLiteral(";;")), &filter);
    if (file.isEmpty()) return;
    if (QFileInfo(file).suffix().isEmpty())
        for (const Kind& kind : kinds)
            if (kind.filter == filter) file += QLatin1Char('.') + kind.suffix;
    exportTo(file);
}

void ReportPage::exportTo(const QString& file) {
    freshen();
    if (!choices_->problem().isEmpty()) return;
    written_->hide();
    jobs_.writeReport(session_.selection().runContext(), request(file), file.toStdString(),
                      preview_->input());
}

void ReportPage::showWritten(const QString& file, int pages) {
    const QString link = QStringLiteral("<a href=\"%1\">%2</a>")
                             .arg(QUrl::fromLocalFile(QFileInfo(file).absoluteFilePath())
                                      .toString(QUrl::FullyEncoded),
                                  file.toHtmlEscaped());
    written_->setText(pages > 0 ? tr("Wrote %1, pages: %2").arg(link, QString::number(pages))
                                : tr("Wrote %1").arg(link));
    written_->show();
}

}  // namespace lpstudio
