#pragma once

#include <QCoreApplication>
#include <QString>

namespace lpstudio {

struct JobProgress;

/// What the status bar says of running work.
class JobText {
    Q_DECLARE_TR_FUNCTIONS(lpstudio::JobText)

public:
    /// Beside the count and the time left.
    struct Extra {
        double candidatesPerSecond = 0;  ///< 0: none to tell
        bool paused = false;
    };

    /// What is done: the title, and the phase if it is another.
    static QString line(const QString& title, const JobProgress& progress);
    /// "412 / 2,180   18.9 candidates/s   1 m 33 s left". When all is counted but the work is not
    /// finished, it says so instead of a full count.
    static QString details(const JobProgress& progress, const Extra& extra);
    /// For the bar, 0..1000; below 1000 as long as the work continues; negative if it is not known.
    static int permille(const JobProgress& progress);
};

}  // namespace lpstudio
