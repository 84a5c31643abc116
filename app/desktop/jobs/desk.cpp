#include "app/desktop/jobs/desk.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <optional>
#include <utility>

#include "app/desktop/jobs/search_queue.h"
#include "app/desktop/session/desktop_session.h"
#include "app/project/store/genes_text.h"
#include "core/base/error.h"

namespace lpstudio {
namespace {

constexpr int kSoonMilliseconds = 200;

constexpr std::pair<ColumnSource::Kind, const char*> kKinds[] = {
    {ColumnSource::Kind::Candidate, "candidate"},
    {ColumnSource::Kind::Uniform, "uniform"},
    {ColumnSource::Kind::Float, "float"},
    {ColumnSource::Kind::Working, "working"}};

QString text(const std::string& string) {
    return QString::fromStdString(string);
}

QJsonObject objectOf(const ColumnSource& source) {
    QJsonObject object;
    for (const auto& [kind, name] : kKinds)
        if (kind == source.kind) object[QStringLiteral("kind")] = QLatin1String(name);
    if (source.kind == ColumnSource::Kind::Candidate) {
        object[QStringLiteral("run")] = static_cast<qint64>(source.run.value);
        object[QStringLiteral("candidate")] = static_cast<qint64>(source.candidate.value);
    }
    if (source.kind == ColumnSource::Kind::Uniform) {
        object[QStringLiteral("weights")] = text(source.weights);
        object[QStringLiteral("activations")] = text(source.activations);
    }
    return object;
}

/// Throws Error if it is of a candidate that is no more.
ColumnSource sourceOf(const QJsonObject& object, const ProjectStore& store) {
    ColumnSource source;
    const QString name = object[QStringLiteral("kind")].toString();
    for (const auto& [kind, word] : kKinds)
        if (name == QLatin1String(word)) source.kind = kind;
    if (source.kind == ColumnSource::Kind::Candidate) {
        source.run = RunId(object[QStringLiteral("run")].toInteger());
        source.candidate = CandidateId(object[QStringLiteral("candidate")].toInteger());
        store.candidate(source.run, source.candidate);
    }
    source.weights = object[QStringLiteral("weights")].toString().toStdString();
    source.activations = object[QStringLiteral("activations")].toString().toStdString();
    return source;
}

QJsonObject objectOf(const WorkingCandidate::State& state) {
    QJsonObject object{{QStringLiteral("run"), static_cast<qint64>(state.run.value)},
                       {QStringLiteral("origin"), state.origin},
                       {QStringLiteral("original"), text(genesText(state.original))},
                       {QStringLiteral("genes"), text(genesText(state.candidate))}};
    if (state.base) object[QStringLiteral("base")] = static_cast<qint64>(state.base->value);
    return object;
}

/// Throws Error if it is none, or of a run that is no more.
WorkingCandidate::State stateOf(const QJsonObject& object, const ProjectStore& store) {
    const std::string where = store.file().string();
    const auto genes = [&](const QString& key) {
        return genesFromText(object[key].toString().toStdString(), where);
    };
    WorkingCandidate::State state{RunId(object[QStringLiteral("run")].toInteger()), std::nullopt,
                                  object[QStringLiteral("origin")].toString(),
                                  genes(QStringLiteral("original")),
                                  genes(QStringLiteral("genes"))};
    if (object.contains(QStringLiteral("base")))
        state.base = CandidateId(object[QStringLiteral("base")].toInteger());
    store.run(state.run);
    return state;
}

QJsonObject objectOf(const SearchRequest& request, std::optional<RunId> run) {
    QJsonObject object{{QStringLiteral("model"), static_cast<qint64>(request.model.id)},
                       {QStringLiteral("calibration"), static_cast<qint64>(request.calibration.id)},
                       {QStringLiteral("settings"), text(toJsonText(request.settings))},
                       {QStringLiteral("name"), text(request.name)}};
    if (request.evaluation)
        object[QStringLiteral("evaluation")] = static_cast<qint64>(request.evaluation->id);
    if (run) object[QStringLiteral("resume")] = static_cast<qint64>(run->value);
    return object;
}

/// Throws Error if something that it needs is no more.
SearchRequest requestOf(const QJsonObject& object, const Session& session) {
    SearchRequest request;
    request.store = session.store();
    request.assets = session.assets();
    request.model = request.store->model(object[QStringLiteral("model")].toInteger());
    request.calibration = request.store->dataset(object[QStringLiteral("calibration")].toInteger());
    if (const QJsonValue evaluation = object[QStringLiteral("evaluation")];
        !evaluation.isUndefined())
        request.evaluation = request.store->dataset(evaluation.toInteger());
    request.settings =
        settingsFromJsonText(object[QStringLiteral("settings")].toString().toStdString());
    request.name = object[QStringLiteral("name")].toString().toStdString();
    if (const QJsonValue run = object[QStringLiteral("resume")]; !run.isUndefined()) {
        request.resume = RunId(run.toInteger());
        const RunState state = request.store->run(*request.resume).state;
        if (state != RunState::Stopped && state != RunState::Failed)
            throw Error("the run has ended, or another process continues it");
    }
    return request;
}

}  // namespace

Desk::Desk(Session& session, SearchQueue& queue, QObject* parent)
    : QObject(parent), session_(session), queue_(queue) {
    soon_.setSingleShot(true);
    soon_.setInterval(kSoonMilliseconds);
    connect(&soon_, &QTimer::timeout, this, &Desk::save);
    connect(&session_.compareList(), &CompareList::changed, this, &Desk::changed);
    connect(&session_.working(), &WorkingCandidate::changed, this, &Desk::changed);
    connect(&queue_, &SearchQueue::changed, this, &Desk::changed);
}

void Desk::changed() {
    if (follows_) soon_.start();
}

std::string Desk::text() const {
    QJsonArray columns, searches;
    for (const ColumnSource& source : session_.compareList().sources())
        columns.append(objectOf(source));
    for (const SearchQueue::Entry& entry : queue_.entries()) {
        // One that is only being measured has ended.
        if (entry.state == SearchQueue::State::Waiting ||
            (entry.state == SearchQueue::State::Running && !entry.isMeasuring))
            searches.append(objectOf(entry.request, entry.run ? entry.run : entry.request.resume));
    }
    // Who only looks at a project changes nothing of it.
    if (columns.isEmpty() && searches.isEmpty() && !session_.working().exists()) return {};
    QJsonObject kept{{QStringLiteral("compare"), columns}, {QStringLiteral("queue"), searches}};
    if (session_.working().exists())
        kept[QStringLiteral("working")] = objectOf(session_.working().state());
    return QJsonDocument(kept).toJson(QJsonDocument::Compact).toStdString();
}

void Desk::save() {
    soon_.stop();
    if (!follows_ || !session_.store()) return;
    std::string now = text();
    if (now == kept_) return;
    try {
        session_.store()->setDesk(now);
        kept_ = std::move(now);
    } catch (const Error&) {
        // A project that cannot be written has its own message; its content is not concerned.
    }
}

void Desk::close() {
    save();
    follows_ = false;
}

void Desk::restoreCompare(const QJsonObject& kept) {
    const ProjectStore& store = *session_.store();
    const auto working = kept.constFind(QStringLiteral("working"));
    if (working != kept.constEnd()) try {
            session_.working().restore(stateOf(working->toObject(), store));
        } catch (const Error&) {
            // Its run was removed meanwhile, elsewhere.
        }
    // The working candidate has put itself first; its place is where it was.
    session_.compareList().remove(ColumnSource::working());
    for (const auto& one : kept[QStringLiteral("compare")].toArray()) try {
            const ColumnSource source = sourceOf(one.toObject(), store);
            if (source.kind != ColumnSource::Kind::Working || session_.working().exists())
                session_.compareList().add(source);
        } catch (const Error&) {
            // Likewise.
        }
}

std::vector<SearchRequest> Desk::requestsOf(const QJsonObject& kept) const {
    std::vector<SearchRequest> requests;
    for (const auto& one : kept[QStringLiteral("queue")].toArray()) try {
            requests.push_back(requestOf(one.toObject(), session_));
        } catch (const Error&) {
            // What it was made of is no more, or it has ended elsewhere.
        }
    return requests;
}

void Desk::restore() {
    soon_.stop();
    follows_ = false;
    kept_.clear();
    if (!session_.store()) return;
    try {
        kept_ = session_.store()->desk();
    } catch (const Error&) {
        // A project that cannot be read has its own message.
    }
    const QJsonObject kept = QJsonDocument::fromJson(QByteArray::fromStdString(kept_)).object();
    restoreCompare(kept);
    const std::vector<SearchRequest> waiting = requestsOf(kept);
    queue_.restore(waiting);
    if (!waiting.empty())
        Q_EMIT session_.messages().noted(
            tr("%n searches of the last session wait in the queue, on hold", nullptr,
               static_cast<int>(waiting.size())));
    follows_ = true;
}

}  // namespace lpstudio
