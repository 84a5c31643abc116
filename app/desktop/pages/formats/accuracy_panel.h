#pragma once

#include <QWidget>
#include <map>
#include <memory>
#include <vector>

#include "app/desktop/charts/distribution_data.h"
#include "app/desktop/charts/lines_chart.h"
#include "app/desktop/plot/plot_geometry.h"
#include "app/desktop/widgets/format_table.h"

class QCheckBox;
class QSpinBox;
class QVBoxLayout;

namespace lpstudio {

class LinesChart;
class MagnitudeTable;
class SpecList;

/// Relative accuracy against log2|x| for several formats of one width, each fitted to a layer, and
/// for any others that the user adds: the picture in the paper's Figure 1b.
class AccuracyPanel final : public QWidget {
    Q_OBJECT

public:
    explicit AccuracyPanel(QWidget* parent = nullptr);

    /// `octaves`: range of log2|x|.
    void setLayer(const QString& name, const AxisInterval& octaves,
                  const std::shared_ptr<const MagnitudeTable>& table, std::vector<FormatRow> rows);
    /// Nothing to show; the title says why.
    void clear(const QString& title);
    LinesChart* chart() const { return chart_; }
    bool isBusy() const;

private:
    void makeChecks();
    void drawIcons();
    void draw();
    std::vector<PlotLine> addedLines() const;

    QSpinBox* width_;
    QVBoxLayout* list_;
    SpecList* added_;
    std::map<QString, QCheckBox*> checks_;  ///< by family
    LinesChart* chart_;
    QString layer_;
    AxisInterval octaves_;
    std::vector<FormatRow> rows_;
};

}  // namespace lpstudio
