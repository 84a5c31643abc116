#include "app/windows/accuracy_panel.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPixmap>
#include <QSpinBox>
#include <QVBoxLayout>
#include <iterator>

#include "app/charts/family_style.h"
#include "app/windows/chart_view.h"
#include "app/windows/facts_panel.h"
#include "app/windows/format_lines.h"

namespace lpstudio {
namespace {

/// Those in the paper's figure; the others are a click away.
const QStringList kShownFirst{QStringLiteral("lp"), QStringLiteral("posit"),
                              QStringLiteral("float"), QStringLiteral("adaptivfloat"),
                              QStringLiteral("int")};
constexpr QSize kIcon{28, 12};

QPixmap lineSample(const FamilyStyle& style, double scale) {
    QPixmap pixmap(kIcon * scale);
    pixmap.setDevicePixelRatio(scale);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(style.color, 2, style.dash));
    painter.drawLine(QPointF(0, kIcon.height() / 2.0),
                     QPointF(kIcon.width(), kIcon.height() / 2.0));
    return pixmap;
}

}  // namespace

AccuracyPanel::AccuracyPanel(QWidget* parent)
    : QWidget(parent), width_(new QSpinBox), list_(new QVBoxLayout), chart_(new LinesChart) {
    width_->setRange(std::begin(kComparedWidths)[0], std::end(kComparedWidths)[-1]);
    width_->setValue(8);
    width_->setSuffix(tr(" bit"));
    width_->setAccessibleName(tr("Width of the formats"));
    auto* widthRow = new QHBoxLayout;
    widthRow->addWidget(new QLabel(tr("Width")));
    widthRow->addWidget(width_);
    widthRow->addStretch();
    list_->setSpacing(4);
    auto* side = new QWidget;
    side->setFixedWidth(216);
    auto* sideLayout = new QVBoxLayout(side);
    sideLayout->setContentsMargins(8, 16, 16, 8);
    sideLayout->setSpacing(8);
    sideLayout->addLayout(widthRow);
    sideLayout->addWidget(makeHeading(tr("Formats")));
    sideLayout->addLayout(list_);
    sideLayout->addStretch();
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(new ChartView(chart_), 1);
    layout->addWidget(side);
    connect(width_, &QSpinBox::valueChanged, this, &AccuracyPanel::draw);
    connect(&Theme::instance(), &Theme::changed, this, &AccuracyPanel::drawIcons);
}

void AccuracyPanel::setLayer(const QString& name, const AxisInterval& octaves,
                             std::vector<FormatRow> rows) {
    layer_ = name;
    octaves_ = octaves;
    rows_ = std::move(rows);
    makeChecks();
    draw();
}

void AccuracyPanel::clear(const QString& title) {
    rows_.clear();
    chart_->setLines({}, {title, {}, {}, {}});
}

QCheckBox* AccuracyPanel::check(const QString& family) const {
    const auto found = checks_.find(family);
    return found == checks_.end() ? nullptr : found->second;
}

void AccuracyPanel::makeChecks() {
    for (const FormatRow& row : rows_) {
        if (checks_.contains(row.family) || !row.format || !hasFixedCodePoints(*row.format))
            continue;
        auto* box = new QCheckBox(row.title);
        box->setIconSize(kIcon);
        box->setChecked(kShownFirst.contains(row.family));
        connect(box, &QCheckBox::toggled, this, &AccuracyPanel::draw);
        list_->addWidget(box);
        checks_[row.family] = box;
    }
    drawIcons();
}

void AccuracyPanel::drawIcons() {
    for (const auto& [family, box] : checks_)
        box->setIcon(
            lineSample(familyStyle(family, Theme::instance().charts()), devicePixelRatioF()));
}

void AccuracyPanel::draw() {
    if (rows_.empty()) return;
    std::vector<FormatRow> shown;  // in the order of the rows
    for (const auto& [family, box] : checks_) {
        box->setEnabled(false);
        box->setToolTip(tr("has no member of %1 bit").arg(width_->value()));
    }
    for (const FormatRow& row : rows_) {
        QCheckBox* box = row.width == width_->value() ? check(row.family) : nullptr;
        if (box == nullptr) continue;
        box->setEnabled(true);
        box->setToolTip(row.shortSpec);
        if (box->isChecked()) shown.push_back(row);
    }
    const auto lines = accuracyLines(shown, octaves_.from, octaves_.to);
    chart_->setLines(
        lines, accuracyAxes(lines,
                            tr("Relative accuracy of %1-bit formats fitted to the weights of %2")
                                .arg(width_->value())
                                .arg(layer_),
                            octaves_.from, octaves_.to));
}

}  // namespace lpstudio
