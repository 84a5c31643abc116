#pragma once

#include <QWidget>
#include <vector>

#include "app/desktop/widgets/format_table.h"
#include "app/desktop/widgets/page.h"

class QComboBox;
class QRadioButton;
class QTabWidget;

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

Q_SIGNALS:
    /// This layer or the mean over layers.
    void rangeChanged();

private:
    QRadioButton *thisLayer_, *overLayers_;
    LinesChart* chart_;
};

class AccuracyPanel;
class CodePointsPanel;
class FormatComparison;
class FormatTable;
class SqnrPanel;
struct ComparedLayer;
struct FormatRow;

/// LP and the baseline formats: SQNR against width for the chosen layer's weights or in the mean
/// over layers, the code points of two of them under the histogram, the relative accuracy of
/// several.
class FormatsPage final : public Page {
    Q_OBJECT

public:
    FormatsPage(Session& session, Jobs& jobs, QAction* importAction);

    QString subtitle() const override;
    bool choosesModel() const override { return true; }
    DataTable* table() const override { return table_; }
    QStringList views() const override;
    void showView(const QString& view) override;
    bool isBusy() const override;
    std::vector<Job*> ownJobs() override;

    LinesChart* chart() const;

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* makeBody();
    void showNetwork();
    void layerChanged();
    void showLayer();
    void take(int layer, const ComparedLayer& compared);
    void showRows();
    void showMean();
    void setRows(std::vector<FormatRow> rows, const QString& title);
    /// Brings out the family of the row, or of the chosen row if it is -1.
    void highlight(int row);
    QString layerName() const;
    /// Why the layer has no rows now.
    QString missing() const;

    QAction* import_;
    QComboBox* layer_;
    QTabWidget* tabs_;
    SqnrPanel* sqnr_;
    CodePointsPanel* codePoints_;
    AccuracyPanel* accuracy_;
    FormatTable* rows_;
    DataTable* table_;
    FormatComparison* comparison_;
    bool stale_ = true;  ///< the layer has changed while the page was hidden
};

}  // namespace lpstudio
