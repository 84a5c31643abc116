// What the user does on page Compare.
#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QHeaderView>
#include <QInputDialog>
#include <QLabel>
#include <QLocale>
#include <QSignalBlocker>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <cmath>

#include "app/desktop/jobs/workbench.h"
#include "app/desktop/pages/compare/add_column_menu.h"
#include "app/desktop/pages/compare/column_bar.h"
#include "app/desktop/pages/compare/compare_page.h"
#include "app/desktop/pages/compare/compare_table.h"
#include "app/desktop/pages/compare/layer_editor.h"
#include "app/desktop/pages/compare/page_attempt.h"
#include "app/desktop/plot/number_text.h"
#include "app/desktop/widgets/data_table.h"
#include "app/desktop/widgets/note_dialog.h"
#include "app/project/runs/comparison_table.h"
#include "app/project/store/design_library.h"
#include "core/base/atomic_file.h"
#include "core/base/error.h"

namespace lpstudio {
namespace {

/// Uniform widths that a candidate is set beside.
constexpr const char* kBaselines[] = {"lp:8", "lp:4"};

CompareItem baseline(const std::string& spec) {
    return CompareItem::uniform(spec, uniformActivations(spec));
}

}  // namespace

void ComparePage::connectColumns() {
    connect(baselines_, &QAction::triggered, this, &ComparePage::compareWithBaselines);
    connect(copyChosen_, &QAction::triggered, this, [this] {
        const Selection& selection = workbench().selection();
        if (const ScoredCandidate* chosen = selection.candidate())
            beginWorking(selection.runRecord().id, chosen->id);
    });
    connect(remove_, &QAction::triggered, this, [this] { workbench().compareList().clear(); });
    connect(save_, &QAction::triggered, this, &ComparePage::askSave);
    connect(measure_, &QAction::triggered, this, [this] {
        std::vector<int> missing;
        for (std::size_t i = 0; i < columns_.size(); ++i)
            if (columns_[i].top1Percent < 0) missing.push_back(static_cast<int>(i));
        if (missing.empty()) {
            Q_EMIT workbench().noted(tr("Top-1 of all columns has been measured"));
            return;
        }
        measureColumns(missing);
    });
    connect(add_, &AddColumnMenu::numberRequested, this, &ComparePage::askNumber);
    const auto itemAt = [this](int item) {
        return columns_.at(static_cast<std::size_t>(item)).item;
    };
    connect(bar_, &ColumnBar::removeRequested, this,
            [this, itemAt](int item) { workbench().compareList().remove(itemAt(item)); });
    connect(bar_, &ColumnBar::moveRequested, this,
            [this](int item, int to) { workbench().compareList().move(item, to); });
    connect(bar_, &ColumnBar::measureRequested, this, [this](int item) { measureColumns({item}); });
    connect(bar_, &ColumnBar::copyRequested, this,
            [this, itemAt](int item) { beginWorking(itemAt(item).run, itemAt(item).candidate); });
    connect(bar_, &ColumnBar::chooseRequested, this, [this, itemAt](int item) {
        workbench().chooseCandidate(itemAt(item).run, itemAt(item).candidate);
    });
    connect(bar_, &ColumnBar::nameRequested, this, &ComparePage::askName);
    connect(bar_, &ColumnBar::pinRequested, this, [this, itemAt](int item, bool on) {
        attempt([&] {
            CandidateNote note =
                workbench().store()->candidateNote(itemAt(item).run, itemAt(item).candidate);
            note.starred = on;
            workbench().setCandidateNote(itemAt(item).run, note);
        });
    });
    connect(bar_, &ColumnBar::discardRequested, &workbench().working(), &WorkingCandidate::discard);
    connect(bar_, &ColumnBar::resetRequested, this, [this] {
        attempt([&] {
            WorkingCandidate& working = workbench().working();
            working.setCandidate(working.state().original, tr("reset of all layers"));
        });
    });
    connect(editor_, &LayerEditor::parametersChanged, this, &ComparePage::setGene);
    connect(editor_, &LayerEditor::fitRequested, this,
            [this](int layer, int n) { editLayer(layer, QStringLiteral("lp:%1").arg(n)); });
}

void ComparePage::followJobs() {
    Workbench& bench = workbench();
    connect(&job_, &ComparisonJob::ready, this, &ComparePage::take);
    // Told where it happened: the rest of the comparison holds.
    const auto tell = [this](const QString& message) {
        trouble_->setText(message);
        trouble_->show();
    };
    connect(&job_, &ComparisonJob::estimatesFailed, this, tell);
    connect(&job_, &Job::failed, this, [this, tell](const QString& message) {
        asked_.clear();
        tell(message);
    });
    for (Job* job : {static_cast<Job*>(&measuring_), static_cast<Job*>(&saving_),
                     static_cast<Job*>(&fitting_)})
        connect(job, &Job::failed, &bench, &Workbench::problem);
    connect(&measuring_, &MeasureColumnsJob::measured, this,
            [this](int request, double top1, double contrast) {
                const auto& [run, column] = measuringWhat_.at(static_cast<std::size_t>(request));
                measured_.add(run, column, {top1, contrast});
                refresh();
                // Other pages show the candidates of the run, too.
                const bool isStored = column.genes.has_value() || column.weights.empty();
                if (isStored && workbench().selection().run() == run) workbench().chooseRun(run);
            });
    connect(&saving_, &SaveCandidateJob::saved, this, [this](RunId run, CandidateId id) {
        Q_EMIT workbench().contentChanged();
        workbench().addToCompare(run, id);
        attempt([&] {
            Q_EMIT workbench().noted(
                tr("Saved as candidate %1 of %2")
                    .arg(id.value)
                    .arg(QString::fromStdString(workbench().store()->run(run).name)));
        });
    });
    connect(&fitting_, &FitGenesJob::layerFitted, this, &ComparePage::setGene);
    connect(&fitting_, &FitGenesJob::uniformFitted, this,
            [this](RunId run, int width, const Candidate& candidate) {
                attempt([&] {
                    workbench().working().start(run, candidate, tr("uniform %1 bit").arg(width));
                    showWorking();
                });
            });
}

void ComparePage::showWorking() {
    CompareList& list = workbench().compareList();
    if (list.contains(CompareItem::working())) return;
    if (list.isFull())
        throw Error(tr("%1 columns are already compared: remove one first")
                        .arg(CompareList::kMost)
                        .toStdString());
    list.add(CompareItem::working());
}

void ComparePage::compareWithBaselines() {
    const Selection& selection = workbench().selection();
    const ScoredCandidate* chosen = selection.candidate();
    if (chosen == nullptr) return;
    workbench().addToCompare(selection.runRecord().id, chosen->id);
    for (const char* spec : kBaselines) workbench().compareList().add(baseline(spec));
}

void ComparePage::beginWorking(RunId run, CandidateId candidate) {
    attempt([&] {
        workbench().working().start(run, workbench().store()->candidate(run, candidate));
        showWorking();
    });
}

void ComparePage::beginUniform(int width) {
    attempt([&] {
        const auto run = referenceRun(workbench());
        if (!run)
            throw Error(tr("There is no run with images to evaluate a candidate: run a search "
                           "first (page Search)")
                            .toStdString());
        fitting_.startUniform(workbench().contextOf(*run), tools_, width);
    });
}

void ComparePage::measureColumns(const std::vector<int>& items) {
    attempt([&] {
        std::vector<MeasureColumnsJob::Request> requests;
        measuringWhat_.clear();
        for (const int item : items) {
            const CompareColumn& column = columns_.at(static_cast<std::size_t>(item));
            MeasureColumnsJob::Request request;
            request.run = workbench().contextOf(column.run);
            request.column = column.wanted;
            if (column.item.kind == CompareItem::Kind::Candidate)
                request.stored = column.item.candidate;
            request.name = column.title;
            requests.push_back(std::move(request));
            measuringWhat_.emplace_back(column.run, column.wanted);
        }
        measuring_.start(std::move(requests));
    });
}

void ComparePage::setGene(int layer, const LpParameters& parameters) {
    attempt([&] { workbench().working().setGene(layer, parameters, layerName(layer)); });
    // What was refused is not left in the boxes.
    showEditor();
}

bool ComparePage::editLayer(int layer, const QString& text) {
    QString spec = text.trimmed();
    bool isWidth = false;
    spec.toInt(&isWidth);
    if (isWidth) spec.prepend(QStringLiteral("lp:"));
    return attempt([&] {
        const FormatPtr format = parseFormat(spec.toStdString());
        const auto* lp = dynamic_cast<const LpFormat*>(format.get());
        if (lp == nullptr)
            throw UsageError(spec.toStdString() +
                             ": a candidate has LP formats; give lp:n, lp:n,es,rs or "
                             "lp:n,es,rs,sf");
        if (lp->isFitted()) {
            workbench().working().setGene(layer, lp->parameters(), layerName(layer));
            return;
        }
        fitting_.startLayer(workbench().contextOf(workbench().working().run()), tools_, layer,
                            spec.toStdString());
    });
}

void ComparePage::saveAs(const QString& name) {
    attempt([&] {
        const int item = workingItem();
        if (item < 0) return;
        const WorkingCandidate& working = workbench().working();
        saving_.start(workbench().contextOf(working.run()), working.candidate(), name.trimmed(),
                      columns_.at(static_cast<std::size_t>(item)).top1Percent);
    });
}

void ComparePage::askSave() {
    auto* dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Save as candidate"));
    dialog->setLabelText(tr("Name (optional):"));
    const WorkingCandidate& working = workbench().working();
    if (!working.exists()) return;
    dialog->setTextValue(tr("%1, edited").arg(working.state().origin));
    dialog->setOkButtonText(tr("Save"));
    connect(dialog, &QInputDialog::textValueSelected, this, &ComparePage::saveAs);
    dialog->open();
}

void ComparePage::askNumber() {
    const auto& candidates = workbench().selection().candidates();
    if (!candidates || candidates->empty()) return;
    auto* dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Add a candidate"));
    dialog->setLabelText(
        tr("Number of the candidate in %1:")
            .arg(QString::fromStdString(workbench().selection().runRecord().name)));
    dialog->setInputMode(QInputDialog::IntInput);
    dialog->setIntRange(static_cast<int>(candidates->front().id.value),
                        static_cast<int>(candidates->back().id.value));
    connect(dialog, &QInputDialog::intValueSelected, this, [this](int id) {
        workbench().addToCompare(workbench().selection().runRecord().id, CandidateId(id));
    });
    dialog->open();
}

void ComparePage::askName(int item) {
    const CompareItem of = columns_.at(static_cast<std::size_t>(item)).item;
    attempt([&] {
        const CandidateNote note = workbench().store()->candidateNote(of.run, of.candidate);
        auto* dialog = new NoteDialog(tr("Candidate %1").arg(of.candidate.value),
                                      QString::fromStdString(note.name),
                                      QString::fromStdString(note.notes), this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(dialog, &QDialog::accepted, this, [this, dialog, note, of] {
            CandidateNote changed = note;
            changed.name = dialog->name().toStdString();
            changed.notes = dialog->notes().toStdString();
            workbench().setCandidateNote(of.run, changed);
        });
        dialog->open();
    });
}

QString ComparePage::csv() const {
    std::vector<std::string> names;
    if (network_)
        for (const Layer& layer : network_->layers()) names.push_back(layer.name);
    std::vector<NamedColumn> named;
    for (const CompareColumn& column : columns_)
        if (column.facts)
            named.push_back({column.title.toStdString(), *column.facts, column.top1Percent,
                             column.contrast, column.fitness});
    std::vector<std::size_t> order;
    const auto* proxy = qobject_cast<const QSortFilterProxyModel*>(layers_->view()->model());
    for (int row = 0; row < proxy->rowCount(); ++row)
        order.push_back(static_cast<std::size_t>(proxy->mapToSource(proxy->index(row, 0)).row()));
    return QString::fromStdString(comparisonCsv(comparisonTable(names, named, order)));
}

void ComparePage::exportCsv(const QString& file) {
    attempt([&] {
        writeFileAtomically(file.toStdString(), csv().toStdString());
        Q_EMIT workbench().noted(tr("Wrote %1").arg(file));
    });
}

void ComparePage::askExport() {
    QString file = QFileDialog::getSaveFileName(this, tr("Export the comparison"),
                                                QStringLiteral("comparison.csv"),
                                                tr("Comma-separated values (*.csv)"));
    if (file.isEmpty()) return;
    if (!file.endsWith(QStringLiteral(".csv"))) file += QStringLiteral(".csv");
    exportCsv(file);
}

void ComparePage::fillHardware() {
    const auto run = referenceRun(workbench());
    if (!run) return;
    std::string wanted = SearchSettings().hardware;
    try {
        const SearchSettings settings =
            settingsFromJsonText(workbench().store()->run(*run).settings);
        if (!settings.hardware.empty()) wanted = settings.hardware;
    } catch (const Error&) {
        // Of a newer version; the default serves.
    }
    if (wanted == shownHardware_) return;
    shownHardware_ = wanted;
    const QSignalBlocker quiet(hardware_);
    hardware_->clear();
    DesignLibrary& library = DesignLibrary::instance();
    for (const QString& name : library.presetNames() + library.ownNames())
        hardware_->addItem(name, QString::fromStdString(library.specOf(name)));
    int at = hardware_->findData(QString::fromStdString(wanted));
    if (at < 0) {
        hardware_->addItem(library.nameOf(wanted), QString::fromStdString(wanted));
        at = hardware_->count() - 1;
    }
    hardware_->setCurrentIndex(at);
}

std::string ComparePage::hardwareSpec() const {
    return hardware_->currentData().toString().toStdString();
}

}  // namespace lpstudio
