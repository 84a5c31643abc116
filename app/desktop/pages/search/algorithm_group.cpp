#include "app/desktop/pages/search/algorithm_group.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QSpinBox>
#include <algorithm>
#include <cstdint>
#include <limits>

#include "app/project/store/design_library.h"
#include "hw/accelerator.h"

namespace lpstudio {
namespace {

int defaultPopulation(Algorithm algorithm) {
    SearchSettings settings;
    settings.algorithm = algorithm;
    return usualSettings(settings).common.population;
}

}  // namespace

BudgetGroup::BudgetGroup(QWidget* parent)
    : QGroupBox(tr("Budget"), parent), rows_(this), fields_(rows_, [this] { Q_EMIT changed(); }) {
    for (const SettingWords& words : settingWords())
        if (words.group == SettingGroup::Budget) fields_.add(words.key);
    population_ = fields_.field<QSpinBox>("population");
    seed_ = fields_.field<QLineEdit>("seed");
    seed_->setInputMethodHints(Qt::ImhDigitsOnly);
}

void BudgetGroup::setAlgorithm(Algorithm algorithm, bool suggestPopulation) {
    fields_.showScope(algorithm);
    // A size of the user's own stays.
    const Algorithm other = algorithm == Algorithm::Nsga2 ? Algorithm::Lpq : Algorithm::Nsga2;
    if (suggestPopulation && population_->value() == defaultPopulation(other))
        population_->setValue(defaultPopulation(algorithm));
}

void BudgetGroup::setSettings(const SearchSettings& settings) {
    fields_.show(settings);
    setAlgorithm(settings.algorithm, false);
}

void BudgetGroup::read(SearchSettings& settings) const {
    fields_.read(settings);
}

std::vector<FieldProblem> BudgetGroup::problems() const {
    bool number = false;
    seed_->text().trimmed().toULongLong(&number);
    if (number) return {};
    return {
        {seed_,
         tr("Give a whole number from 0 to %1").arg(std::numeric_limits<std::uint64_t>::max())}};
}

AlgorithmGroup::AlgorithmGroup(QWidget* parent)
    : QGroupBox(tr("Algorithm"), parent),
      rows_(this),
      fields_(rows_, [this] { Q_EMIT changed(); }),
      hardware_(new QComboBox),
      limitBits_(new QCheckBox(settingTr(wordsOf("target_bits").box))),
      target_(makeNumberBox(settingOf("target_bits"))) {
    limitBits_->setObjectName(QStringLiteral("limitBits"));
    target_->setObjectName(QStringLiteral("targetBits"));
    refreshHardware();
    for (const SettingWords& words : settingWords()) {
        if (words.group != SettingGroup::Algorithm) continue;
        const std::string_view key = words.key;
        if (key == "target_bits")
            addTarget();
        else if (key == "hardware")
            addHardware();
        else
            fields_.add(key);
    }
    algorithm_ = fields_.field<QComboBox>("algorithm");
    scoreFunction_ = fields_.field<QComboBox>("objective");
    connect(&DesignLibrary::instance(), &DesignLibrary::changed, this,
            &AlgorithmGroup::refreshHardware);
    // The other objectives have no temperature.
    const auto showTemperature = [this] {
        const QString name = scoreFunction_->currentData().toString();
        fields_.field("temperature")->setEnabled(name.startsWith(QStringLiteral("global")));
    };
    connect(scoreFunction_, &QComboBox::currentIndexChanged, this, showTemperature);
    showTemperature();
    connect(algorithm_, &QComboBox::currentIndexChanged, this, [this] {
        fields_.showScope(algorithm());
        Q_EMIT algorithmChanged();
    });
}

void AlgorithmGroup::addHardware() {
    hardware_->setToolTip(settingTr(wordsOf("hardware").tip));
    connect(hardware_, &QComboBox::currentIndexChanged, this, &AlgorithmGroup::changed);
    fields_.add(
        "hardware", hardware_, [this](const SearchSettings& s) { chooseHardware(s.hardware); },
        [this](SearchSettings& s) {
            s.hardware = hardware_->currentData().toString().toStdString();
        });
}

void AlgorithmGroup::addTarget() {
    target_->setAccessibleName(tr("Bound on the mean width"));
    target_->setToolTip(tr("Target mean weight width"));
    auto* row = new QWidget;
    row->setToolTip(settingTr(wordsOf("target_bits").tip));
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(limitBits_);
    layout->addWidget(target_, 1);
    connect(limitBits_, &QCheckBox::toggled, target_, &QWidget::setEnabled);
    connect(limitBits_, &QCheckBox::toggled, this, &AlgorithmGroup::changed);
    connect(target_, &QDoubleSpinBox::valueChanged, this, &AlgorithmGroup::changed);
    // Only when the user clicks: settings that are shown bring their own.
    connect(limitBits_, &QCheckBox::clicked, this, &AlgorithmGroup::swapScoreFunction);
    fields_.add(
        "target_bits", row,
        [this](const SearchSettings& s) {
            const double bits = s.common.targetBits;
            limitBits_->setChecked(bits > 0);
            target_->setEnabled(bits > 0);
            target_->setExact(bits > 0 ? bits : 5);
        },
        [this](SearchSettings& s) {
            s.common.targetBits = limitBits_->isChecked() ? target_->exact() : 0;
        });
}

void AlgorithmGroup::swapScoreFunction(bool limited) {
    const auto place = [this](bool with) {
        return scoreFunction_->findData(
            QString::fromUtf8(scoreFunctionName(defaultScoreFunction(with ? 8 : 0))));
    };
    // Another choice of the user's stays.
    if (scoreFunction_->currentIndex() == place(!limited))
        scoreFunction_->setCurrentIndex(place(limited));
}

Algorithm AlgorithmGroup::algorithm() const {
    return parseAlgorithm(algorithm_->currentData().toString().toStdString());
}

void AlgorithmGroup::setSettings(const SearchSettings& settings) {
    fields_.show(settings);
    fields_.showScope(settings.algorithm);
}

void AlgorithmGroup::read(SearchSettings& settings) const {
    fields_.read(settings);
}

std::vector<FieldProblem> AlgorithmGroup::problems() const {
    std::vector<FieldProblem> problems;
    SearchSettings chosen;
    fields_.read(chosen);
    if (chosen.widths.empty()) {
        problems.push_back(
            {fields_.field("widths"), tr("No word length is ticked; tick at least one")});
    } else if (limitBits_->isChecked() && target_->exact() < chosen.widths.front()) {
        problems.push_back({targetRow(), tr("No candidate can be narrower than %1 bits, the "
                                            "narrowest width that is ticked")
                                             .arg(chosen.widths.front())});
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
