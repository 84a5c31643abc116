#pragma once

#include <QToolButton>

namespace lpstudio {

class SearchQueue;

/// "2 queued" in the status bar, there while searches wait.
class QueueCount final : public QToolButton {
    Q_OBJECT

public:
    explicit QueueCount(SearchQueue& queue, QWidget* parent = nullptr);

private:
    void refresh();

    SearchQueue& queue_;
};

}  // namespace lpstudio
