// What the Pareto page does with the rows that are chosen: compares, measures and exports them.
#include <QFileInfo>
#include <algorithm>
#include <cmath>

#include "app/desktop/jobs/workbench.h"
#include "app/desktop/pages/pareto/candidate_table.h"
#include "app/desktop/pages/pareto/pareto_page.h"
#include "app/desktop/widgets/data_table.h"
#include "app/desktop/widgets/export_dialog.h"

namespace lpstudio {

void ParetoPage::chooseRow(std::size_t row) {
    if (!columns_) return;
    const RunId run = columns_->runs[columns_->runOf[row]].id;
    if (columns_->runOf[row] == 0)
        workbench().selection().setCandidate(columns_->ids[row]);
    else
        workbench().chooseCandidate(run, columns_->ids[row]);
}

void ParetoPage::compareRow(std::size_t row) {
    if (columns_)
        Q_EMIT compareRequested(columns_->runs[columns_->runOf[row]].id, columns_->ids[row]);
}

void ParetoPage::compareSelected() {
    const auto rows = selectedRows();
    if (rows.size() > 1) {
        for (const std::size_t row : rows) compareRow(row);
        return;
    }
    const Selection& selection = workbench().selection();
    if (selection.candidate() != nullptr && selection.run())
        Q_EMIT compareRequested(*selection.run(), selection.candidate()->id);
}

const ScoredCandidate* ParetoPage::ownCandidate(CandidateId id) const {
    const auto& candidates = workbench().selection().candidates();
    if (!candidates) return nullptr;
    const auto at = std::lower_bound(candidates->begin(), candidates->end(), id,
                                     [](const auto& one, CandidateId key) { return one.id < key; });
    return at != candidates->end() && at->id == id ? &*at : nullptr;
}

std::vector<CandidateId> ParetoPage::unmeasuredFront() const {
    const auto& top1 = columns_->of("top1");
    std::vector<CandidateId> ids;
    for (std::size_t row = 0; row < onFront_.size(); ++row)
        if (onFront_[row] != 0 && columns_->runOf[row] == 0 && std::isnan(top1[row]))
            ids.push_back(columns_->ids[row]);
    return ids;
}

void ParetoPage::measure(const std::vector<CandidateId>& ids) {
    std::vector<ScoredCandidate> candidates;
    for (const CandidateId id : ids)
        if (const ScoredCandidate* one = ownCandidate(id)) candidates.push_back(*one);
    if (!candidates.empty())
        workbench().accuracy().start(workbench().selection().runContext(), std::move(candidates));
}

void ParetoPage::measureSelected() {
    std::vector<CandidateId> ids;
    for (const std::size_t row : selectedRows())
        if (columns_->runOf[row] == 0) ids.push_back(columns_->ids[row]);
    const ScoredCandidate* chosen = workbench().selection().candidate();
    if (ids.size() < 2) {
        ids.clear();
        if (chosen != nullptr) ids.push_back(chosen->id);
    }
    measure(ids);
}

void ParetoPage::measureFront() {
    if (columns_) measure(unmeasuredFront());
}

void ParetoPage::askForExport() {
    const Selection& selection = workbench().selection();
    const ScoredCandidate* candidate = selection.candidate();
    if (candidate == nullptr) return;
    const auto run = selection.runContext();
    const QFileInfo project(QString::fromStdString(run->store()->file().string()));
    auto* dialog = new ExportDialog(QString::fromStdString(exportStem(run->run(), candidate->id)),
                                    settingsFromJsonText(run->record().settings).hardware,
                                    project.absolutePath() + QStringLiteral("/export"), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    // The candidate the dialog names, whatever is selected when it is closed.
    connect(dialog, &QDialog::accepted, this, [this, dialog, run, chosen = *candidate] {
        workbench().exporter().start(run, chosen, dialog->options(),
                                     dialog->folder().toStdString());
    });
    dialog->open();
}

}  // namespace lpstudio
