#pragma once

#include <QWidget>
#include <vector>

class QLabel;

namespace lpstudio {

class DataTable;
class PinTable;
class Workbench;

/// The editor of pins: the layers as a table, the format of each typed in place or given to all
/// that are selected.
class PinsPanel final : public QWidget {
    Q_OBJECT

public:
    PinsPanel(Workbench& workbench, PinTable& pins, QWidget* parent = nullptr);
    DataTable* table() const { return table_; }

Q_SIGNALS:
    void closed();

private:
    void refresh();

    PinTable& pins_;
    DataTable* table_;
    QLabel* problem_;
};

}  // namespace lpstudio
