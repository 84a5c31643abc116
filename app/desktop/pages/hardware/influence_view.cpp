#include "app/desktop/pages/hardware/influence_view.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolTip>
#include <QVBoxLayout>
#include <algorithm>

#include "app/desktop/plot/number_text.h"
#include "core/base/units.h"

namespace lpstudio {
namespace {

enum Quantity { kEnergy, kLatency, kArea };
constexpr std::size_t kMostRows = 14;

}  // namespace

InfluencePanel::InfluencePanel(QWidget* parent)
    : QWidget(parent), quantity_(new QComboBox), note_(new QLabel), view_(new InfluenceView) {
    quantity_->addItems({tr("Energy"), tr("Latency"), tr("Area")});
    quantity_->setAccessibleName(tr("Which total"));
    note_->setWordWrap(true);
    auto* head = new QHBoxLayout;
    head->setSpacing(16);
    head->addWidget(quantity_, 0, Qt::AlignTop);
    head->addWidget(note_, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(8);
    layout->addLayout(head);
    layout->addWidget(view_, 1);
    connect(quantity_, &QComboBox::currentIndexChanged, this, &InfluencePanel::showChart);
    connect(view_, &RowsView::rowClicked, this, [this](int row) {
        const auto& bars = view_->influences()->influences().bars;
        if (row >= 0 && row < static_cast<int>(bars.size()))
            Q_EMIT constantChosen(bars[static_cast<std::size_t>(row)].name);
    });
}

void InfluencePanel::show(const Uncertainty& bounds) {
    bounds_ = bounds;
    showChart();
}

void InfluencePanel::showChart() {
    const int quantity = quantity_->currentIndex();
    const auto of = [quantity](const Influence& influence) -> const Interval& {
        return quantity == kEnergy    ? influence.energy
               : quantity == kLatency ? influence.latency
                                      : influence.area;
    };
    const Interval& total = quantity == kEnergy    ? bounds_.energy
                            : quantity == kLatency ? bounds_.latency
                                                   : bounds_.area;
    const double factor = quantity == kArea ? SquareMicrometres(1).squareMillimetres() : 1;
    Influences shown;
    shown.title =
        tr("Effect of each constant's range on the %1").arg(quantity_->currentText().toLower());
    shown.valueTitle = quantity_->currentText();
    shown.unit = quantity == kEnergy    ? QStringLiteral("J")
                 : quantity == kLatency ? QStringLiteral("s")
                                        : QStringLiteral("mm²");
    shown.prefixes = quantity != kArea;
    shown.base = total.value * factor;
    std::vector<const Influence*> moving;
    for (const Influence& influence : bounds_.influences)
        if (of(influence).low < of(influence).high) moving.push_back(&influence);
    std::ranges::stable_sort(moving, std::greater<>(), [&](const Influence* influence) {
        return of(*influence).high - of(*influence).low;
    });
    const std::size_t all = moving.size();
    moving.resize(std::min(all, kMostRows));
    for (const Influence* influence : moving) {
        const std::string_view sourceType = sourceTypeName(influence->sourceType);
        shown.bars.push_back(
            {QString::fromStdString(influence->key), of(*influence).low * factor,
             of(*influence).high * factor,
             QString::fromUtf8(sourceType.data(), static_cast<qsizetype>(sourceType.size())),
             false});
    }
    const auto text = [&](double value) {
        return shown.prefixes ? siText(value, shown.unit)
                              : shortText(value * factor) + u' ' + shown.unit;
    };
    note_->setText(
        moving.empty()
            ? tr("No constant with a range changes this total.")
            : tr("All ranges together: %1 … %2 around %3. Constants are taken as independent, so "
                 "the interval is the widest possible. Click a bar to see its constant.%4")
                  .arg(text(total.low), text(total.high), text(total.value),
                       all > kMostRows
                           ? tr(" The %1 that matter most of %2.").arg(kMostRows).arg(all)
                           : QString()));
    view_->influences()->setInfluences(std::move(shown));
}

int RowsView::rowUnder(const QPoint& position) const {
    return rowAt(chart()->mapFromScene(mapToScene(position)));
}

void RowsView::clickAt(const QPointF& place) {
    if (const int row = rowAt(place); row >= 0) Q_EMIT rowClicked(row);
}

bool RowsView::hoverAt(const QPoint& position, const QPoint& screen) {
    const int row = rowUnder(position);
    setHovered(row);
    if (row >= 0)
        QToolTip::showText(screen, textOf(row), this);
    else
        QToolTip::hideText();
    return true;
}

void RowsView::leaveEvent(QEvent* event) {
    setHovered(-1);
    ChartView::leaveEvent(event);
}

InfluenceView::InfluenceView(QWidget* parent)
    : RowsView(new InfluenceChart, parent), chart_(static_cast<InfluenceChart*>(chart())) {}

ComparisonView::ComparisonView(QWidget* parent)
    : RowsView(new ComparisonChart, parent), chart_(static_cast<ComparisonChart*>(chart())) {}

}  // namespace lpstudio
