#pragma once

#include <QWidget>
#include <optional>

#include "app/project/store/store.h"
#include "core/base/ids.h"

class QLabel;
class QPushButton;

namespace lpstudio {

class FactsPanel;

/// Facts of a file that was made from the project, and a button that opens it.
class ArtifactPanel final : public QWidget {
    Q_OBJECT

public:
    explicit ArtifactPanel(QWidget* parent = nullptr);
    void showArtifact(const ArtifactRecord& artifact);

private:
    FactsPanel* facts_;
    QPushButton* open_;
    QString file_;
};

class Session;

/// Facts and settings of a run.
class RunPanel final : public QWidget {
    Q_OBJECT

public:
    explicit RunPanel(Session& session, QWidget* parent = nullptr);
    void showRun(RunId run);

private:
    void refresh();

    Session& session_;
    std::optional<RunId> run_;
    FactsPanel *facts_, *best_, *settings_;
    QLabel* message_;
};

}  // namespace lpstudio
