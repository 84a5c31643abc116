#include "app/desktop/pages/compare/layer_editor.h"

#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>
#include <cmath>

#include "app/desktop/pages/compare/compare_table.h"
#include "app/desktop/plot/number_text.h"
#include "app/desktop/widgets/facts_panel.h"
#include "app/desktop/widgets/icons.h"
#include "app/desktop/widgets/lp_boxes.h"

namespace lpstudio {
namespace {

/// What an accelerator takes.
constexpr int kMaxBits = 8;

/// Leaves Ctrl+Z and its like to the steps of the project: each edit by a box is one, and the box's
/// own memory knows nothing of it. A number that is still being typed is the box's.
template <class Box>
class UndoGuard final : public QObject {
public:
    explicit UndoGuard(Box* box) : QObject(box), box_(box) { box->installEventFilter(this); }

    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() != QEvent::ShortcutOverride) return QObject::eventFilter(watched, event);
        const auto* key = static_cast<QKeyEvent*>(event);
        const bool steps = key->matches(QKeySequence::Undo) || key->matches(QKeySequence::Redo) ||
                           key->keyCombination() == QKeyCombination(Qt::CTRL, Qt::Key_Y);
        if (!steps || isTyping()) return false;
        event->ignore();
        return true;
    }

private:
    bool isTyping() const {
        bool number = false;
        const double shown = box_->locale().toDouble(box_->cleanText(), &number);
        return !number || std::abs(shown - static_cast<double>(box_->value())) > 1e-9;
    }

    Box* box_;
};

}  // namespace

LayerEditor::LayerEditor(QWidget* parent)
    : QWidget(parent),
      name_(new QLabel),
      was_(makeQuietLabel()),
      figures_(new QLabel),
      boxes_(new LpBoxes(kMaxBits, this)),
      fit_(new QPushButton(themedIcon(QStringLiteral("fit")), tr("Fit"))),
      reset_(new QPushButton(themedIcon(QStringLiteral("undo")), tr("Reset layer"))) {
    reset_->setObjectName(QStringLiteral("reset"));
    boxes_->n()->setToolTip(tr("Word length in bits"));
    boxes_->es()->setToolTip(tr("Exponent field in bits"));
    boxes_->rs()->setToolTip(tr("Cap on the regime's run length"));
    for (QSpinBox* box : {boxes_->n(), boxes_->es(), boxes_->rs()}) {
        box->setFixedWidth(72);
        // A number that is being typed is not yet one.
        box->setKeyboardTracking(false);
        new UndoGuard(box);
    }
    boxes_->sf()->setKeyboardTracking(false);
    new UndoGuard(boxes_->sf());
    fit_->setToolTip(tr("Find the es, rs and sf with the least error for this n"));
    reset_->setToolTip(tr("Restore the original parameters of the layer"));
    QFont bold = name_->font();
    bold.setBold(true);
    name_->setFont(bold);
    name_->setTextFormat(Qt::PlainText);
    figures_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    figures_->setObjectName(QStringLiteral("figures"));
    figures_->setProperty("value", true);

    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    const auto add = [row](const QString& text, QWidget* box) {
        auto* label = new QLabel(text);
        label->setBuddy(box);
        row->addWidget(label);
        row->addWidget(box);
        row->addSpacing(8);
    };
    add(QStringLiteral("n"), boxes_->n());
    add(QStringLiteral("es"), boxes_->es());
    add(QStringLiteral("rs"), boxes_->rs());
    add(QStringLiteral("sf"), boxes_->sf());
    row->addWidget(fit_);
    row->addWidget(reset_);
    row->addSpacing(16);
    row->addWidget(figures_);
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

    connect(boxes_, &LpBoxes::edited, this,
            [this] { Q_EMIT parametersChanged(layer_, boxes_->parameters()); });
    connect(fit_, &QPushButton::clicked, this,
            [this] { Q_EMIT fitRequested(layer_, boxes_->parameters().n); });
    connect(reset_, &QPushButton::clicked, this,
            [this] { Q_EMIT parametersChanged(layer_, original_); });
}

void LayerEditor::setLayer(int layer, const QString& name, const LpParameters& parameters,
                           const LpParameters& original) {
    layer_ = layer;
    original_ = original;
    name_->setText(tr("Working candidate, layer %1").arg(name));
    const bool edited = parameters != original;
    was_->setText(
        edited
            ? tr("originally %1").arg(shortSpec(QString::fromStdString(LpFormat(original).spec())))
            : tr("unchanged"));
    reset_->setEnabled(edited);
    boxes_->setParameters(parameters);
}

void LayerEditor::setFigures(const std::optional<LayerFigures>& figures) {
    figures_->setText(figures ? figureTexts(*figures).join(QStringLiteral("   "))
                              : QStringLiteral("…"));
}

}  // namespace lpstudio
