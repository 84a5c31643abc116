#pragma once

#include <QWidget>

#include "app/desktop/jobs/job.h"

class QLabel;

namespace lpstudio {

class DataTable;
class InfluenceView;
class PublishedFigureTable;
class PublishedRatioTable;

/// The tables of the LPA paper beside the model: what is predicted, what is calibrated, and which
/// assumption decides a ratio.
class PublishedPanel final : public QWidget {
    Q_OBJECT

public:
    explicit PublishedPanel(QWidget* parent = nullptr);
    bool isBusy() const { return job_.isRunning(); }
    DataTable* table() const { return ratioTable_; }
    DataTable* figureTable() const { return figureTable_; }

Q_SIGNALS:
    void problem(const QString& message);

protected:
    void showEvent(QShowEvent* event) override;

private:
    void showVariants(int row);

    PublishedFigureTable* figures_;
    PublishedRatioTable* ratios_;
    DataTable *figureTable_, *ratioTable_;
    QLabel* reason_;
    InfluenceView* variants_;
    Job job_;
    bool known_ = false;
};

}  // namespace lpstudio
