#include "app/desktop/pages/distributions/distribution_view.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QSplitter>
#include <QVBoxLayout>
#include <utility>

#include "app/desktop/charts/distribution_chart.h"
#include "app/desktop/charts/octave_chart.h"
#include "app/desktop/plot/plot_alignment.h"
#include "app/desktop/widgets/chart_view.h"

namespace lpstudio {

DistributionView::DistributionView(QWidget* parent)
    : QWidget(parent),
      chart_(new DistributionChart),
      octaves_(new OctaveChart),
      scale_(new ScaleChoice),
      accuracyShown_(new QCheckBox(tr("Relative accuracy"))),
      octavesShown_(new QCheckBox(tr("Per octave"))) {
    octavesShown_->setObjectName(QStringLiteral("octaves"));
    accuracyShown_->setChecked(true);
    accuracyShown_->setToolTip(tr("The format's accuracy in decimal digits, as a line"));
    octavesShown_->setChecked(true);
    octavesShown_->setToolTip(
        tr("A second chart: share of the values and precision of the format in each octave"));
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(16, 8, 16, 0);
    bar->setSpacing(16);
    bar->addWidget(scale_);
    bar->addWidget(accuracyShown_);
    bar->addWidget(octavesShown_);
    bar->addStretch();
    auto* below = new ChartView(octaves_);
    auto* split = new QSplitter(Qt::Vertical);
    split->addWidget(new ChartView(chart_));
    split->addWidget(below);
    split->setStretchFactor(0, 3);
    split->setStretchFactor(1, 2);
    split->setSizes({300, 200});
    split->setChildrenCollapsible(false);
    split->setHandleWidth(1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(bar);
    layout->addWidget(split, 1);
    new PlotAlignment({chart_, octaves_}, this);
    ChartView::linkHorizontally(chart_, octaves_);
    connect(scale_, &ScaleChoice::chosen, chart_, &DistributionChart::setScale);
    connect(scale_, &ScaleChoice::chosen, octaves_, &OctaveChart::setScale);
    connect(accuracyShown_, &QCheckBox::toggled, chart_, &DistributionChart::setAccuracyVisible);
    connect(octavesShown_, &QCheckBox::toggled, below, &QWidget::setVisible);
}

void DistributionView::setQuantity(const QString& quantity) {
    chart_->setQuantity(quantity);
    octaves_->setQuantity(quantity);
    scale_->setQuantity(quantity);
}

void DistributionView::setData(DistributionData tensors, const QString& title) {
    octaves_->setData(tensors);
    chart_->setData(std::move(tensors), title);
}

void DistributionView::clear(const QString& why) {
    setData({}, why);
}

}  // namespace lpstudio
