#pragma once

#include <gtest/gtest.h>

#include <QAbstractEventDispatcher>
#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QEvent>

namespace lpstudio {

/// Runs the event loop until it has nothing left to do: layouts, posted events, timers of no delay.
/// The test fails if there is no end to it.
inline void finishEvents() {
    const QDeadlineTimer deadline(20000);
    // What one pass leaves behind, such as a layout that asks for another, is seen by the next.
    for (int idle = 0; idle < 2; ++idle) {
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        if (QAbstractEventDispatcher::instance()->processEvents(QEventLoop::AllEvents)) idle = -1;
        if (deadline.hasExpired()) {
            ADD_FAILURE() << "the event loop always has something to do";
            return;
        }
    }
}

}  // namespace lpstudio
