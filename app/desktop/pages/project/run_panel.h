#pragma once

#include <QWidget>
#include <optional>

#include "core/base/ids.h"

class QLabel;

namespace lpstudio {

class FactsPanel;
class Workbench;

/// Facts and settings of a run.
class RunPanel final : public QWidget {
    Q_OBJECT

public:
    explicit RunPanel(Workbench& workbench, QWidget* parent = nullptr);
    void showRun(RunId run);

private:
    void refresh();

    Workbench& workbench_;
    std::optional<RunId> run_;
    FactsPanel *facts_, *best_, *settings_;
    QLabel* message_;
};

}  // namespace lpstudio
