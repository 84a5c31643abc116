#pragma once

#include <QWidget>
#include <vector>

#include "app/desktop/widgets/format_table.h"

class QRadioButton;

namespace lpstudio {

class LinesChart;

/// SQNR against stored bits, a line per family of formats, of a layer or in the mean over layers.
class SqnrPanel final : public QWidget {
    Q_OBJECT

public:
    explicit SqnrPanel(QWidget* parent = nullptr);

    void setRows(const std::vector<FormatRow>& rows, const QString& title);
    /// Nothing to show; the title says why.
    void clear(const QString& title);
    bool isMean() const;
    void chooseThisLayer();

    LinesChart* chart() const { return chart_; }
    QRadioButton* meanButton() const { return overLayers_; }

Q_SIGNALS:
    /// This layer or the mean over layers.
    void rangeChanged();

private:
    QRadioButton *thisLayer_, *overLayers_;
    LinesChart* chart_;
};

}  // namespace lpstudio
