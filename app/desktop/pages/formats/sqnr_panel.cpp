#include "app/desktop/pages/formats/sqnr_panel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QRadioButton>
#include <QVBoxLayout>

#include "app/desktop/pages/formats/format_lines.h"
#include "app/desktop/widgets/chart_view.h"

namespace lpstudio {

SqnrPanel::SqnrPanel(QWidget* parent)
    : QWidget(parent),
      thisLayer_(new QRadioButton(tr("this layer"))),
      overLayers_(new QRadioButton(tr("mean over layers"))),
      chart_(new LinesChart) {
    thisLayer_->setChecked(true);
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(16, 8, 16, 0);
    bar->setSpacing(8);
    bar->addWidget(new QLabel(tr("SQNR of")));
    bar->addWidget(thisLayer_);
    bar->addWidget(overLayers_);
    bar->addStretch();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(bar);
    layout->addWidget(new ChartView(chart_), 1);
    connect(overLayers_, &QRadioButton::toggled, this, &SqnrPanel::rangeChanged);
}

void SqnrPanel::setRows(const std::vector<FormatRow>& rows, const QString& title) {
    const auto lines = sqnrLines(rows);
    chart_->setLines(lines, sqnrAxes(lines, title));
}

void SqnrPanel::clear(const QString& title) {
    chart_->setLines({}, {title, {}, {}, {}});
}

bool SqnrPanel::isMean() const {
    return overLayers_->isChecked();
}

void SqnrPanel::chooseThisLayer() {
    thisLayer_->setChecked(true);
}

}  // namespace lpstudio
