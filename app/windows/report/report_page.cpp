#include "app/windows/report/report_page.h"

#include <QAction>
#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QFontDatabase>
#include <QFormLayout>
#include <QLabel>
#include <QListWidget>
#include <QSignalBlocker>
#include <QUrl>
#include <QVBoxLayout>
#include <algorithm>
#include <set>

#include "app/report/commands_text.h"
#include "app/tables/number_text.h"
#include "app/windows/frame/candidate_facts.h"
#include "app/windows/frame/facts_panel.h"
#include "app/windows/frame/icons.h"
#include "app/windows/frame/workbench.h"
#include "app/windows/hardware/design_library.h"

namespace lpstudio {
namespace {

constexpr int kListHeight = 168;

QLabel* makeText() {
    auto* label = new QLabel;
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

QString candidateLine(const ScoredCandidate& candidate, const QString& remark) {
    QString text = QObject::tr("Candidate %1   %2 bit   score %3")
                       .arg(QString::number(candidate.id.value),
                            shortText(candidate.meanWeightBits, 3), shortText(candidate.contrast));
    if (candidate.hasTop1())
        text += QObject::tr("   top-1 %1 %").arg(shortText(candidate.top1Percent));
    return remark.isEmpty() ? text : text + QStringLiteral("   (") + remark + QLatin1Char(')');
}

}  // namespace

ReportPage::ReportPage(Workbench& bench, QAction* searchAction)
    : Page(QStringLiteral("report"), tr("Report"), bench),
      search_(searchAction),
      export_(new QAction(themedIcon(QStringLiteral("report")), tr("Export report…"), this)),
      candidates_(new QListWidget),
      size_(new QComboBox),
      hardware_(new QComboBox),
      facts_(new FactsPanel(2)),
      contents_(makeText()),
      problem_(makeText()),
      command_(makeText()),
      written_(makeText()) {
    export_->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_P));
    export_->setToolTip(tr("Write the report as PDF or HTML (Ctrl+P)"));
    size_->addItem(tr("A4"), static_cast<int>(PageSize::A4));
    size_->addItem(tr("Letter"), static_cast<int>(PageSize::Letter));
    size_->setAccessibleName(tr("Page size"));
    hardware_->setAccessibleName(tr("Accelerator of the estimates"));
    hardware_->setMinimumContentsLength(24);
    candidates_->setAccessibleName(tr("Reported candidates"));
    candidates_->setFixedHeight(kListHeight);
    candidates_->setSpacing(1);
    contents_->setText(
        tr("What was asked, the float baseline with confidence intervals, how the search "
           "converged, the Pareto front, every chosen candidate with its parameters and "
           "distributions per layer, the hardware estimate with its bounds and what is assumed, "
           "uniform widths and rival formats, and the commands that make it all again."));
    command_->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    written_->setTextInteractionFlags(Qt::TextBrowserInteraction);
    written_->setOpenExternalLinks(true);
    setBody(makeBody());

    connect(export_, &QAction::triggered, this, &ReportPage::askForFile);
    connect(candidates_, &QListWidget::itemChanged, this, &ReportPage::showChoice);
    connect(size_, &QComboBox::currentIndexChanged, this, &ReportPage::showChoice);
    connect(hardware_, &QComboBox::currentIndexChanged, this, &ReportPage::showChoice);
    connect(&DesignLibrary::instance(), &DesignLibrary::changed, this, &ReportPage::fillHardware);
    connect(&bench.selection(), &Selection::runChanged, this, &ReportPage::refresh);
    connect(&bench.selection(), &Selection::candidateChanged, this, &ReportPage::refresh);
    connect(&bench.reporter(), &Job::started, this, &ReportPage::showChoice);
    connect(&bench.reporter(), &Job::ended, this, &ReportPage::showChoice);
    connect(&bench.reporter(), &ReportJob::written, this, &ReportPage::showWritten);
    fillHardware();
    refresh();
}

QWidget* ReportPage::makeBody() {
    auto* form = new QFormLayout;
    form->setHorizontalSpacing(16);
    form->setVerticalSpacing(8);
    form->addRow(tr("Candidates"), candidates_);
    form->addRow(tr("Accelerator"), hardware_);
    form->addRow(tr("Page size"), size_);
    form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    auto* body = new QWidget;
    auto* layout = new QVBoxLayout(body);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(16);
    layout->addLayout(form);
    layout->addWidget(problem_);
    layout->addWidget(makeSeparator());
    layout->addWidget(makeHeading(tr("First of the reported candidates")));
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
    return outer;
}

QString ReportPage::subtitle() const {
    const Selection& selection = workbench().selection();
    return selection.run() ? QString::fromStdString(selection.runRecord().name) : QString();
}

bool ReportPage::isBusy() const {
    return workbench().isLoading();
}

std::vector<CandidateId> ReportPage::chosen() const {
    std::vector<CandidateId> ids;
    for (int i = 0; i < candidates_->count(); ++i)
        if (candidates_->item(i)->checkState() == Qt::Checked)
            ids.emplace_back(candidates_->item(i)->data(Qt::UserRole).toLongLong());
    return ids;
}

