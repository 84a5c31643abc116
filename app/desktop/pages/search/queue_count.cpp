#include "app/desktop/pages/search/queue_count.h"

#include "app/desktop/jobs/search_queue.h"

namespace lpstudio {

QueueCount::QueueCount(SearchQueue& queue, QWidget* parent) : QToolButton(parent), queue_(queue) {
    setAutoRaise(true);
    setFocusPolicy(Qt::TabFocus);
    setObjectName(QStringLiteral("queueCount"));
    connect(&queue_, &SearchQueue::changed, this, &QueueCount::refresh);
    refresh();
}

void QueueCount::refresh() {
    const int waiting = queue_.waiting();
    setVisible(waiting > 0);
    setText(queue_.isHeld() ? tr("%1 queued, on hold").arg(waiting) : tr("%1 queued").arg(waiting));
    setAccessibleName(text());
    setToolTip(tr("Searches waiting in the queue; click to show them"));
}

}  // namespace lpstudio
