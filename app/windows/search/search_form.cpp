#include "app/windows/search/search_form.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QGroupBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>
#include <algorithm>
#include <limits>

#include "app/tables/number_text.h"
#include "app/windows/frame/workbench.h"
#include "app/windows/hardware/design_library.h"
#include "core/error.h"

#include "hw/accelerator.h"

namespace lpstudio {
namespace {

QSpinBox* makeCount(int from, int to, const QString& tip, const QString& zero = {}) {
    auto* box = new QSpinBox;
    box->setRange(from, to);
    box->setToolTip(tip);
    box->setAlignment(Qt::AlignRight);
    box->setSpecialValueText(zero);
    return box;
}

QDoubleSpinBox* makeReal(double from, double to, int decimals, double step, const QString& tip) {
    auto* box = new QDoubleSpinBox;
    box->setRange(from, to);
    box->setDecimals(decimals);
    box->setSingleStep(step);
    box->setToolTip(tip);
    box->setAlignment(Qt::AlignRight);
    return box;
}

/// Labels of equal width line the three groups up as one form.
QFormLayout* makeForm(QGroupBox* group) {
    auto* form = new QFormLayout(group);
    form->setContentsMargins(0, 8, 0, 0);
    form->setHorizontalSpacing(16);
    form->setVerticalSpacing(8);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    return form;
}

void addRow(QFormLayout* form, const QString& name, QWidget* field) {
    auto* label = new QLabel(name);
    label->setFixedWidth(112);
    label->setToolTip(field->toolTip());
    label->setBuddy(field);
    field->setAccessibleName(name);
    form->addRow(label, field);
}

int defaultPopulation(Algorithm algorithm) {
    return algorithm == Algorithm::Nsga2 ? SearchSettings::kNsga2Population
                                         : LpqSettings{}.population;
}

/// Images in GMAC/s of one run here; only for a first guess before any run is known.
constexpr double kRoughMacsPerSecond = 30e9;

}  // namespace

SearchForm::SearchForm(Workbench& workbench, QWidget* parent)
    : QWidget(parent), workbench_(workbench), estimate_(new QLabel) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 8, 16, 16);
    layout->setSpacing(8);
    layout->addWidget(makeWhat());
    layout->addWidget(makeHow());
    layout->addWidget(makeEffort());
    estimate_->setWordWrap(true);
    estimate_->setProperty("quiet", true);
    layout->addWidget(estimate_);
    auto* defaults = new QPushButton(tr("Defaults"));
    layout->addWidget(defaults, 0, Qt::AlignLeft);
    layout->addStretch();

    setSettings({});
    connect(defaults, &QPushButton::clicked, this, [this] { setSettings({}); });
    for (QSpinBox* box : findChildren<QSpinBox*>())
        connect(box, &QSpinBox::valueChanged, this, &SearchForm::refreshEstimate);
    connect(algorithm_, &QComboBox::currentIndexChanged, this, [this] {
        suggestPopulation();
        showAlgorithm();
        refreshEstimate();
    });
    connect(&workbench_, &Workbench::contentChanged, this, &SearchForm::refreshChoices);
    connect(&workbench_.selection(), &Selection::networkChanged, this,
            &SearchForm::refreshEstimate);
    refreshChoices();
}

QWidget* SearchForm::makeWhat() {
    auto* group = new QGroupBox(tr("What"));
    auto* form = makeForm(group);
    calibration_ = new QComboBox;
    evaluation_ = new QComboBox;
    for (QComboBox* box : {calibration_, evaluation_}) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(14);
    }
    calibration_->setToolTip(tr("Images on which activations are fitted and candidates scored"));
    evaluation_->setToolTip(
        tr("Labelled images for top-1 of the best and the front afterwards; "
           "those used for calibration are left out"));
    images_ = makeCount(2, 100000, tr("Images drawn from the calibration set"));
    pinEnds_ = new QCheckBox(tr("First and last layer at 8 bits"));
    otherPins_ = new QLineEdit;
    otherPins_->setPlaceholderText(tr("layer=lp:8; other=lp:6,1,3"));
    otherPins_->setToolTip(tr("Layers the search leaves alone, with their formats"));
    addRow(form, tr("Calibration"), calibration_);
    addRow(form, tr("Images"), images_);
    addRow(form, tr("Evaluation"), evaluation_);
    addRow(form, tr("Pins"), pinEnds_);
    addRow(form, tr("Other pins"), otherPins_);
    return group;
}

