#include "app/desktop/pages/search/algorithm_group.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <algorithm>

#include "app/project/store/design_library.h"
#include "hw/accelerator.h"

namespace lpstudio {

AlgorithmGroup::AlgorithmGroup(QWidget* parent)
    : QGroupBox(tr("Algorithm"), parent),
      rows_(this),
      algorithm_(new QComboBox),
      scoreFunction_(new QComboBox),
      cost_(new QComboBox),
      hardware_(new QComboBox),
      widthsRow_(new QWidget),
      targetRow_(new QWidget),
      limitBits_(new QCheckBox(tr("at most"))),
      informedStart_(new QCheckBox(tr("Seed from layer sensitivity"))),
      biasCorrection_(new QCheckBox(tr("Correct the output means"))),
      target_(new ExactSpinBox(2, 8, 2, 0.25, tr("Target mean weight width"))),
      temperature_(new ExactSpinBox(0.001, 100, 3, 0.05, tr("τ of the contrastive loss"))),
      lambda_(new ExactSpinBox(0, 10, 2, 0.1, tr("lambda: exponent of the cost in the score"))) {
    makeChoices();
    makeWidths();
    makeTarget();
    refreshHardware();
    rows_.add(tr("Algorithm"), algorithm_);
    rows_.add(tr("Widths"), widthsRow_);
    rows_.add(tr("Mean width"), targetRow_);
    rows_.add(tr("Objective"), scoreFunction_);
    rows_.add(tr("Temperature"), temperature_);
    rows_.add(tr("Cost"), cost_);
    rows_.add(tr("Cost exponent"), lambda_);
    rows_.add(tr("Hardware"), hardware_);
    rows_.add(tr("Initial population"), informedStart_);
    rows_.add(tr("Bias correction"), biasCorrection_);

    connect(&DesignLibrary::instance(), &DesignLibrary::changed, this,
            &AlgorithmGroup::refreshHardware);
    connect(algorithm_, &QComboBox::currentIndexChanged, this, &AlgorithmGroup::algorithmChanged);
    for (QComboBox* box : {algorithm_, scoreFunction_, cost_, hardware_})
        connect(box, &QComboBox::currentIndexChanged, this, &AlgorithmGroup::changed);
    for (ExactSpinBox* box : {target_, temperature_, lambda_})
        connect(box, &QDoubleSpinBox::valueChanged, this, &AlgorithmGroup::changed);
    for (QCheckBox* box : widths_)
        connect(box, &QCheckBox::toggled, this, &AlgorithmGroup::changed);
    for (QCheckBox* box : {limitBits_, informedStart_, biasCorrection_})
        connect(box, &QCheckBox::toggled, this, &AlgorithmGroup::changed);
}

void AlgorithmGroup::makeChoices() {
    algorithm_->setToolTip(
        tr("LPQ: the paper's genetic search for the one best candidate.\n"
           "NSGA-II: a Pareto search over score, energy, latency and model size."));
    for (const Algorithm algorithm : {Algorithm::Lpq, Algorithm::Nsga2})
        algorithm_->addItem(tr(algorithmTitle(algorithm)), static_cast<int>(algorithm));
    scoreFunction_->setToolTip(
        tr("How a quantized run is compared with the float run. With a bound on the width, the "
           "mean squared error of the logits found the best candidates; without one, the contrast "
           "balances the cost."));
    for (const auto& [scoreFunction, text] :
         {std::pair{ScoreFunction::GlobalLocal, tr("global-local contrast")},
          {ScoreFunction::Global, tr("global contrast")},
          {ScoreFunction::Kl, tr("KL divergence of logits")},
          {ScoreFunction::Mse, tr("squared error of logits")}})
        scoreFunction_->addItem(text, static_cast<int>(scoreFunction));
    cost_->setToolTip(tr("Cost that the score minimises"));
    for (const auto& [kind, text] : {std::pair{CostKind::Bits, tr("weight bits")},
                                     {CostKind::Energy, tr("energy")},
                                     {CostKind::Latency, tr("latency")},
                                     {CostKind::EnergyDelay, tr("energy × delay")}})
        cost_->addItem(text, static_cast<int>(kind));
    hardware_->setToolTip(tr("Accelerator on which candidates are estimated"));
    informedStart_->setToolTip(
        tr("Half of the initial population is seeded from the sensitivity of each layer; otherwise "
           "all candidates but one are random, as published"));
    biasCorrection_->setToolTip(
        tr("Shifts each output channel so that its mean over the calibration images is that of the "
           "float network; helps most with depthwise convolutions"));
}

void AlgorithmGroup::makeWidths() {
    widthsRow_->setToolTip(tr("Word lengths that weights may take, in bits"));
    auto* layout = new QHBoxLayout(widthsRow_);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    for (int bits = 2; bits <= 8; ++bits) {
        auto* box = new QCheckBox(QString::number(bits));
        box->setAccessibleName(tr("%1 bits").arg(bits));
        layout->addWidget(box);
        widths_.push_back(box);
    }
    layout->addStretch();
}

void AlgorithmGroup::makeTarget() {
    target_->setSuffix(tr(" bit"));
    target_->setAccessibleName(tr("Bound on the mean width"));
    targetRow_->setToolTip(tr("The best is the best-scored candidate at or under this mean width"));
    auto* layout = new QHBoxLayout(targetRow_);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(limitBits_);
    layout->addWidget(target_, 1);
    connect(limitBits_, &QCheckBox::toggled, target_, &QWidget::setEnabled);
    // Only when the user clicks: settings that are shown bring their own.
    connect(limitBits_, &QCheckBox::clicked, this, &AlgorithmGroup::swapScoreFunction);
}

void AlgorithmGroup::swapScoreFunction(bool limited) {
    const auto place = [this](bool with) {
        return scoreFunction_->findData(static_cast<int>(defaultScoreFunction(with ? 8 : 0)));
    };
    // Another choice of the user's stays.
    if (scoreFunction_->currentIndex() == place(!limited))
        scoreFunction_->setCurrentIndex(place(limited));
}

Algorithm AlgorithmGroup::algorithm() const {
    return static_cast<Algorithm>(algorithm_->currentData().toInt());
}

void AlgorithmGroup::setSettings(const SearchSettings& settings) {
    algorithm_->setCurrentIndex(algorithm_->findData(static_cast<int>(settings.algorithm)));
    for (int bits = 2; bits <= 8; ++bits)
        widthBox(bits)->setChecked(std::ranges::find(settings.widths, bits) !=
                                   settings.widths.end());
    limitBits_->setChecked(settings.lpq.targetBits > 0);
    target_->setEnabled(settings.lpq.targetBits > 0);
    target_->setExact(settings.lpq.targetBits > 0 ? settings.lpq.targetBits : 5);
    scoreFunction_->setCurrentIndex(
        scoreFunction_->findData(static_cast<int>(settings.scoreFunction)));
    temperature_->setExact(settings.temperature);
    lambda_->setExact(settings.lpq.lambda);
    cost_->setCurrentIndex(cost_->findData(static_cast<int>(settings.cost)));
    chooseHardware(settings.hardware);
    informedStart_->setChecked(settings.start == StartKind::Informed);
    biasCorrection_->setChecked(settings.biasCorrection);
}

void AlgorithmGroup::read(SearchSettings& settings) const {
    settings.algorithm = algorithm();
    settings.widths.clear();
    for (int bits = 2; bits <= 8; ++bits)
        if (widthBox(bits)->isChecked()) settings.widths.push_back(bits);
    settings.lpq.targetBits = limitBits_->isChecked() ? target_->exact() : 0;
    settings.scoreFunction = static_cast<ScoreFunction>(scoreFunction_->currentData().toInt());
    settings.temperature = temperature_->exact();
    settings.lpq.lambda = lambda_->exact();
    settings.cost = static_cast<CostKind>(cost_->currentData().toInt());
    settings.hardware = hardware_->currentData().toString().toStdString();
    settings.start = informedStart_->isChecked() ? StartKind::Informed : StartKind::Random;
    settings.biasCorrection = biasCorrection_->isChecked();
}

std::vector<FieldProblem> AlgorithmGroup::problems() const {
    std::vector<FieldProblem> problems;
    const auto narrowest =
        std::ranges::find_if(widths_, [](const QCheckBox* box) { return box->isChecked(); });
    if (narrowest == widths_.end()) {
        problems.push_back({widthsRow_, tr("No word length is ticked; tick at least one")});
    } else if (limitBits_->isChecked()) {
        const int bits = 2 + static_cast<int>(narrowest - widths_.begin());
        if (target_->exact() < bits)
            problems.push_back({targetRow_, tr("No candidate can be narrower than %1 bits, the "
                                               "narrowest width that is ticked")
                                                .arg(bits)});
    }
    return problems;
}

void AlgorithmGroup::refreshHardware() {
    const QSignalBlocker quiet(hardware_);
    const std::string chosen = hardware_->count() > 0
                                   ? hardware_->currentData().toString().toStdString()
                                   : SearchSettings{}.hardware;
    hardware_->clear();
    for (const PresetInfo& preset : presets()) {
        const QString name = QString::fromStdString(preset.name);
        hardware_->addItem(name, name);
        hardware_->setItemData(hardware_->count() - 1, QString::fromStdString(preset.summary),
                               Qt::ToolTipRole);
    }
    const DesignLibrary& library = DesignLibrary::instance();
    for (const QString& name : library.ownNames())
        hardware_->addItem(name, QString::fromStdString(library.specOf(name)));
    chooseHardware(chosen);
}

void AlgorithmGroup::chooseHardware(const std::string& spec) {
    const QString text = QString::fromStdString(spec);
    // A run may have used a description that is not in the library.
    if (hardware_->findData(text) < 0)
        hardware_->addItem(DesignLibrary::instance().nameOf(spec), text);
    hardware_->setCurrentIndex(hardware_->findData(text));
}

}  // namespace lpstudio
