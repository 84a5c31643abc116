#pragma once

#include <QMenu>

namespace lpstudio {

class Session;

/// What can be put beside the rest on page Compare: candidates of the run (chosen, best, pinned,
/// manual, of the front, by number), uniform formats, floating point.
class AddColumnMenu final : public QMenu {
    Q_OBJECT

public:
    explicit AddColumnMenu(Session& session, QWidget* parent = nullptr);

Q_SIGNALS:
    void numberRequested();

private:
    void fill();
    void addCandidates();
    void addUniform();

    Session& session_;
};

}  // namespace lpstudio
