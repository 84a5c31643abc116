#pragma once

#include <QWidget>

class QLabel;
class QPushButton;
class QToolButton;

namespace lpstudio {

class DataTable;
class QueueTable;
class SearchQueue;

/// The queue of searches: their order is changed, they are taken out, taken back into the form, or
/// held back. Alt+Up, Alt+Down and Delete do the same from the keyboard.
class QueuePanel final : public QWidget {
    Q_OBJECT

public:
    explicit QueuePanel(SearchQueue& queue, QWidget* parent = nullptr);
    QueueTable* model() const { return model_; }
    DataTable* table() const { return table_; }

Q_SIGNALS:
    /// The user wants a waiting search back in the form.
    void editWanted(int entry);

private:
    int chosen() const;
    void move(int places);
    void remove();
    void refresh();

    SearchQueue& queue_;
    QueueTable* model_;
    DataTable* table_;
    QLabel* empty_;
    QToolButton *up_, *down_, *remove_, *edit_, *hold_, *clear_;
};

}  // namespace lpstudio
