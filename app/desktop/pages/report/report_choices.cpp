#include "app/desktop/pages/report/report_choices.h"

#include <QComboBox>
#include <QFormLayout>
#include <QListWidget>
#include <QSettings>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>
#include <set>

#include "app/desktop/plot/number_text.h"
#include "app/desktop/session/selection.h"
#include "app/desktop/widgets/facts_panel.h"
#include "app/project/store/design_library.h"
#include "app/report/report_text.h"
#include "core/search/pareto.h"

namespace lpstudio {
namespace {

const QString kPageKey = QStringLiteral("report/page"), kFileKey = QStringLiteral("report/file");

QListWidget* makeList(const QString& name) {
    auto* list = new QListWidget;
    list->setAccessibleName(name);
    list->setSpacing(1);
    list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list->setTextElideMode(Qt::ElideRight);
    return list;
}

QListWidgetItem* addItem(QListWidget* list, const QString& text, const QVariant& value,
                         bool checked) {
    auto* item = new QListWidgetItem(text, list);
    item->setData(Qt::UserRole, value);
    item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
    item->setCheckState(checked ? Qt::Checked : Qt::Unchecked);
    return item;
}

QString candidateLine(const ScoredCandidate& candidate, const QString& remark) {
    // What tells most comes first: the end is cut where the panel is narrow.
    QStringList parts{QString::number(candidate.id.value)};
    if (!remark.isEmpty()) parts << remark;
    parts << ReportChoices::tr("%1 bit").arg(shortText(candidate.meanWeightBits, 3));
    if (candidate.hasTop1())
        parts << ReportChoices::tr("top-1 %1 %").arg(shortText(candidate.top1Percent));
    parts << ReportChoices::tr("score %1").arg(shortText(candidate.contrast));
    return parts.join(QStringLiteral("   "));
}

template <class Take>
void forChecked(const QListWidget* list, Take take) {
    for (int i = 0; i < list->count(); ++i)
        if (list->item(i)->checkState() == Qt::Checked) take(list->item(i)->data(Qt::UserRole));
}

}  // namespace

ReportChoices::ReportChoices(QWidget* parent)
    : QWidget(parent),
      candidates_(makeList(tr("Reported candidates"))),
      sections_(makeList(tr("Sections of the report"))),
      hardware_(new QComboBox),
      file_(new QComboBox),
      page_(new QComboBox) {
    page_->setObjectName(QStringLiteral("page"));
    file_->setObjectName(QStringLiteral("file"));
    hardware_->setObjectName(QStringLiteral("hardware"));
    sections_->setObjectName(QStringLiteral("sections"));
    candidates_->setObjectName(QStringLiteral("candidates"));
    hardware_->setAccessibleName(tr("Accelerator for the estimates"));
    hardware_->setToolTip(tr("The design behind the report's hardware estimate"));
    hardware_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    hardware_->setMinimumContentsLength(12);
    file_->setAccessibleName(tr("File type"));
    file_->addItem(tr("PDF"), QStringLiteral("pdf"));
    file_->addItem(tr("Web page (HTML)"), QStringLiteral("html"));
    file_->addItem(tr("Text and tables (JSON)"), QStringLiteral("json"));
    page_->setAccessibleName(tr("Page size"));
    page_->addItem(tr("A4"), static_cast<int>(PageSize::A4));
    page_->addItem(tr("Letter"), static_cast<int>(PageSize::Letter));
    const QSettings settings;
    file_->setCurrentIndex(std::max(0, file_->findData(settings.value(kFileKey))));
    page_->setCurrentIndex(settings.value(kPageKey).toString() ==
                           QLatin1String(pageSizeName(PageSize::Letter)));
    for (QComboBox* box : {hardware_, file_, page_})
        box->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    fillSections();
    fillHardware();

    auto* form = new QFormLayout;
    form->setHorizontalSpacing(16);
    form->setVerticalSpacing(8);
    form->addRow(tr("Accelerator"), hardware_);
    form->addRow(tr("File"), file_);
    form->addRow(tr("Page size"), page_);
    form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(8);
    layout->addWidget(makeHeading(tr("Candidates")));
    layout->addWidget(candidates_, 1);
    layout->addSpacing(8);
    layout->addWidget(makeHeading(tr("Sections")));
    layout->addWidget(sections_);
    layout->addSpacing(8);
    layout->addLayout(form);

    connect(candidates_, &QListWidget::itemChanged, this, &ReportChoices::changed);
    connect(sections_, &QListWidget::itemChanged, this, &ReportChoices::changed);
    connect(hardware_, &QComboBox::currentIndexChanged, this, &ReportChoices::changed);
    connect(file_, &QComboBox::currentIndexChanged, this, [this] {
        QSettings().setValue(kFileKey, suffix());
        showFile();
        Q_EMIT changed();
    });
    connect(page_, &QComboBox::currentIndexChanged, this, [this] {
        QSettings().setValue(kPageKey, QLatin1String(pageSizeName(page())));
        Q_EMIT changed();
    });
    connect(&DesignLibrary::instance(), &DesignLibrary::changed, this, [this] {
        fillHardware();
        Q_EMIT changed();
    });
    showFile();
}

void ReportChoices::fillSections() {
    for (const ReportSection section : allReportSections()) {
        auto* item =
            addItem(sections_, reportTr(sectionTitle(section)), static_cast<int>(section), true);
        item->setToolTip(reportTr(sectionSummary(section)));
    }
    // All in sight: a choice that must be scrolled to is not made.
    const int row = sections_->sizeHintForRow(0) + 2 * sections_->spacing();
    sections_->setFixedHeight(row * sections_->count() + 2 * sections_->frameWidth() + 2);
}

void ReportChoices::showFile() {
    const bool paper = suffix() == QLatin1String("pdf");
    page_->setEnabled(paper);
    page_->setToolTip(paper ? tr("Page size of the PDF")
                            : tr("Only a PDF has pages; the preview shows them all the same"));
}

void ReportChoices::fill(const Selection& selection) {
    const QSignalBlocker quiet(candidates_);
    const std::vector<ScoredCandidate>& all = *selection.candidates();
    std::set<CandidateId> wanted;
    // Of a run that is being searched, the best so far.
    const ScoredCandidate* best = selection.best();
    if (run_ == selection.run())
        for (const CandidateId id : chosen()) wanted.insert(id);
    // The best of a while ago, which nobody asked for, gives way to the best of now.
    if (proposed_ && wanted == std::set{*proposed_}) wanted.clear();
    // Not known of a run that was listed while it was searching.
    proposed_.reset();
    if (wanted.empty() && best != nullptr) {
        proposed_ = best->id;
        wanted.insert(best->id);
    }
    run_ = selection.run();
    candidates_->clear();
    std::set<CandidateId> listed;
    const auto add = [&](const ScoredCandidate& candidate, const QString& remark) {
        if (!listed.insert(candidate.id).second) return;
        auto* item =
            addItem(candidates_, candidateLine(candidate, remark),
                    QVariant::fromValue<qint64>(candidate.id.value), wanted.contains(candidate.id));
        item->setToolTip(item->text());
    };
    if (best != nullptr) add(*best, selection.runRecord().best ? tr("best") : tr("best so far"));
    if (const ScoredCandidate* selected = selection.candidate())
        add(*selected, tr("chosen on the Pareto page"));
    for (const ScoredCandidate& one : all)
        if (wanted.contains(one.id)) add(one, {});
    // Filled at every click on a candidate, of which there may be 100,000.
    const std::pair seen{selection.candidates(), all.size()};
    if (frontOf_.first.lock() != seen.first || frontOf_.second != seen.second) {
        front_ = paretoFront(all);
        frontOf_ = seen;
    }
    for (const std::size_t i : front_) add(all[i], tr("front"));
}

void ReportChoices::clear() {
    const QSignalBlocker quiet(candidates_);
    run_.reset();
    candidates_->clear();
}

void ReportChoices::fillHardware() {
    const QSignalBlocker quiet(hardware_);
    const QVariant wanted = hardware_->currentData();
    hardware_->clear();
    hardware_->addItem(tr("The run's"), QString());
    const DesignLibrary& library = DesignLibrary::instance();
    for (const QString& name : library.presetNames() + library.ownNames())
        hardware_->addItem(name, QString::fromStdString(library.specOf(name)));
    hardware_->setCurrentIndex(std::max(0, hardware_->findData(wanted)));
}

std::vector<CandidateId> ReportChoices::chosen() const {
    std::vector<CandidateId> ids;
    forChecked(candidates_, [&](const QVariant& id) { ids.emplace_back(id.toLongLong()); });
    return ids;
}

ReportSections ReportChoices::sections() const {
    ReportSections sections;
    forChecked(sections_, [&](const QVariant& section) {
        sections.insert(static_cast<ReportSection>(section.toInt()));
    });
    return sections;
}

std::string ReportChoices::hardware() const {
    return hardware_->currentData().toString().toStdString();
}

QString ReportChoices::suffix() const {
    return file_->currentData().toString();
}

PageSize ReportChoices::page() const {
    return static_cast<PageSize>(page_->currentData().toInt());
}

QString ReportChoices::problem() const {
    const std::size_t count = chosen().size();
    if (count == 0) return tr("Check at least one candidate.");
    if (count > kMostReported)
        return tr("%1 candidates do not fit side by side; check at most %2.")
            .arg(count)
            .arg(kMostReported);
    if (sections().empty()) return tr("Check at least one section.");
    return {};
}

}  // namespace lpstudio
