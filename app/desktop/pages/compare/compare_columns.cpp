#include "app/desktop/pages/compare/compare_columns.h"

#include <algorithm>
#include <cmath>

#include "app/desktop/plot/translate.h"
#include "app/desktop/session/desktop_session.h"
#include "core/base/error.h"
#include "core/number/family_comparison.h"

namespace lpstudio {
namespace {

SearchSettings settingsOf(const RunRecord& run) {
    try {
        return settingsFromJsonText(run.settings);
    } catch (const Error&) {
        return {};
    }
}

ColumnScores scoresOf(const ScoredCandidate& candidate) {
    return {candidate.top1Percent, candidate.contrast, candidate.fitness};
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
    const ColumnSource& source = column.source;
    const RunRecord& run = runs.of(source.run);
    const ScoredCandidate scored = store.candidate(source.run, source.candidate);
    const CandidateNote note = store.candidateNote(source.run, source.candidate);
    column.run = source.run;
    column.title = note.name.empty() ? tr("Candidate %1").arg(source.candidate.value)
                                     : QString::fromStdString(note.name);
    column.detail =
        tr("Candidate %1 of %2").arg(source.candidate.value).arg(QString::fromStdString(run.name));
    if (run.kind == RunKind::Manual) column.detail += tr(", manual");
    if (!note.notes.empty())
        column.detail += QStringLiteral("\n") + QString::fromStdString(note.notes);
    column.starred = note.starred;
    column.formats = {scored.candidate, settingsOf(run).widths, {}, {}};
    column.scores = scoresOf(scored);
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
    column.formats = {working.candidate(), settingsOf(run).widths, {}, {}};
    // As long as nothing is changed it is what it is a copy of.
    if (edited > 0 || !working.state().base) return;
    column.scores = scoresOf(session.store()->candidate(working.run(), *working.state().base));
}

/// "Uniform LP 4 bit"; the spec where there is no such name for it.
QString uniformTitle(const std::string& spec) {
    const std::size_t colon = spec.find(':');
    const std::string key = spec.substr(0, colon);
    bool isWidth = false;
    const int width = colon == std::string::npos
                          ? 0
                          : QString::fromStdString(spec.substr(colon + 1)).toInt(&isWidth);
    for (const FormatFamily& family : formatFamilies())
        if (family.key == key && isWidth)
            return tr("Uniform %1, %2 bit")
                .arg(key == "lp" ? QStringLiteral("LP") : QString::fromStdString(family.title))
                .arg(width);
    return tr("Uniform %1").arg(QString::fromStdString(spec));
}

std::string keyOf(RunId run, const ColumnFormats& formats) {
    std::string key = std::to_string(run.value) + "|" + formats.weights + "|" + formats.activations;
    if (formats.genes)
        for (const LpParameters& gene : formats.genes->genes) {
            key += '|';
            key += LpFormat(gene).spec();
        }
    return key;
}

}  // namespace

std::optional<RunId> referenceRun(Session& session) {
    if (session.working().exists() && session.compareList().contains(ColumnSource::working()))
        return session.working().run();
    for (const ColumnSource& source : session.compareList().sources())
        if (source.kind == ColumnSource::Kind::Candidate) return source.run;
    return session.selection().run();
}

std::string referenceHardware(Session& session) {
    std::string hardware;
    try {
        if (const auto run = referenceRun(session))
            hardware = settingsOf(session.store()->run(*run)).hardware;
    } catch (const Error&) {
        // Removed by another program; the default serves.
    }
    return hardware.empty() ? SearchSettings().hardware : hardware;
}

CompareColumns::CompareColumns(Session& session, QObject* parent)
    : QObject(parent), session_(session) {
    connect(&session, &Session::projectChanged, this, &CompareColumns::forget);
    connect(&job_, &Job::failed, this, [this](const QString& message) {
        asked_.clear();
        Q_EMIT failed(message);
    });
}

std::vector<CompareColumn> CompareColumns::listed() const {
    std::vector<CompareColumn> columns;
    if (!session_.store() || session_.compareList().sources().empty()) return columns;
    const auto reference = referenceRun(session_);
    if (!reference) return columns;
    Runs runs(*session_.store());
    for (const ColumnSource& source : session_.compareList().sources()) {
        CompareColumn column;
        column.source = source;
        column.run = *reference;
        switch (source.kind) {
            case ColumnSource::Kind::Candidate:
                try {
                    fillCandidate(column, session_, runs);
                } catch (const Error&) {
                    continue;  // removed by another program
                }
                break;
            case ColumnSource::Kind::Working:
                if (!session_.working().exists()) continue;
                fillWorking(column, session_, runs);
                break;
            case ColumnSource::Kind::Uniform:
                column.title = uniformTitle(source.weights);
                column.detail = tr("Weights %1, activations %2 on all layers, each fitted")
                                    .arg(QString::fromStdString(source.weights),
                                         QString::fromStdString(source.activations));
                column.formats = {std::nullopt, {}, source.weights, source.activations};
                break;
            case ColumnSource::Kind::Float:
                column.title = tr("Floating point");
                column.detail = tr("The original network, 32 bits");
                column.scores.top1Percent = runs.of(*reference).floatTop1Percent;
                break;
        }
        if (const auto known = scores_.find(keyOf(column.run, column.formats));
            known != scores_.end()) {
            ColumnScores& scores = column.scores;
            if (scores.top1Percent < 0) scores.top1Percent = known->second.top1Percent;
            if (std::isnan(scores.contrast)) scores.contrast = known->second.contrast;
        }
        columns.push_back(std::move(column));
    }
    return columns;
}

void CompareColumns::lookUp(const std::string& hardware) {
    std::vector<CompareColumn> columns;
    session_.messages().attempt([&] { columns = listed(); });
    if (columns.empty()) {
        asked_.clear();
        job_.abandon();
    }
    for (CompareColumn& column : columns)
        for (const CompareColumn& old : columns_) {
            const bool same = old.formats == column.formats && askedHardware_ == hardware;
            const bool better = !column.figures && old.source == column.source;
            if (old.figures && (same || better)) column.figures = old.figures;
        }
    columns_ = std::move(columns);
}

void CompareColumns::measure(const std::string& hardware) {
    if (columns_.empty()) return;
    std::vector<ColumnFormats> wanted;
    for (const CompareColumn& column : columns_) wanted.push_back(column.formats);
    const bool known = std::all_of(columns_.begin(), columns_.end(),
                                   [](const auto& column) { return column.figures.has_value(); });
    if (known && wanted == asked_ && hardware == askedHardware_) return;
    session_.messages().attempt([&] {
        const auto reference = referenceRun(session_);
        if (!reference) return;
        asked_ = wanted;
        askedHardware_ = hardware;
        job_.launch(
            tr("Comparing"),
            [run = session_.contextOf(*reference), tools = tools_, wanted,
             hardware](const JobContext& context) {
                Found found;
                found.network = run->network();
                const auto measures = tools->measures(found.network);
                std::shared_ptr<const Simulator> simulator;
                try {
                    if (!hardware.empty()) simulator = tools->simulator(hardware);
                } catch (const Error& error) {
                    found.problem = QString::fromUtf8(error.what());
                }
                for (const ColumnFormats& formats : wanted)
                    found.figures.push_back(measureFigures(*measures, formats, simulator.get(),
                                                           context.stop, context.progress));
                return found;
            },
            [this](const Found& found) { take(found); });
    });
}

void CompareColumns::take(const Found& found) {
    network_ = found.network;
    bool news = false;
    for (CompareColumn& column : columns_)
        for (std::size_t i = 0; i < asked_.size() && i < found.figures.size(); ++i)
            if (asked_[i] == column.formats) {
                news = news || !column.figures;
                column.figures = found.figures[i];
            }
    Q_EMIT measured(news);
    // The rest of the comparison holds.
    if (!found.problem.isEmpty()) Q_EMIT failed(found.problem);
}

void CompareColumns::addScores(RunId run, const ColumnFormats& formats,
                               const ColumnScores& scores) {
    scores_[keyOf(run, formats)] = scores;
}

int CompareColumns::working() const {
    for (std::size_t i = 0; i < columns_.size(); ++i)
        if (columns_[i].source.kind == ColumnSource::Kind::Working) return static_cast<int>(i);
    return -1;
}

QStringList CompareColumns::layerNames() const {
    QStringList names;
    if (network_)
        for (const Layer& layer : network_->layers()) names << QString::fromStdString(layer.name);
    return names;
}

QString CompareColumns::layerName(int layer) const {
    const auto at = static_cast<std::size_t>(layer);
    return network_ && at < network_->layers().size()
               ? QString::fromStdString(network_->layers()[at].name)
               : tr("layer %1").arg(layer);
}

void CompareColumns::forget() {
    asked_.clear();
    columns_.clear();
    scores_.clear();
    network_.reset();
    job_.abandon();
}

}  // namespace lpstudio
