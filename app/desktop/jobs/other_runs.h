#pragma once

#include <QObject>
#include <QTimer>
#include <vector>

#include "app/desktop/jobs/task.h"
#include "app/project/store/store.h"

namespace lpstudio {

class Loading;
class Session;

/// Another process, a window or a command, may work on the open project: looks every few seconds
/// at its runs. If the chosen one has grown or ended it is loaded anew; the session's
/// contentChanged() tells of all that has changed.
class OtherRuns final : public QObject {
    Q_OBJECT

public:
    OtherRuns(Session& session, Loading& loading, QObject* parent = nullptr);

private:
    void look();
    void take(std::vector<RunRecord> runs);
    /// Whether they differ in what another process has done.
    bool differ(const std::vector<RunRecord>& before, const std::vector<RunRecord>& now) const;

    Session& session_;
    Loading& loading_;
    QTimer timer_;
    Task<std::vector<RunRecord>> look_;
    bool known_ = false;  ///< runs_ is what the project had
    std::vector<RunRecord> runs_;
    int waited_ = 0;  ///< looks since the chosen run was loaded anew
};

}  // namespace lpstudio
