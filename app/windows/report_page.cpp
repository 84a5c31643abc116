#include "app/windows/report_page.h"

#include <QAction>
#include <QComboBox>
#include <QDesktopServices>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QUrl>
#include <QVBoxLayout>

#include "app/tables/number_text.h"
#include "app/windows/candidate_facts.h"
#include "app/windows/facts_panel.h"
#include "app/windows/icons.h"
#include "app/windows/workbench.h"

namespace lpstudio {
namespace {

QLabel* makeText() {
    auto* label = new QLabel;
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

}  // namespace

ReportPage::ReportPage(Workbench& bench, QAction* searchAction)
    : Page(QStringLiteral("report"), tr("Report"), bench),
      search_(searchAction),
      export_(new QAction(themedIcon(QStringLiteral("report")), tr("Export PDF…"), this)),
      candidate_(new QComboBox),
      size_(new QComboBox),
      facts_(new FactsPanel(2)),
      contents_(makeText()),
      command_(makeText()),
      written_(makeText()) {
    export_->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_P));
    export_->setToolTip(tr("Write the report as PDF (Ctrl+P)"));
    size_->addItem(tr("A4"), static_cast<int>(PageSize::A4));
    size_->addItem(tr("Letter"), static_cast<int>(PageSize::Letter));
    candidate_->setAccessibleName(tr("Candidate"));
    candidate_->setMinimumContentsLength(24);
    size_->setAccessibleName(tr("Page size"));
    contents_->setText(tr(
        "Model, data and settings of the run · scores of the chosen candidate beside the uniform "
        "8-bit baseline · Pareto chart and progress of the search · widths per layer · weight "
        "distributions with the code points of their formats · table of all layers with their "
        "parameters · seed, fingerprint and the command that makes the same file."));
    command_->setFont(QFont(QStringLiteral("monospace")));
    written_->setOpenExternalLinks(true);
    written_->setTextInteractionFlags(Qt::TextBrowserInteraction);

    auto* form = new QFormLayout;
    form->setHorizontalSpacing(16);
    form->setVerticalSpacing(8);
    form->addRow(tr("Candidate"), candidate_);
    form->addRow(tr("Page size"), size_);
    form->setFieldGrowthPolicy(QFormLayout::FieldsStayAtSizeHint);
    auto* body = new QWidget;
    auto* layout = new QVBoxLayout(body);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(16);
    layout->addLayout(form);
    layout->addWidget(makeSeparator());
    layout->addWidget(makeHeading(tr("Reported candidate")));
    layout->addWidget(facts_);
    layout->addWidget(makeSeparator());
    layout->addWidget(makeHeading(tr("Contents")));
    layout->addWidget(contents_);
    layout->addWidget(makeHeading(tr("The same without a window")));
    layout->addWidget(command_);
    layout->addWidget(written_);
    layout->addStretch();
    body->setMaximumWidth(880);
    auto* outer = new QWidget;
    auto* outerLayout = new QHBoxLayout(outer);
    outerLayout->setContentsMargins(0, 0, 0, 0);
    outerLayout->addWidget(body, 1);
    outerLayout->addStretch();
    setBody(outer);

    connect(export_, &QAction::triggered, this, &ReportPage::askForFile);
    connect(candidate_, &QComboBox::currentIndexChanged, this, &ReportPage::refresh);
    connect(size_, &QComboBox::currentIndexChanged, this, &ReportPage::refresh);
    connect(&bench.selection(), &Selection::runChanged, this, &ReportPage::refresh);
    connect(&bench.selection(), &Selection::candidateChanged, this, &ReportPage::refresh);
    connect(&bench.reporter(), &Job::started, this, &ReportPage::refresh);
    connect(&bench.reporter(), &Job::ended, this, &ReportPage::refresh);
    connect(&bench.reporter(), &ReportJob::written, this, [this](const QString& file, int pages) {
        written_->setText(tr("Wrote <a href=\"%1\">%2</a>, pages: %3")
                              .arg(QUrl::fromLocalFile(QFileInfo(file).absoluteFilePath())
                                       .toString(QUrl::FullyEncoded),
                                   file.toHtmlEscaped())
                              .arg(pages));
    });
    refresh();
}

QString ReportPage::subtitle() const {
    const Selection& selection = workbench().selection();
    return selection.run() ? QString::fromStdString(selection.runRecord().name) : QString();
}

bool ReportPage::isBusy() const {
    return workbench().isLoading();
}

std::optional<CandidateId> ReportPage::candidate() const {
    const QVariant id = candidate_->currentData();
    return id.isValid() ? std::optional(CandidateId(id.toLongLong())) : std::nullopt;
}

void ReportPage::refresh() {
    Q_EMIT headerChanged();
    const Selection& selection = workbench().selection();
    if (!selection.candidates() || selection.candidates()->empty()) {
        export_->setEnabled(false);
        showEmpty(tr("Here a run becomes a PDF: what was searched, what was found, and where.\nThe "
                     "project has no run yet."),
                  {search_});
        return;
    }
    showBody();
    {
        const QSignalBlocker quiet(candidate_);
        const auto wanted = candidate();
        candidate_->clear();
        const auto add = [&](const QString& text, CandidateId id) {
            candidate_->addItem(text, QVariant::fromValue<qint64>(id.value));
        };
        const auto best = selection.runRecord().best;
        if (best) add(tr("Best (%1)").arg(best->value), *best);
        if (const ScoredCandidate* chosen = selection.candidate(); chosen && chosen->id != best)
            add(tr("Chosen on the Pareto page (%1)").arg(chosen->id.value), chosen->id);
        const int at =
            wanted ? candidate_->findData(QVariant::fromValue<qint64>(wanted->value)) : -1;
        candidate_->setCurrentIndex(at >= 0 ? at : candidate_->count() - 1);
    }
    const auto id = candidate();
    export_->setEnabled(id.has_value() && !workbench().reporter().isRunning());
    facts_->setFacts({});
    if (!id) return;
    for (const ScoredCandidate& one : *selection.candidates())
        if (one.id == *id)
            facts_->setFacts(candidateFacts(one, selection.runRecord().floatTop1Percent));
    command_->setText(
        QStringLiteral("lpstudio-cli report %1 --candidate %2 --page %3 --out report.pdf")
            .arg(QString::fromStdString(workbench().store()->file().filename().string()))
            .arg(id->value)
            .arg(size_->currentData().toInt() == static_cast<int>(PageSize::A4)
                     ? QStringLiteral("a4")
                     : QStringLiteral("letter")));
}

void ReportPage::askForFile() {
    const QString file = QFileDialog::getSaveFileName(
        this, tr("Export PDF"), workbench().projectName() + QStringLiteral("-report.pdf"),
        tr("PDF (*.pdf)"));
    if (!file.isEmpty()) exportTo(file);
}

void ReportPage::exportTo(const QString& file) {
    const auto id = candidate();
    if (!id) return;
    written_->clear();
    workbench().reporter().start(workbench().selection().runContext(), *id, file.toStdString(),
                                 static_cast<PageSize>(size_->currentData().toInt()));
}

}  // namespace lpstudio
