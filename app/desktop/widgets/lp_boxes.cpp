#include "app/desktop/widgets/lp_boxes.h"

#include <QDoubleSpinBox>
#include <QSpinBox>
#include <algorithm>

namespace lpstudio {
namespace {

QSpinBox* makeBox(const QString& name) {
    auto* box = new QSpinBox;
    box->setAccessibleName(name);
    box->setAlignment(Qt::AlignRight);
    return box;
}

}  // namespace

LpBoxes::LpBoxes(int mostBits, QObject* parent)
    : QObject(parent),
      n_(makeBox(QStringLiteral("n"))),
      es_(makeBox(QStringLiteral("es"))),
      rs_(makeBox(QStringLiteral("rs"))),
      sf_(new QDoubleSpinBox) {
    n_->setRange(LpParameters::kMinWidth, mostBits);
    sf_->setAccessibleName(QStringLiteral("sf"));
    sf_->setToolTip(tr("Scale factor: every value is divided by 2^sf"));
    sf_->setRange(-100, 100);
    sf_->setDecimals(3);
    sf_->setSingleStep(0.05);
    sf_->setAlignment(Qt::AlignRight);
    sf_->setFixedWidth(88);
    for (QSpinBox* box : {n_, es_, rs_})
        connect(box, &QSpinBox::valueChanged, this, &LpBoxes::read);
    connect(sf_, &QDoubleSpinBox::valueChanged, this, &LpBoxes::read);
}

void LpBoxes::setParameters(const LpParameters& parameters) {
    parameters_ = parameters;
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

void LpBoxes::read() {
    if (silent_) return;
    LpParameters next;
    next.n = n_->value();
    next.es = std::clamp(es_->value(), 0, LpParameters::maxExponentSize(next.n));
    next.rs = std::clamp(rs_->value(), 1, next.n - 1);
    // The box shows three decimals; what has more is kept until it is changed.
    next.sf = sf_->value() == shownSf_ ? parameters_.sf : sf_->value();
    if (next == parameters_) return;
    setParameters(next);
    Q_EMIT edited();
}

}  // namespace lpstudio
