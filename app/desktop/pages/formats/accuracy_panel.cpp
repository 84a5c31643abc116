#include "app/desktop/pages/formats/accuracy_panel.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QSpinBox>
#include <QVBoxLayout>
#include <iterator>
#include <utility>

#include "app/desktop/charts/lines_chart.h"
#include "app/desktop/pages/formats/format_lines.h"
#include "app/desktop/pages/formats/spec_list.h"
#include "app/desktop/plot/family_style.h"
#include "app/desktop/plot/number_text.h"
#include "app/desktop/plot/plot_geometry.h"
#include "app/desktop/widgets/chart_view.h"
#include "app/desktop/widgets/facts_panel.h"

namespace lpstudio {
namespace {

/// Those in the paper's figure; the others are a click away.
const QStringList kShownFirst{QStringLiteral("lp"), QStringLiteral("posit"),
                              QStringLiteral("float"), QStringLiteral("adaptivfloat"),
                              QStringLiteral("int")};
constexpr int kSideWidth = 224;

}  // namespace

AccuracyPanel::AccuracyPanel(QWidget* parent)
    : QWidget(parent),
      width_(new QSpinBox),
      list_(new QVBoxLayout),
      added_(new SpecList),
      chart_(new LinesChart) {
    width_->setObjectName(QStringLiteral("width"));
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
    auto* sideLayout = new QVBoxLayout(side);
    sideLayout->setContentsMargins(8, 16, 16, 8);
    sideLayout->setSpacing(8);
    sideLayout->addLayout(widthRow);
    sideLayout->addWidget(makeHeading(tr("Formats")));
    sideLayout->addLayout(list_);
    sideLayout->addWidget(added_);
    sideLayout->addStretch();
    auto* scroll = new QScrollArea;
    scroll->setWidget(side);
    scroll->setAccessibleName(tr("Formats that are shown"));
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFixedWidth(kSideWidth);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(new ChartView(chart_), 1);
    layout->addWidget(scroll);
    connect(added_, &SpecList::changed, this, &AccuracyPanel::draw);
    connect(width_, &QSpinBox::valueChanged, this, &AccuracyPanel::draw);
    connect(&Theme::instance(), &Theme::changed, this, &AccuracyPanel::drawIcons);
}

void AccuracyPanel::setLayer(const QString& name, const AxisInterval& octaves,
                             const std::shared_ptr<const MagnitudeTable>& table,
                             std::vector<FormatRow> rows) {
    layer_ = name;
    octaves_ = octaves;
    rows_ = std::move(rows);
    makeChecks();
    added_->setTable(table);
}

void AccuracyPanel::clear(const QString& title) {
    rows_.clear();
    added_->setTable(nullptr);
    chart_->setLines({}, {title, {}, {}, {}});
}

void AccuracyPanel::makeChecks() {
    for (const FormatRow& row : rows_) {
        if (checks_.contains(row.family) || !row.format || !hasFixedCodePoints(*row.format))
            continue;
        auto* box = new QCheckBox(row.title);
        box->setObjectName(QStringLiteral("family-") + row.family);
        box->setIconSize(lineSampleSize());
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

bool AccuracyPanel::isBusy() const {
    return added_->isBusy();
}

std::vector<PlotLine> AccuracyPanel::addedLines() const {
    std::vector<PlotLine> lines;
    for (const SpecList::Shown& shown : added_->shown()) {
        FormatRow row;
        row.family = shown.family;
        row.title = familyTitle(row.family.toStdString());
        row.format = shown.format;
        row.shortSpec = shortSpec(QString::fromStdString(shown.format->spec()));
        for (PlotLine& line : accuracyLines({row}, octaves_.from, octaves_.to)) {
            line.variant = shown.variant;
            lines.push_back(std::move(line));
        }
    }
    return lines;
}

void AccuracyPanel::draw() {
    if (rows_.empty()) return;
    std::vector<FormatRow> shown;  // in the order of the rows
    for (const auto& [family, box] : checks_) {
        box->setEnabled(false);
        box->setToolTip(tr("has no %1-bit member").arg(width_->value()));
    }
    for (const FormatRow& row : rows_) {
        const auto check = checks_.find(row.family);
        if (row.width != width_->value() || check == checks_.end()) continue;
        QCheckBox* box = check->second;
        box->setEnabled(true);
        box->setToolTip(row.shortSpec);
        if (box->isChecked()) shown.push_back(row);
    }
    auto lines = accuracyLines(shown, octaves_.from, octaves_.to);
    QString title = tr("Relative accuracy of %1-bit formats fitted to the weights of %2")
                        .arg(width_->value())
                        .arg(layer_);
    auto added = addedLines();
    if (!added.empty()) title += tr(", and of those added");
    std::move(added.begin(), added.end(), std::back_inserter(lines));
    chart_->setLines(lines, accuracyAxes(lines, title, octaves_.from, octaves_.to));
}

}  // namespace lpstudio
