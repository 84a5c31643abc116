#pragma once

#include <QWidget>
#include <vector>

class QLabel;

namespace lpstudio {

class DataTable;
class LockTable;
class Selection;

/// The editor of locked layers: the layers as a table, the format of each typed in place or given
/// to all that are selected.
class LocksPanel final : public QWidget {
    Q_OBJECT

public:
    LocksPanel(Selection& selection, LockTable& locks, QWidget* parent = nullptr);
    DataTable* table() const { return table_; }

Q_SIGNALS:
    void closed();

private:
    void refresh();

    LockTable& locks_;
    DataTable* table_;
    QLabel* problem_;
};

}  // namespace lpstudio
