#include "app/desktop/pages/project/run_panel.h"

#include <QDesktopServices>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QPushButton>
#include <QUrl>
#include <QVBoxLayout>

#include "app/desktop/pages/project/project_tree.h"
#include "app/desktop/plot/number_text.h"
#include "app/desktop/session/desktop_session.h"
#include "app/desktop/widgets/facts_panel.h"
#include "core/base/error.h"

namespace lpstudio {

ArtifactPanel::ArtifactPanel(QWidget* parent)
    : QWidget(parent), facts_(new FactsPanel(1)), open_(new QPushButton(tr("Open"))) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 8);
    layout->setSpacing(16);
    layout->addWidget(facts_);
    layout->addWidget(open_, 0, Qt::AlignLeft);
    layout->addStretch();
    connect(open_, &QPushButton::clicked, this,
            [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(file_)); });
}

void ArtifactPanel::showArtifact(const ArtifactRecord& artifact) {
    file_ = QString::fromStdString(artifact.file.string());
    const auto number = [](const auto& id) {
        return id ? QString::number(id->value) : tr("not known");
    };
    facts_->setFacts(
        {{tr("Kind"), artifactKindText(artifact.kind), {}},
         {tr("File"), file_, {}},
         {tr("Run"), number(artifact.run), {}},
         {tr("Candidate"), number(artifact.candidate), {}},
         {tr("Created"), QString::fromStdString(artifact.madeAt), tr("UTC")},
         {tr("SHA-256"), QString::fromStdString(artifact.sha256.substr(0, 16)) + QChar(u'…'),
          QString::fromStdString(artifact.sha256)}});
    open_->setEnabled(QFileInfo::exists(file_));
}

namespace {

QString valueText(const QJsonValue& value) {
    if (value.isDouble()) return exactText(value.toDouble());
    if (!value.isArray()) return value.toVariant().toString();
    QStringList parts;
    const QJsonArray array = value.toArray();
    for (const auto& part : array) parts << valueText(part);
    return parts.isEmpty() ? QStringLiteral("–") : parts.join(QStringLiteral(", "));
}

QString text(const std::string& string) {
    return QString::fromStdString(string);
}

}  // namespace

RunPanel::RunPanel(Session& session, QWidget* parent)
    : QWidget(parent),
      session_(session),
      facts_(new FactsPanel(3)),
      best_(new FactsPanel(3)),
      settings_(new FactsPanel(3)),
      message_(new QLabel) {
    message_->setProperty("problem", true);
    message_->setWordWrap(true);
    message_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 8);
    layout->setSpacing(16);
    layout->addWidget(facts_);
    layout->addWidget(message_);
    layout->addWidget(makeSeparator());
    layout->addWidget(makeHeading(tr("Best candidate")));
    layout->addWidget(best_);
    layout->addWidget(makeSeparator());
    layout->addWidget(makeHeading(tr("Settings")));
    layout->addWidget(settings_);
    layout->addStretch();
    connect(&session_, &Session::contentChanged, this, &RunPanel::refresh);
    connect(&session_.selection(), &Selection::runChanged, this, &RunPanel::refresh);
}

void RunPanel::showRun(RunId run) {
    run_ = run;
    refresh();
}

void RunPanel::refresh() {
    if (!run_ || !session_.store()) return;
    try {
        const RunRecord run = session_.store()->run(*run_);
        const auto dataset = [&](std::int64_t id) {
            return text(session_.store()->dataset(id).name);
        };
        facts_->setFacts(
            {{tr("Run"), text(run.name), {}},
             {tr("State"),
              run.kind == RunKind::Manual ? tr("manual") : tr(runStateName(run.state)),
              {}},
             {tr("Started"), text(run.startedAt), tr("UTC")},
             {tr("Model"), text(session_.store()->model(run.model).name), {}},
             {tr("Calibration"), dataset(run.calibration), {}},
             {tr("Evaluation"), run.evaluation ? dataset(*run.evaluation) : tr("none"), {}},
             {tr("Candidates"), countText(run.candidates), groupedText(run.candidates)},
             {tr("Time"), durationText(run.seconds), exactText(run.seconds) + tr(" s")},
             {tr("Program"), text(run.programVersion), text(run.fingerprint)}});
        message_->setText(text(run.message));
        message_->setVisible(!run.message.empty());
        if (run.best)
            best_->setFacts(candidateFacts(session_.store()->candidate(run.id, *run.best),
                                           run.floatTop1Percent));
        else
            best_->setFacts({{tr("Best"), tr("no result yet"), {}}});
        std::vector<Fact> settings;
        const QJsonObject object =
            QJsonDocument::fromJson(QByteArray::fromStdString(run.settings)).object();
        for (auto it = object.begin(); it != object.end(); ++it)
            settings.push_back({it.key(), valueText(it.value()), {}});
        settings_->setFacts(settings);
    } catch (const Error&) {
        run_.reset();  // removed meanwhile
        facts_->setFacts({});
        best_->setFacts({});
        settings_->setFacts({});
    }
}

}  // namespace lpstudio
