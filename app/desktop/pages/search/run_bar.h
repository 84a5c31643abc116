#pragma once

#include <QWidget>

#include "core/search/lpq.h"

class QAction;
class QLabel;
class QToolButton;

namespace lpstudio {

class Jobs;
class Session;

/// The line over the history of a search: which run is shown and how far it is; pause and stop
/// while it runs, the way to the one that runs while another is shown, "Duplicate with changes".
class RunBar final : public QWidget {
    Q_OBJECT

public:
    RunBar(Session& session, Jobs& jobs, QAction* duplicate, QWidget* parent = nullptr);
    QString text() const;

private:
    void refresh();
    QString historyOfRun() const;
    QString measuringText() const;
    QString placeInSearch() const;

    Session& session_;
    Jobs& jobs_;
    QLabel *text_, *details_;
    QToolButton *pause_, *stop_, *showRunning_;
    SearchProgress at_;  ///< of the search that runs
};

}  // namespace lpstudio
