#pragma once

#include <QImage>
#include <QStackedWidget>
#include <QString>
#include <optional>
#include <string>
#include <vector>

#include "app/desktop/charts/pareto_data.h"
#include "app/desktop/plot/chart_theme.h"
#include "core/base/ids.h"

namespace lpstudio {

class ParallelView;
class ParetoActions;
class ParetoRows;
class ParetoView;

/// The rows of page Pareto as points over two quantities, or as lines over many.
class ParetoCharts final : public QStackedWidget {
    Q_OBJECT

public:
    ParetoCharts(const ParetoRows& rows, const ParetoActions& actions);

    ParetoView* points() const { return points_; }
    ParallelView* lines() const { return lines_; }
    void showPoints(const ParetoChoice& choice, std::vector<ParetoMark> marks);
    void showLines(std::vector<std::string> axes, const std::string& color);
    /// `id`: of the chosen run; `row`: the same one's.
    void setSelected(std::optional<CandidateId> id, std::optional<std::size_t> row);

private:
    /// Rich text; empty where there is nothing to say.
    QString tipOf(CandidateId id) const;
    QString tipOfRow(std::size_t row) const;

    const ParetoRows& rows_;
    const ParetoActions& actions_;
    ParetoView* points_;
    ParallelView* lines_;
};

/// The widths of a candidate's layers as a strip of coloured cells from the first layer to the
/// last, with the bits in them where there is room. At most about `width` pixels wide.
QImage widthStrip(const std::vector<int>& widths, const ChartTheme& theme, int width = 260,
                  double ratio = 1);
/// The same as an element of rich text; empty for no layers.
QString widthStripElement(const std::vector<int>& widths, const ChartTheme& theme,
                          double ratio = 1);

}  // namespace lpstudio
