#include "app/desktop/widgets/scale_choice.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QLabel>
#include <QRadioButton>

namespace lpstudio {

ScaleChoice::ScaleChoice(QWidget* parent) : QWidget(parent), buttons_(new QButtonGroup(this)) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(new QLabel(tr("Horizontal axis")));
    for (const auto scale : {DistributionScale::Linear, DistributionScale::Log2}) {
        auto* button = new QRadioButton;
        buttons_->addButton(button, static_cast<int>(scale));
        layout->addWidget(button);
    }
    setQuantity(tr("weight"));
    buttons_->button(static_cast<int>(DistributionScale::Linear))->setChecked(true);
    connect(buttons_, &QButtonGroup::idToggled, this, [this](int id, bool on) {
        if (on) Q_EMIT chosen(static_cast<DistributionScale>(id));
    });
}

void ScaleChoice::setQuantity(const QString& quantity) {
    buttons_->button(static_cast<int>(DistributionScale::Linear))->setText(quantity);
    buttons_->button(static_cast<int>(DistributionScale::Log2))
        ->setText(tr("log2 |%1|").arg(quantity));
}

void ScaleChoice::choose(DistributionScale scale) {
    buttons_->button(static_cast<int>(scale))->setChecked(true);
}

}  // namespace lpstudio