QWidget* SearchForm::makeHow() {
    auto* group = new QGroupBox(tr("How"));
    auto* form = makeForm(group);
    algorithm_ = new QComboBox;
    algorithm_->setToolTip(
        tr("LPQ: the paper's genetic search for the one best candidate.\n"
           "NSGA-II: a Pareto search over score, energy, latency and model size."));
    for (const Algorithm algorithm : {Algorithm::Lpq, Algorithm::Nsga2})
        algorithm_->addItem(tr(algorithmTitle(algorithm)), static_cast<int>(algorithm));
    auto* widths = new QWidget;
    widths->setToolTip(tr("Word lengths that weights may take, in bits"));
    auto* row = new QHBoxLayout(widths);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    for (int bits = 2; bits <= 8; ++bits) {
        auto* box = new QCheckBox(QString::number(bits));
        box->setAccessibleName(tr("%1 bits").arg(bits));
        row->addWidget(box);
        widths_.push_back(box);
    }
    row->addStretch();
    limitBits_ = new QCheckBox(tr("at most"));
    target_ = makeReal(2, 8, 2, 0.25, tr("Wanted mean weight width"));
    target_->setSuffix(tr(" bit"));
    auto* targetRow = new QWidget;
    targetRow->setToolTip(tr("The best is the best-scored candidate at or under this mean width"));
    auto* targetLayout = new QHBoxLayout(targetRow);
    targetLayout->setContentsMargins(0, 0, 0, 0);
    targetLayout->addWidget(limitBits_);
    targetLayout->addWidget(target_, 1);
    connect(limitBits_, &QCheckBox::toggled, target_, &QWidget::setEnabled);
    // By hand only: settings that are shown bring their own. Another choice of the user's stays.
    connect(limitBits_, &QCheckBox::clicked, this, [this](bool limited) {
        const auto place = [this](bool with) {
            return objective_->findData(static_cast<int>(defaultObjective(with ? 8 : 0)));
        };
        if (objective_->currentIndex() == place(!limited))
            objective_->setCurrentIndex(place(limited));
    });
    objective_ = new QComboBox;
    objective_->setToolTip(
        tr("How a quantized run is compared with the float run. Under a bound on the width the "
           "mean squared error of the logits found the best candidates; without a bound the "
           "contrast comes to a balance with the cost."));
    for (const auto& [objective, text] :
         {std::pair{Objective::GlobalLocal, tr("global-local contrast")},
          {Objective::Global, tr("global contrast")},
          {Objective::Kl, tr("KL divergence of logits")},
          {Objective::Mse, tr("squared error of logits")}})
        objective_->addItem(text, static_cast<int>(objective));
    temperature_ = makeReal(0.001, 100, 3, 0.05, tr("τ of the contrastive loss"));
    lambda_ = makeReal(0, 10, 2, 0.1, tr("Exponent of the cost in the score"));
    cost_ = new QComboBox;
    cost_->setToolTip(tr("What the score asks to be small"));
    for (const auto& [kind, text] : {std::pair{CostKind::Bits, tr("weight bits")},
                                     {CostKind::Energy, tr("energy")},
                                     {CostKind::Latency, tr("latency")},
                                     {CostKind::EnergyDelay, tr("energy × delay")}})
        cost_->addItem(text, static_cast<int>(kind));
    hardware_ = new QComboBox;
    hardware_->setToolTip(tr("Accelerator on which candidates are estimated"));
    refreshHardware();
    connect(&DesignLibrary::instance(), &DesignLibrary::changed, this,
            &SearchForm::refreshHardware);
    informedStart_ = new QCheckBox(tr("Begin from the layers' sensitivities"));
    informedStart_->setToolTip(
        tr("Half of the first population gives bits to the layers that need them; otherwise all "
           "candidates but one are random, as published"));
    biasCorrection_ = new QCheckBox(tr("Correct the outputs' means"));
    biasCorrection_->setToolTip(
        tr("Shifts each output channel so that its mean over the calibration images is that of the "
           "float network; helps most with depthwise convolutions"));
    addRow(form, tr("Algorithm"), algorithm_);
    addRow(form, tr("Widths"), widths);
    addRow(form, tr("Mean width"), targetRow);
    addRow(form, tr("Objective"), objective_);
    addRow(form, tr("Temperature"), temperature_);
    addRow(form, tr("Cost"), cost_);
    addRow(form, tr("Weight of cost"), lambda_);
    addRow(form, tr("Hardware"), hardware_);
    addRow(form, tr("Start"), informedStart_);
    addRow(form, tr("Bias"), biasCorrection_);
    return group;
}