QString ReportPage::commandText() const {
    return command_->text();
}

void ReportPage::refresh() {
    Q_EMIT headerChanged();
    const Selection& selection = workbench().selection();
    if (!selection.candidates() || selection.candidates()->empty()) {
        export_->setEnabled(false);
        run_.reset();
        candidates_->clear();
        showEmpty(tr("Here a run becomes a report, PDF or HTML: what was searched, what was found, "
                     "and where.\nThe project has no run yet."),
                  {search_});
        return;
    }
    showBody();
    fillCandidates();
    showChoice();
}

void ReportPage::fillCandidates() {
    const QSignalBlocker quiet(candidates_);
    const Selection& selection = workbench().selection();
    const std::vector<ScoredCandidate>& all = *selection.candidates();
    // What was checked stays so as long as the run does.
    std::set<CandidateId> wanted;
    const auto best = selection.runRecord().best;
    if (run_ == selection.run()) {
        for (const CandidateId id : chosen()) wanted.insert(id);
    } else if (best) {
        wanted.insert(*best);
    }
    run_ = selection.run();
    candidates_->clear();
    std::set<CandidateId> listed;
    const auto add = [&](const ScoredCandidate& candidate, const QString& remark) {
        if (!listed.insert(candidate.id).second) return;
        auto* item = new QListWidgetItem(candidateLine(candidate, remark), candidates_);
        item->setData(Qt::UserRole, QVariant::fromValue<qint64>(candidate.id.value));
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
        item->setCheckState(wanted.contains(candidate.id) ? Qt::Checked : Qt::Unchecked);
    };
    for (const ScoredCandidate& one : all)
        if (one.id == best) add(one, tr("best"));
    if (const ScoredCandidate* selected = selection.candidate())
        add(*selected, tr("chosen on the Pareto page"));
    for (const ScoredCandidate& one : all)
        if (wanted.contains(one.id)) add(one, {});
    for (const std::size_t i : paretoFront(all)) add(all[i], tr("front"));
}

void ReportPage::fillHardware() {
    const QSignalBlocker quiet(hardware_);
    const QVariant wanted = hardware_->currentData();
    hardware_->clear();
    hardware_->addItem(tr("The run's"), QString());
    const DesignLibrary& library = DesignLibrary::instance();
    for (const QString& name : library.presetNames() + library.ownNames())
        hardware_->addItem(name, QString::fromStdString(library.specOf(name)));
    hardware_->setCurrentIndex(std::max(0, hardware_->findData(wanted)));
}

ReportRequest ReportPage::request(const QString& file) const {
    ReportRequest request;
    request.candidates = chosen();
    request.hardware = hardware_->currentData().toString().toStdString();
    request.project = workbench().store()->file().string();
    request.file = file.toStdString();
    request.page = static_cast<PageSize>(size_->currentData().toInt());
    return request;
}

void ReportPage::showChoice() {
    const Selection& selection = workbench().selection();
    if (!selection.candidates() || !selection.run()) return;
    const std::vector<CandidateId> ids = chosen();
    const bool tooMany = ids.size() > kMostReported;
    problem_->setVisible(ids.empty() || tooMany);
    problem_->setText(tooMany ? tr("%1 candidates do not fit beside each other; check at most %2.")
                                    .arg(ids.size())
                                    .arg(kMostReported)
                              : tr("Check at least one candidate."));
    const bool possible = !ids.empty() && !tooMany;
    export_->setEnabled(possible && !workbench().reporter().isRunning());
    facts_->setFacts({});
    command_->clear();
    if (!possible) return;
    for (const ScoredCandidate& one : *selection.candidates())
        if (one.id == ids.front())
            facts_->setFacts(candidateFacts(one, selection.runRecord().floatTop1Percent));
    command_->setText(QString::fromStdString(
        reportCommandText(request(QStringLiteral("report.pdf")), *selection.run())));
}

void ReportPage::askForFile() {
    const QString pdf = tr("PDF (*.pdf)"), html = tr("Web page in one file (*.html)");
    QString filter = pdf;
    QString file = QFileDialog::getSaveFileName(
        this, tr("Export report"), workbench().projectName() + QStringLiteral("-report.pdf"),
        pdf + QStringLiteral(";;") + html, &filter);
    if (file.isEmpty()) return;
    if (QFileInfo(file).suffix().isEmpty())
        file += filter == html ? QStringLiteral(".html") : QStringLiteral(".pdf");
    exportTo(file);
}

void ReportPage::exportTo(const QString& file) {
    if (chosen().empty()) return;
    written_->clear();
    workbench().reporter().start(workbench().selection().runContext(), request(file),
                                 file.toStdString());
}

void ReportPage::showWritten(const QString& file, int pages) {
    const QString link = QStringLiteral("<a href=\"%1\">%2</a>")
                             .arg(QUrl::fromLocalFile(QFileInfo(file).absoluteFilePath())
                                      .toString(QUrl::FullyEncoded),
                                  file.toHtmlEscaped());
    written_->setText(pages > 0 ? tr("Wrote %1, pages: %2").arg(link, QString::number(pages))
                                : tr("Wrote %1").arg(link));
}

}  // namespace lpstudio
