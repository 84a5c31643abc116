#include "app/desktop/pages/compare/layer_editor.h"

#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>
#include <algorithm>

#include "app/desktop/pages/compare/compare_table.h"
#include "app/desktop/plot/number_text.h"
#include "app/desktop/widgets/icons.h"

namespace lpstudio {
namespace {

/// What an accelerator takes.
constexpr int kMaxBits = 8;

QSpinBox* makeBox(const QString& name, const QString& tip) {
    auto* box = new QSpinBox;
    box->setAccessibleName(name);
    box->setToolTip(tip);
    box->setAlignment(Qt::AlignRight);
    box->setFixedWidth(72);
    // A number that is being typed is not yet one.
    box->setKeyboardTracking(false);
    return box;
}

QLabel* makeQuiet() {
    auto* label = new QLabel;
    label->setProperty("quiet", true);
    return label;
}

}  // namespace

LayerEditor::LayerEditor(QWidget* parent)
    : QWidget(parent),
      name_(new QLabel),
      was_(makeQuiet()),
      facts_(new QLabel),
      n_(makeBox(QStringLiteral("n"), tr("Word length in bits"))),
      es_(makeBox(QStringLiteral("es"), tr("Exponent field in bits"))),
      rs_(makeBox(QStringLiteral("rs"), tr("Cap on the regime's run length"))),
      sf_(new QDoubleSpinBox),
      fit_(new QPushButton(themedIcon(QStringLiteral("fit")), tr("Fit"))),
      reset_(new QPushButton(themedIcon(QStringLiteral("undo")), tr("Reset layer"))) {
    n_->setRange(LpParameters::kMinWidth, kMaxBits);
    sf_->setAccessibleName(QStringLiteral("sf"));
    sf_->setToolTip(tr("Scale factor: every value is divided by 2^sf"));
    sf_->setRange(-100, 100);
    sf_->setDecimals(3);
    sf_->setSingleStep(0.05);
    sf_->setAlignment(Qt::AlignRight);
    sf_->setFixedWidth(88);
    sf_->setKeyboardTracking(false);
    fit_->setToolTip(tr("Find the es, rs and sf with the least error for this n"));
    reset_->setToolTip(tr("Restore the original parameters of the layer"));
    QFont bold = name_->font();
    bold.setBold(true);
    name_->setFont(bold);
    name_->setTextFormat(Qt::PlainText);
    facts_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    facts_->setProperty("value", true);

    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    const auto add = [row](const QString& text, QWidget* box) {
        auto* label = new QLabel(text);
        label->setBuddy(box);
        row->addWidget(label);
        row->addWidget(box);
        row->addSpacing(8);
    };
    add(QStringLiteral("n"), n_);
    add(QStringLiteral("es"), es_);
    add(QStringLiteral("rs"), rs_);
    add(QStringLiteral("sf"), sf_);
    row->addWidget(fit_);
    row->addWidget(reset_);
    row->addSpacing(16);
    row->addWidget(facts_);
    row->addStretch();
    auto* top = new QHBoxLayout;
    top->setSpacing(16);
    top->addWidget(name_);
    top->addWidget(was_);
    top->addStretch();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 8, 16, 8);
    layout->setSpacing(8);
    layout->addLayout(top);
    layout->addLayout(row);

    for (QSpinBox* box : {n_, es_, rs_})
        connect(box, &QSpinBox::valueChanged, this, &LayerEditor::read);
    connect(sf_, &QDoubleSpinBox::valueChanged, this, &LayerEditor::read);
    connect(fit_, &QPushButton::clicked, this,
            [this] { Q_EMIT fitRequested(layer_, parameters_.n); });
    connect(reset_, &QPushButton::clicked, this,
            [this] { Q_EMIT parametersChanged(layer_, original_); });
}

void LayerEditor::setLayer(int layer, const QString& name, const LpParameters& parameters,
                           const LpParameters& original) {
    layer_ = layer;
    parameters_ = parameters;
    original_ = original;
    name_->setText(tr("Working candidate, layer %1").arg(name));
    const bool edited = parameters != original;
    was_->setText(
        edited
            ? tr("originally %1").arg(shortSpec(QString::fromStdString(LpFormat(original).spec())))
            : tr("unchanged"));
    reset_->setEnabled(edited);
    show();
}

void LayerEditor::setFacts(const std::optional<ColumnLayer>& facts) {
    facts_->setText(facts ? figureTexts(*facts).join(QStringLiteral("   ")) : QStringLiteral("…"));
}

QString LayerEditor::factsText() const {
    return facts_->text();
}

void LayerEditor::show() {
    silent_ = true;
    n_->setValue(parameters_.n);
    es_->setRange(0, LpParameters::maxExponentSize(parameters_.n));
    es_->setValue(parameters_.es);
    rs_->setRange(1, parameters_.n - 1);
    rs_->setValue(parameters_.rs);
    sf_->setValue(parameters_.sf);
    shownSf_ = sf_->value();
    silent_ = false;
}

void LayerEditor::read() {
    if (silent_) return;
    LpParameters next;
    next.n = n_->value();
    next.es = std::min(es_->value(), LpParameters::maxExponentSize(next.n));
    next.rs = std::min(rs_->value(), next.n - 1);
    // The box shows three decimals; what has more is kept until it is changed.
    next.sf = sf_->value() == shownSf_ ? parameters_.sf : sf_->value();
    if (next == parameters_) return;
    parameters_ = next;
    show();
    Q_EMIT parametersChanged(layer_, next);
}

}  // namespace lpstudio