QWidget* SearchForm::makeEffort() {
    auto* group = new QGroupBox(tr("Effort"));
    effort_ = makeForm(group);
    population_ = makeCount(2, 10000, tr("K: candidates kept, and drawn at the start"));
    generations_ = makeCount(0, 100000,
                             tr("Times that as many children as the population has members are "
                                "made, and the best of both live on"));
    passes_ = makeCount(1, 10000, tr("P: times the search goes over all blocks"));
    cycles_ = makeCount(1, 1000, tr("C: children made per block and pass"));
    diversity_ = makeCount(1, 1000, tr("D: random parents crossed with each child"));
    maxCandidates_ = makeCount(0, std::numeric_limits<int>::max(),
                               tr("Stop after so many candidates"), tr("no limit"));
    maxCandidates_->setSingleStep(100);
    timeLimit_ = makeCount(0, 10000000, tr("Stop after so many seconds of search"), tr("no limit"));
    timeLimit_->setSuffix(tr(" s"));
    seed_ = makeCount(0, std::numeric_limits<int>::max(),
                      tr("Equal seeds and settings give equal candidates"));
    addRow(effort_, tr("Population"), population_);
    addRow(effort_, tr("Generations"), generations_);
    addRow(effort_, tr("Passes"), passes_);
    addRow(effort_, tr("Cycles"), cycles_);
    addRow(effort_, tr("Diversity"), diversity_);
    addRow(effort_, tr("Candidates"), maxCandidates_);
    addRow(effort_, tr("Time"), timeLimit_);
    addRow(effort_, tr("Seed"), seed_);
    return group;
}

Algorithm SearchForm::algorithm() const {
    return static_cast<Algorithm>(algorithm_->currentData().toInt());
}

void SearchForm::showAlgorithm() {
    const bool pareto = algorithm() == Algorithm::Nsga2;
    effort_->setRowVisible(generations_, pareto);
    for (QSpinBox* box : {passes_, cycles_, diversity_}) effort_->setRowVisible(box, !pareto);
}

void SearchForm::suggestPopulation() {
    // A size of the user's own stays.
    const bool pareto = algorithm() == Algorithm::Nsga2;
    if (population_->value() == defaultPopulation(pareto ? Algorithm::Lpq : Algorithm::Nsga2))
        population_->setValue(defaultPopulation(algorithm()));
}

void SearchForm::setSettings(const SearchSettings& settings) {
    algorithm_->setCurrentIndex(algorithm_->findData(static_cast<int>(settings.algorithm)));
    images_->setValue(static_cast<int>(settings.images));
    for (int bits = 2; bits <= 8; ++bits)
        widths_[static_cast<std::size_t>(bits - 2)]->setChecked(
            std::find(settings.widths.begin(), settings.widths.end(), bits) !=
            settings.widths.end());
    limitBits_->setChecked(settings.lpq.targetBits > 0);
    target_->setEnabled(settings.lpq.targetBits > 0);
    target_->setValue(settings.lpq.targetBits > 0 ? settings.lpq.targetBits : 5);
    objective_->setCurrentIndex(objective_->findData(static_cast<int>(settings.objective)));
    temperature_->setValue(settings.temperature);
    lambda_->setValue(settings.lpq.lambda);
    cost_->setCurrentIndex(cost_->findData(static_cast<int>(settings.cost)));
    chooseHardware(settings.hardware);
    informedStart_->setChecked(settings.start == StartKind::Informed);
    biasCorrection_->setChecked(settings.biasCorrection);
    population_->setValue(settings.lpq.population);
    generations_->setValue(settings.generations);
    passes_->setValue(settings.lpq.passes);
    cycles_->setValue(settings.lpq.cycles);
    diversity_->setValue(settings.lpq.diversity);
    maxCandidates_->setValue(static_cast<int>(settings.lpq.maxCandidates));
    timeLimit_->setValue(static_cast<int>(settings.lpq.timeLimitSeconds));
    seed_->setValue(static_cast<int>(settings.lpq.seed));
    pinEnds_->setChecked(false);
    QStringList others;
    for (const auto& [layer, spec] : settings.pins)
        others << QString::fromStdString(layer + "=" + spec);
    otherPins_->setText(others.join(QStringLiteral("; ")));
    showAlgorithm();
    refreshEstimate();
}

