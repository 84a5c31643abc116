#pragma once

#include <QWidget>

#include "app/desktop/charts/comparison_chart.h"
#include "app/desktop/charts/influence_chart.h"
#include "app/desktop/widgets/chart_view.h"
#include "hw/uncertainty.h"

class QComboBox;
class QLabel;

namespace lpstudio {

class InfluenceView;

/// How far each constant's range moves a total.
class InfluencePanel final : public QWidget {
    Q_OBJECT

public:
    explicit InfluencePanel(QWidget* parent = nullptr);
    void show(const Uncertainty& bounds);

Q_SIGNALS:
    void constantChosen(const QString& key);

private:
    void showChart();

    QComboBox* quantity_;
    QLabel* note_;
    InfluenceView* view_;
    Uncertainty bounds_;
};

/// A chart of rows in a view: the row under the hand is tinted, its tooltip tells the numbers, a
/// click chooses it.
class RowsView : public ChartView {
    Q_OBJECT

Q_SIGNALS:
    void rowClicked(int row);

protected:
    explicit RowsView(PlotChart* chart, QWidget* parent) : ChartView(chart, parent) {
        setMouseTracking(true);
    }
    virtual int rowAt(const QPointF& inChart) const = 0;
    virtual QString textOf(int row) const = 0;
    virtual void setHovered(int row) = 0;

    void clickAt(const QPointF& place) override;
    bool hoverAt(const QPoint& position, const QPoint& screen) override;
    void leaveEvent(QEvent* event) override;

private:
    int rowUnder(const QPoint& position) const;
};

/// What a total hangs on.
class InfluenceView final : public RowsView {
    Q_OBJECT

public:
    explicit InfluenceView(QWidget* parent = nullptr);
    InfluenceChart* influences() const { return chart_; }

protected:
    int rowAt(const QPointF& inChart) const override { return chart_->rowAt(inChart); }
    QString textOf(int row) const override { return chart_->textOf(row); }
    void setHovered(int row) override { chart_->setHovered(row); }

private:
    InfluenceChart* chart_;
};

/// Designs beside a reference.
class ComparisonView final : public RowsView {
    Q_OBJECT

public:
    explicit ComparisonView(QWidget* parent = nullptr);
    ComparisonChart* comparison() const { return chart_; }

protected:
    int rowAt(const QPointF& inChart) const override { return chart_->rowAt(inChart); }
    QString textOf(int row) const override { return chart_->textOf(row); }
    void setHovered(int row) override { chart_->setHovered(row); }

private:
    ComparisonChart* chart_;
};

}  // namespace lpstudio
