#include "app/desktop/pages/pareto/pareto_actions.h"

#include <QFileInfo>
#include <algorithm>
#include <utility>

#include "app/desktop/jobs/jobs.h"
#include "app/desktop/pages/pareto/pareto_rows.h"
#include "app/desktop/widgets/export_dialog.h"

namespace lpstudio {

ParetoActions::ParetoActions(Session& session, Jobs& jobs, const ParetoRows& rows, QObject* parent)
    : QObject(parent), session_(session), jobs_(jobs), rows_(rows) {}

void ParetoActions::choose(std::size_t row) {
    if (!rows_.columns()) return;
    if (rows_.isOwn(row))
        session_.selection().setCandidate(rows_.idOf(row));
    else
        jobs_.loading().chooseCandidate(rows_.runOf(row), rows_.idOf(row));
}

void ParetoActions::compare(std::size_t row) {
    if (rows_.columns()) Q_EMIT compareRequested(rows_.runOf(row), rows_.idOf(row));
}

void ParetoActions::compareAll(const std::vector<std::size_t>& rows) {
    if (rows.size() > 1) {
        for (const std::size_t row : rows) compare(row);
        return;
    }
    const Selection& selection = session_.selection();
    if (selection.candidate() != nullptr && selection.run())
        Q_EMIT compareRequested(*selection.run(), selection.candidate()->id);
}

const ScoredCandidate* ParetoActions::candidate(CandidateId id) const {
    const auto& candidates = session_.selection().candidates();
    if (!candidates) return nullptr;
    const auto at = std::lower_bound(candidates->begin(), candidates->end(), id,
                                     [](const auto& one, CandidateId key) { return one.id < key; });
    return at != candidates->end() && at->id == id ? &*at : nullptr;
}

void ParetoActions::measureThese(const std::vector<CandidateId>& ids) {
    std::vector<ScoredCandidate> candidates;
    for (const CandidateId id : ids)
        if (const ScoredCandidate* one = candidate(id)) candidates.push_back(*one);
    if (!candidates.empty())
        jobs_.measureTop1(session_.selection().runContext(), std::move(candidates));
}

void ParetoActions::measure(const std::vector<std::size_t>& rows) {
    std::vector<CandidateId> ids;
    for (const std::size_t row : rows)
        if (rows_.isOwn(row)) ids.push_back(rows_.idOf(row));
    if (ids.size() < 2) {
        ids.clear();
        if (const ScoredCandidate* chosen = session_.selection().candidate())
            ids.push_back(chosen->id);
    }
    measureThese(ids);
}

void ParetoActions::measureFront() {
    if (rows_.columns()) measureThese(rows_.unmeasuredFront());
}

void ParetoActions::askForExport(QWidget* parent) {
    const Selection& selection = session_.selection();
    const ScoredCandidate* candidate = selection.candidate();
    if (candidate == nullptr) return;
    const auto run = selection.runContext();
    const QFileInfo project(QString::fromStdString(run->store()->file().string()));
    auto* dialog = new ExportDialog(QString::fromStdString(exportStem(run->run(), candidate->id)),
                                    settingsFromJsonText(run->record().settings).hardware,
                                    project.absolutePath() + QStringLiteral("/export"), parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    // The candidate the dialog names, whatever is selected when it is closed.
    connect(dialog, &QDialog::accepted, this, [this, dialog, run, chosen = *candidate] {
        jobs_.exportCandidate(run, chosen, dialog->options(), dialog->folder().toStdString());
    });
    dialog->open();
}

}  // namespace lpstudio