std::vector<std::pair<std::string, std::string>> SearchForm::pins() const {
    std::vector<std::pair<std::string, std::string>> list;
    for (const QString& part : otherPins_->text().split(u';', Qt::SkipEmptyParts)) {
        const qsizetype equals = part.indexOf(u'=');
        if (equals <= 0)
            throw UsageError("pin \"" + part.trimmed().toStdString() +
                             "\": give layer=format, such as conv1=lp:8");
        list.emplace_back(part.left(equals).trimmed().toStdString(),
                          part.mid(equals + 1).trimmed().toStdString());
    }
    const auto& network = workbench_.selection().network();
    if (pinEnds_->isChecked() && network)
        for (const Layer* layer : {&network->layers().front(), &network->layers().back()})
            if (std::none_of(list.begin(), list.end(),
                             [&](const auto& pin) { return pin.first == layer->name; }))
                list.emplace_back(layer->name, "lp:8");
    return list;
}

void SearchForm::readEffort(SearchSettings& settings) const {
    settings.algorithm = algorithm();
    settings.generations = generations_->value();
    settings.lpq.population = population_->value();
    settings.lpq.passes = passes_->value();
    settings.lpq.cycles = cycles_->value();
    settings.lpq.diversity = diversity_->value();
    settings.lpq.maxCandidates = maxCandidates_->value();
}

SearchSettings SearchForm::settings() const {
    SearchSettings settings;
    settings.images = static_cast<std::size_t>(images_->value());
    settings.widths.clear();
    for (int bits = 2; bits <= 8; ++bits)
        if (widths_[static_cast<std::size_t>(bits - 2)]->isChecked())
            settings.widths.push_back(bits);
    if (settings.widths.empty())
        throw UsageError("widths: none is ticked; tick at least one word length");
    settings.lpq.targetBits = limitBits_->isChecked() ? target_->value() : 0;
    settings.objective = static_cast<Objective>(objective_->currentData().toInt());
    settings.temperature = temperature_->value();
    settings.lpq.lambda = lambda_->value();
    settings.cost = static_cast<CostKind>(cost_->currentData().toInt());
    settings.hardware = hardware_->currentData().toString().toStdString();
    settings.start = informedStart_->isChecked() ? StartKind::Informed : StartKind::Random;
    settings.biasCorrection = biasCorrection_->isChecked();
    readEffort(settings);
    settings.lpq.timeLimitSeconds = timeLimit_->value();
    settings.lpq.seed = static_cast<std::uint64_t>(seed_->value());
    settings.pins = pins();
    validate(settings);
    return settings;
}

SearchRequest SearchForm::request() const {
    const auto& store = workbench_.store();
    if (!store || workbench_.selection().model() == 0)
        throw UsageError("the project has no model; import one first");
    if (calibration_->count() == 0)
        throw UsageError("the project has no images to calibrate on; import an image set first");
    SearchRequest request;
    request.store = store;
    request.assets = workbench_.assets();
    request.model = store->model(workbench_.selection().model());
    request.calibration = store->dataset(calibration_->currentData().toLongLong());
    if (const qint64 id = evaluation_->currentData().toLongLong(); id != 0)
        request.evaluation = store->dataset(id);
    request.settings = settings();
    request.name =
        tr("%1 %2 on %3")
            .arg(tr(algorithmTitle(algorithm())), QString::number(store->runs().size() + 1),
                 QString::fromStdString(request.model.name));
    return request;
}

