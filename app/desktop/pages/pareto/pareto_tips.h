#pragma once

#include <QCoreApplication>
#include <QImage>
#include <QString>
#include <vector>

#include "app/desktop/plot/chart_theme.h"
#include "core/base/ids.h"

class QWidget;

namespace lpstudio {

class ParetoActions;
class ParetoRows;

/// What the tooltips of page Pareto say, as rich text; empty where there is nothing to say.
class ParetoTips final {
    Q_DECLARE_TR_FUNCTIONS(lpstudio::ParetoTips)

public:
    /// Pictures are made for the screen that `view` is on.
    ParetoTips(const ParetoRows& rows, const ParetoActions& actions, const QWidget& view)
        : rows_(rows), actions_(actions), view_(view) {}

    /// Of the chosen run.
    QString ofCandidate(CandidateId id) const;
    QString ofRow(std::size_t row) const;
    QString ofOther(RunId run, CandidateId id) const;

private:
    const ParetoRows& rows_;
    const ParetoActions& actions_;
    const QWidget& view_;
};

/// The widths of a candidate's layers as a strip of coloured cells from the first layer to the
/// last, with the bits in them where there is room. At most about `width` pixels wide.
QImage widthStrip(const std::vector<int>& widths, const ChartTheme& theme, int width = 260,
                  double ratio = 1);
/// The same as an element of rich text; empty for no layers.
QString widthStripElement(const std::vector<int>& widths, const ChartTheme& theme,
                          double ratio = 1);

}  // namespace lpstudio
