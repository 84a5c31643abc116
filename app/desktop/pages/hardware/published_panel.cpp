#include "app/desktop/pages/hardware/published_panel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QSplitter>
#include <QVBoxLayout>
#include <algorithm>

#include "app/desktop/pages/hardware/influence_view.h"
#include "app/desktop/plot/number_text.h"
#include "app/desktop/widgets/data_table.h"
#include "app/desktop/widgets/facts_panel.h"
#include "app/desktop/widgets/hardware_tables.h"
#include "hw/published_ratios.h"

namespace lpstudio {

PublishedPanel::PublishedPanel(QWidget* parent)
    : QWidget(parent),
      figures_(new PublishedFigureTable(this)),
      ratios_(new PublishedRatioTable(this)),
      figureTable_(new DataTable(figures_, tr("Published figures"))),
      ratioTable_(new DataTable(ratios_, tr("Published ratios"))),
      reason_(new QLabel),
      variants_(new InfluenceView) {
    for (DataTable* table : {figureTable_, ratioTable_}) table->setFilterVisible(false);
    reason_->setWordWrap(true);
    reason_->setTextInteractionFlags(Qt::TextSelectableByMouse);

    const auto part = [](const QString& heading, QWidget* body, QWidget* under = nullptr) {
        auto* widget = new QWidget;
        auto* layout = new QVBoxLayout(widget);
        layout->setContentsMargins(0, 4, 0, 0);
        layout->setSpacing(4);
        layout->addWidget(makeHeading(heading));
        layout->addWidget(body, 1);
        if (under != nullptr) layout->addWidget(under);
        return widget;
    };
    auto* split = new QSplitter(Qt::Vertical);
    split->addWidget(
        part(tr("The 8 × 8 designs: area, throughput with the width mix, density"), figureTable_));
    split->addWidget(part(tr("Latency and energy over AdaptivFloat at equal area, one image"),
                          ratioTable_, reason_));
    split->addWidget(variants_);
    split->setSizes({170, 220, 400});
    split->setHandleWidth(1);
    split->setChildrenCollapsible(false);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->addWidget(split);
    connect(ratioTable_, &DataTable::rowChosen, this, &PublishedPanel::showVariants);
    connect(&job_, &Job::failed, this, &PublishedPanel::problem);
}

void PublishedPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (known_ || job_.isRunning()) return;
    job_.launch(tr("Published tables"), [this](const JobContext&) -> Job::Delivery {
        auto figures = publishedFigures();
        auto ratios = publishedRatios();
        return [this, figures, ratios] {
            known_ = true;
            figures_->setCells(figures);
            ratios_->setRatios(ratios);
            figureTable_->fitColumns(PublishedFigureTable::Why);
            ratioTable_->fitColumns(PublishedRatioTable::Reason);
            // The one that differs most is the one to explain first.
            const auto worst = std::ranges::max_element(
                ratios, {}, [](const PublishedRatio& r) { return std::abs(r.difference()); });
            const int row = static_cast<int>(worst - ratios.begin());
            ratioTable_->setCurrentRow(row);
            showVariants(row);
        };
    });
}

void PublishedPanel::showVariants(int row) {
    if (row < 0 || row >= static_cast<int>(ratios_->ratios().size())) return;
    const PublishedRatio& ratio = ratios_->ratios()[static_cast<std::size_t>(row)];
    Influences shown;
    shown.title =
        tr("%1 of %2 on %3 over AdaptivFloat")
            .arg(ratio.quantity == "energy" ? tr("Energy") : tr("Latency"),
                 QString::fromStdString(ratio.design), QString::fromStdString(ratio.network));
    shown.subtitle =
        tr("one assumption changed at a time; published: %1").arg(fixedText(ratio.published, 2));
    shown.rowTitle = tr("Assumption");
    shown.valueTitle = tr("Ratio");
    shown.prefixes = false;
    shown.base = ratio.model;
    for (const RatioVariant& variant : ratio.variants)
        shown.bars.push_back({QStringLiteral("%1: %2").arg(QString::fromStdString(variant.group),
                                                           QString::fromStdString(variant.name)),
                              std::min(variant.value, ratio.model),
                              std::max(variant.value, ratio.model), QStringLiteral("assumed"),
                              false});
    variants_->influences()->setInfluences(std::move(shown));
    reason_->setText(ratio.reason.empty() ? tr("Model and publication agree within 0.02.")
                                          : QString::fromStdString(ratio.reason) + u'.');
}

}  // namespace lpstudio