void SearchForm::refreshChoices() {
    const qint64 calibration = calibration_->currentData().toLongLong();
    const qint64 evaluation = evaluation_->currentData().toLongLong();
    const bool first = calibration_->count() == 0;
    calibration_->clear();
    evaluation_->clear();
    evaluation_->addItem(tr("none"), QVariant::fromValue<qint64>(0));
    if (const auto& store = workbench_.store()) try {
            for (const DatasetRecord& dataset : store->datasets()) {
                const QString name = QString::fromStdString(dataset.name);
                const QVariant id = QVariant::fromValue<qint64>(dataset.id);
                calibration_->addItem(name, id);
                evaluation_->addItem(name, id);
                const QString tip = QString::fromStdString(dataset.path.string());
                calibration_->setItemData(calibration_->count() - 1, tip, Qt::ToolTipRole);
                evaluation_->setItemData(evaluation_->count() - 1, tip, Qt::ToolTipRole);
            }
        } catch (const Error&) {
            // The project page tells the user what is wrong with the store.
        }
    calibration_->setCurrentIndex(std::max(0, calibration_->findData(calibration)));
    // Two sets usually are one to calibrate on and one to measure with.
    if (first && evaluation_->count() > 2)
        evaluation_->setCurrentIndex(2);
    else
        evaluation_->setCurrentIndex(std::max(0, evaluation_->findData(evaluation)));
    refreshEstimate();
}

std::optional<double> SearchForm::expectedRate(bool& measured) const {
    measured = false;
    const auto& network = workbench_.selection().network();
    if (!network) return std::nullopt;
    if (const auto& store = workbench_.store()) try {
            const auto runs = store->runs();
            for (auto run = runs.rbegin(); run != runs.rend(); ++run) {
                if (run->model != workbench_.selection().model() || run->candidates < 10 ||
                    run->seconds <= 0)
                    continue;
                const double images =
                    static_cast<double>(settingsFromJsonText(run->settings).images);
                measured = true;
                return static_cast<double>(run->candidates) / run->seconds * images /
                       images_->value();
            }
        } catch (const Error&) {
            // A run of a newer version has settings that are not understood here.
        }
    return kRoughMacsPerSecond / (static_cast<double>(network->macs()) * images_->value());
}

QString SearchForm::estimate() const {
    const auto& network = workbench_.selection().network();
    if (!network) return {};
    // Not settings(): what is being typed need not be valid yet.
    SearchSettings settings;
    readEffort(settings);
    SearchSpace space;
    for (const Layer& layer : network->layers()) {
        SearchLayer entry;
        entry.block = layer.block;
        space.layers.push_back(entry);
    }
    auto candidates = plannedCandidates(settings, space);
    if (const auto most = settings.lpq.maxCandidates; most > 0)
        candidates = std::min(candidates, most);
    QString text =
        algorithm() == Algorithm::Nsga2
            ? tr("Up to %1 candidates in %2 generations")
                  .arg(countText(candidates))
                  .arg(settings.generations)
            : tr("Up to %1 candidates in %2 blocks").arg(countText(candidates)).arg(space.blocks());
    bool measured = false;
    if (const auto rate = expectedRate(measured); rate && *rate > 0) {
        double seconds = static_cast<double>(candidates) / *rate;
        if (timeLimit_->value() > 0) seconds = std::min(seconds, double(timeLimit_->value()));
        text += measured ? tr(", about %1 at the rate of the last run").arg(durationText(seconds))
                         : tr(", roughly %1").arg(durationText(seconds));
    }
    return text;
}

void SearchForm::refreshEstimate() {
    estimate_->setText(estimate());
}

void SearchForm::refreshHardware() {
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

void SearchForm::chooseHardware(const std::string& spec) {
    const QString text = QString::fromStdString(spec);
    // A run may have used a description that is not in the library.
    if (hardware_->findData(text) < 0)
        hardware_->addItem(DesignLibrary::instance().nameOf(spec), text);
    hardware_->setCurrentIndex(hardware_->findData(text));
}

}  // namespace lpstudio
