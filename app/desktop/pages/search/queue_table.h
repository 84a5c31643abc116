#pragma once

#include "app/desktop/jobs/search_queue.h"
#include "app/desktop/widgets/table_model_base.h"

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

}  // namespace lpstudio
