#include "app/desktop/pages/compare/compare_columns.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

#include "app/desktop/session/desktop_session.h"
#include "core/base/error.h"
#include "core/number/family_comparison.h"

namespace lpstudio {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("lpstudio::ComparePage", text);
}

QString text(const std::string& string) {
    return QString::fromStdString(string);
}

SearchSettings settingsOf(const RunRecord& run) {
    try {
        return settingsFromJsonText(run.settings);
    } catch (const Error&) {
        return {};
    }
}

/// Reads each run once: counting its candidates takes time.
class Runs {
public:
    explicit Runs(const ProjectStore& store) : store_(store) {}
    const RunRecord& of(RunId id) {
        const auto known = runs_.find(id);
        return known != runs_.end() ? known->second
                                    : runs_.emplace(id, store_.run(id)).first->second;
    }

private:
    const ProjectStore& store_;
    std::map<RunId, RunRecord> runs_;
};

void fillCandidate(CompareColumn& column, Session& session, Runs& runs) {
    const ProjectStore& store = *session.store();
    const CompareItem& item = column.item;
    const RunRecord& run = runs.of(item.run);
    const ScoredCandidate scored = store.candidate(item.run, item.candidate);
    const CandidateNote note = store.candidateNote(item.run, item.candidate);
    column.run = item.run;
    column.title =
        note.name.empty() ? tr("Candidate %1").arg(item.candidate.value) : text(note.name);
    column.detail = tr("Candidate %1 of %2").arg(item.candidate.value).arg(text(run.name));
    if (run.kind == RunKind::Manual) column.detail += tr(", manual");
    if (!note.notes.empty()) column.detail += QStringLiteral("\n") + text(note.notes);
    column.starred = note.starred;
    column.wanted = {scored.candidate, settingsOf(run).widths, {}, {}};
    column.top1Percent = scored.top1Percent;
    column.contrast = scored.contrast;
    column.fitness = scored.fitness;
}

void fillWorking(CompareColumn& column, Session& session, Runs& runs) {
    const WorkingCandidate& working = session.working();
    const RunRecord& run = runs.of(working.run());
    column.run = working.run();
    column.title = tr("Working candidate");
    const int edited = static_cast<int>(working.editedLayers().size());
    column.detail = (working.state().base ? tr("Copy of %1, edited layers: %2")
                                          : tr("Started from %1, edited layers: %2"))
                        .arg(working.state().origin)
                        .arg(edited);
    column.wanted = {working.candidate(), settingsOf(run).widths, {}, {}};
    // As long as nothing is changed it is what it is a copy of.
    if (edited > 0 || !working.state().base) return;
    const ScoredCandidate base = session.store()->candidate(working.run(), *working.state().base);
    column.top1Percent = base.top1Percent;
    column.contrast = base.contrast;
    column.fitness = base.fitness;
}

}  // namespace

std::string MeasuredColumns::keyOf(RunId run, const WantedColumn& column) {
    std::string key = std::to_string(run.value) + "|" + column.weights + "|" + column.activations;
    if (column.genes)
        for (const LpParameters& gene : column.genes->genes) {
            key += '|';
            key += LpFormat(gene).spec();
        }
    return key;
}

void MeasuredColumns::add(RunId run, const WantedColumn& column, const Result& result) {
    results_[keyOf(run, column)] = result;
}

const MeasuredColumns::Result* MeasuredColumns::find(RunId run, const WantedColumn& column) const {
    const auto known = results_.find(keyOf(run, column));
    return known == results_.end() ? nullptr : &known->second;
}

std::optional<RunId> referenceRun(Session& session) {
    if (session.working().exists() && session.compareList().contains(CompareItem::working()))
        return session.working().run();
    for (const CompareItem& item : session.compareList().items())
        if (item.kind == CompareItem::Kind::Candidate) return item.run;
    return session.selection().run();
}

QString uniformTitle(const std::string& spec) {
    const std::size_t colon = spec.find(':');
    const std::string key = spec.substr(0, colon);
    bool isWidth = false;
    const int width = colon == std::string::npos ? 0 : text(spec.substr(colon + 1)).toInt(&isWidth);
    for (const FormatFamily& family : formatFamilies())
        if (family.key == key && isWidth)
            return tr("Uniform %1, %2 bit")
                .arg(key == "lp" ? QStringLiteral("LP") : text(family.title))
                .arg(width);
    return tr("Uniform %1").arg(text(spec));
}

std::vector<CompareColumn> columnsOf(Session& session, const MeasuredColumns& measured) {
    std::vector<CompareColumn> columns;
    if (!session.store() || session.compareList().items().empty()) return columns;
    const auto reference = referenceRun(session);
    if (!reference) return columns;
    Runs runs(*session.store());
    for (const CompareItem& item : session.compareList().items()) {
        CompareColumn column;
        column.item = item;
        column.run = *reference;
        switch (item.kind) {
            case CompareItem::Kind::Candidate:
                try {
                    fillCandidate(column, session, runs);
                } catch (const Error&) {
                    continue;  // removed by another program
                }
                break;
            case CompareItem::Kind::Working:
                if (!session.working().exists()) continue;
                fillWorking(column, session, runs);
                break;
            case CompareItem::Kind::Uniform:
                column.title = uniformTitle(item.weights);
                column.detail = tr("Weights %1, activations %2 on all layers, each fitted")
                                    .arg(text(item.weights), text(item.activations));
                column.wanted = {std::nullopt, {}, item.weights, item.activations};
                break;
            case CompareItem::Kind::Float:
                column.title = tr("Floating point");
                column.detail = tr("The original network, 32 bits");
                column.top1Percent = runs.of(*reference).floatTop1Percent;
                break;
        }
        if (const auto* result = measured.find(column.run, column.wanted)) {
            if (column.top1Percent < 0) column.top1Percent = result->top1Percent;
            if (std::isnan(column.contrast)) column.contrast = result->contrast;
        }
        columns.push_back(std::move(column));
    }
    return columns;
}

}  // namespace lpstudio
