#pragma once

#include <QTimer>
#include <vector>

#include "app/desktop/pages/compare/compare_actions.h"
#include "app/desktop/widgets/page.h"

class QLabel;

namespace lpstudio {

class CompareToolBar;
class CompareView;
class LayerEditor;

/// Two to six columns side by side: candidates, uniform baselines, floating point, the working
/// candidate, whose layers are edited here. Sums first, then a row for each layer, those first
/// where the columns differ most.
class ComparePage final : public Page {
    Q_OBJECT

public:
    ComparePage(Session& session, Jobs& jobs, QAction* searchAction);

    QString subtitle() const override;
    QAction* mainAction() const override { return save_; }
    QAction* secondAction() const override { return measure_; }
    bool choosesRun() const override { return true; }
    DataTable* table() const override;
    bool isBusy() const override;
    QStringList views() const override;
    void showView(const QString& view) override;
    std::vector<Job*> ownJobs() override { return actions_->jobs(); }

    const std::vector<CompareColumn>& columns() const { return columns_->all(); }

    /// The comparison as CSV, with every digit; in the order of the rows on screen.
    QString csv() const;
    void exportCsv(const QString& file);

protected:
    void showEvent(QShowEvent* event) override;

private:
    void connectSession();
    void connectTools();
    void connectColumns();
    void refresh();
    void refreshSoon();
    void compareNow();
    void showColumns();
    void showEditor();
    void showTrouble(const QString& message);
    void askExport();
    int editedLayer() const;

    QAction *search_, *save_, *measure_;
    CompareColumns* columns_;
    CompareActions* actions_;
    CompareToolBar* tools_;
    QLabel* trouble_;
    CompareView* view_;
    LayerEditor* editor_;
    QTimer soon_;
    bool stale_ = true;
};

}  // namespace lpstudio
