#pragma once

#include <QWidget>
#include <array>
#include <memory>
#include <vector>

#include "app/desktop/charts/distribution_data.h"
#include "app/desktop/jobs/job.h"
#include "app/desktop/widgets/format_table.h"

class QCheckBox;
class QComboBox;
class QLabel;

namespace lpstudio {

class DistributionChart;
class MagnitudeTable;

/// The code points of two formats under the histogram of a layer's weights. Either is a row of the
/// comparison or a spec that the user types; unfitted specs are fitted to the layer.
class CodePointsPanel final : public QWidget {
    Q_OBJECT

public:
    explicit CodePointsPanel(QWidget* parent = nullptr);

    /// `rows`: of this layer. The choices stay: "lp:4" is fitted anew.
    void setLayer(DistributionData weights, std::shared_ptr<const MagnitudeTable> table,
                  std::vector<FormatRow> rows);
    /// Nothing to show; the title says why.
    void clear(const QString& title);
    bool isBusy() const { return fit_.isRunning(); }

private:
    void fillBoxes();
    void showFormats();
    /// The row's format, or what the spec says, perhaps unfitted. Throws UsageError.
    FormatPtr formatOf(const QString& choice) const;
    void draw(const std::vector<FormatPtr>& formats, QStringList problems);

    std::array<QComboBox*, 2> boxes_;
    QLabel* problem_;
    QCheckBox* accuracy_;
    DistributionChart* chart_;
    std::shared_ptr<const MagnitudeTable> table_;  ///< null: nothing to show
    std::vector<FormatRow> rows_;
    Job fit_;
};

}  // namespace lpstudio
