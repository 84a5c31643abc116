#pragma once

#include <QWidget>
#include <optional>

#include "core/base/ids.h"

class QLabel;

namespace lpstudio {

class FactsPanel;
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
