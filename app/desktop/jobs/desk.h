#pragma once

#include <QObject>
#include <QTimer>
#include <string>
#include <vector>

#include "app/project/runs/run_search.h"

class QJsonObject;

namespace lpstudio {

class SearchQueue;
class Session;

/// Keeps in the project what the user has before him and no run holds: the columns of Compare, the
/// working candidate, the searches that wait. A moment after each change, so that a crash costs
/// nothing of it either. On a read-only disk nothing is kept.
class Desk final : public QObject {
    Q_OBJECT

public:
    Desk(Session& session, SearchQueue& queue, QObject* parent = nullptr);

    /// Puts back what was kept with the session's project, as far as it is still there. The
    /// searches wait on hold: whoever opens a project to look at it has not asked for them.
    void restore();
    /// Keeps now what waits to be kept.
    void save();
    /// Keeps all and looks away until the next restore(): the work is about to be ended.
    void close();

private:
    void changed();
    std::string text() const;
    void restoreCompare(const QJsonObject& kept);
    std::vector<SearchRequest> requestsOf(const QJsonObject& kept) const;

    Session& session_;
    SearchQueue& queue_;
    QTimer soon_;
    std::string kept_;      ///< as it is in the store
    bool follows_ = false;  ///< what happens
};

}  // namespace lpstudio
