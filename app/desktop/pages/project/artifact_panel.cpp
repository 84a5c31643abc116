#include "app/desktop/pages/project/artifact_panel.h"

#include <QDesktopServices>
#include <QFileInfo>
#include <QPushButton>
#include <QUrl>
#include <QVBoxLayout>

#include "app/desktop/pages/project/project_tree.h"
#include "app/desktop/widgets/facts_panel.h"

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

}  // namespace lpstudio
