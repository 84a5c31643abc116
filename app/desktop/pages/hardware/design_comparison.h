#pragma once

#include <QWidget>

#include "app/desktop/jobs/job.h"
#include "app/desktop/pages/hardware/hardware_facts.h"

class QComboBox;
class QLabel;

namespace lpstudio {

class ComparisonView;
class DataTable;
class DesignTable;

/// All designs on the same layers, as they are described or made equal to the chosen one in PEs or
/// in compute area.
class DesignComparison final : public QWidget {
    Q_OBJECT

public:
    explicit DesignComparison(QWidget* parent = nullptr);
    void show(const HardwareOutcome& outcome);
    bool isBusy() const { return job_.isRunning(); }
    DataTable* table() const { return table_; }

Q_SIGNALS:
    /// A design of the library was clicked.
    void designChosen(const QString& name);
    void problem(const QString& message);

private:
    void compare();
    void showChart();

    QComboBox *basis_, *quantity_;
    QLabel* note_;
    DesignTable* designs_;
    DataTable* table_;
    ComparisonView* chart_;
    Job job_;
    HardwareOutcome outcome_;
    bool stale_ = false;

protected:
    void showEvent(QShowEvent* event) override;
};

}  // namespace lpstudio
