#pragma once

#include <QWidget>

#include "app/windows/hardware/hardware_outcome.h"
#include "hw/uncertainty.h"

namespace lpstudio {

class DataTable;
class PartTable;
class TotalsTable;

/// Totals of a simulation, and what spends the energy and takes the area.
class HardwareOverview final : public QWidget {
    Q_OBJECT

public:
    explicit HardwareOverview(QWidget* parent = nullptr);
    /// `bounds`: null while they are being computed.
    void show(const HardwareOutcome& outcome, const Uncertainty* bounds);
    void clear();
    const TotalsTable* totals() const { return totals_; }
    DataTable* table() const { return totalsTable_; }

private:
    TotalsTable* totals_;
    PartTable *energy_, *area_;
    DataTable *totalsTable_, *energyTable_, *areaTable_;
};

}  // namespace lpstudio
