#pragma once

#include <QWidget>

#include "app/desktop/jobs/search_queue.h"
#include "app/desktop/widgets/table_model_base.h"

class QLabel;
class QToolButton;

namespace lpstudio {

/// The searches that wait, run, or have ended.
class QueueTable final : public TableModelBase {
    Q_OBJECT

public:
    explicit QueueTable(SearchQueue& queue, QObject* parent = nullptr);

    enum Column { Status, Search, Settings };
    /// Of the queue's entry; -1 if it is not in the table.
    int rowOf(int entry) const;
    int entryAt(int row) const;

protected:
    int rows() const override;
    const std::vector<ItemColumn>& columns() const override;
    ItemCell cell(int row, int column) const override;

private:
    void refresh();

    SearchQueue& queue_;
    std::vector<SearchQueue::Entry> entries_;
};

class DataTable;
class QueueTable;
class SearchQueue;

/// The queue of searches: their order is changed, they are taken out, taken back into the form, or
/// held back. Alt+Up, Alt+Down and Delete do the same from the keyboard.
class QueuePanel final : public QWidget {
    Q_OBJECT

public:
    explicit QueuePanel(SearchQueue& queue, QWidget* parent = nullptr);

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
