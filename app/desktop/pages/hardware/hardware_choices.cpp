#include "app/desktop/pages/hardware/hardware_choices.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSpinBox>
#include <algorithm>

#include "app/desktop/session/selection.h"
#include "app/desktop/widgets/compact_box.h"
#include "app/project/runs/network_workload.h"
#include "app/project/store/design_library.h"

namespace lpstudio {
namespace {

constexpr int kChosenCandidate = 0;  ///< beside uniform widths in the choice of subject

}  // namespace

HardwareChoices::HardwareChoices(const Selection& selection, QWidget* parent)
    : QWidget(parent),
      selection_(selection),
      network_(new QComboBox),
      subject_(new QComboBox),
      beside_(new QComboBox),
      batch_(new QSpinBox) {
    batch_->setObjectName(QStringLiteral("batch"));
    beside_->setObjectName(QStringLiteral("beside"));
    subject_->setObjectName(QStringLiteral("subject"));
    network_->setObjectName(QStringLiteral("network"));
    makeCompact(network_, 8);
    makeCompact(subject_, 11);
    makeCompact(beside_, 9);
    network_->setAccessibleName(tr("Network"));
    network_->setToolTip(tr("The model of the project, or a well-known network's layer table"));
    network_->addItem(tr("The model"), QString());
    network_->insertSeparator(1);
    for (const WorkloadInfo& info : workloads()) {
        network_->addItem(QString::fromStdString(info.name), QString::fromStdString(info.name));
        network_->setItemData(network_->count() - 1, QString::fromStdString(info.summary),
                              Qt::ToolTipRole);
    }
    subject_->setAccessibleName(tr("Bit widths"));
    subject_->setToolTip(tr("Widths of weights; activations have twice as many bits, at most 8"));
    beside_->setAccessibleName(tr("Compare with"));
    beside_->setToolTip(tr("Compare with a second design on the same layers, in the overview"));
    batch_->setRange(1, 65536);
    batch_->setAccessibleName(tr("Batch"));
    batch_->setToolTip(tr("Images per batch"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 0, 16, 0);
    layout->setSpacing(8);
    const auto add = [&](const QString& label, QWidget* field) {
        auto* text = new QLabel(label);
        text->setBuddy(field);
        layout->addWidget(text);
        layout->addWidget(field);
        layout->addSpacing(8);
    };
    add(tr("Network"), network_);
    add(tr("Bit widths"), subject_);
    add(tr("Batch"), batch_);
    add(tr("Versus"), beside_);
    layout->addStretch();
    connect(&DesignLibrary::instance(), &DesignLibrary::changed, this,
            &HardwareChoices::refreshBeside);
    connect(network_, &QComboBox::activated, this, [this] {
        networkChosen_ = true;
        Q_EMIT changed();
    });
    connect(subject_, &QComboBox::activated, this, [this] {
        subjectChosen_ = true;
        Q_EMIT changed();
    });
    connect(beside_, &QComboBox::activated, this, &HardwareChoices::changed);
    connect(batch_, &QSpinBox::valueChanged, this, &HardwareChoices::changed);
    refreshBeside();
}

void HardwareChoices::refresh() {
    // Without a model of its own the project can still look at well-known networks.
    const bool hasModel = selection_.model() != 0;
    if (!hasModel && isModel())
        network_->setCurrentText(QStringLiteral("resnet50"));
    else if (hasModel && !networkChosen_)
        network_->setCurrentIndex(0);
    refreshSubjects();
}

bool HardwareChoices::isModel() const {
    return network_->currentData().toString().isEmpty();
}

QString HardwareChoices::widths() const {
    return subject_->currentText();
}

QString HardwareChoices::other() const {
    return beside_->currentIndex() > 0 ? beside_->currentText() : QString();
}

int HardwareChoices::batch() const {
    return batch_->value();
}

void HardwareChoices::setBatch(int images) {
    const QSignalBlocker quiet(batch_);
    batch_->setValue(images);
}

void HardwareChoices::setOther(const QString& design) {
    beside_->setCurrentText(design);
    Q_EMIT changed();
}

void HardwareChoices::refreshSubjects() {
    const QSignalBlocker quiet(subject_);
    const int wanted = subject_->currentData().toInt();
    subject_->clear();
    const ScoredCandidate* candidate = selection_.candidate();
    const bool fits = isModel() && candidate && selection_.runRecord().model == selection_.model();
    if (fits) subject_->addItem(tr("Candidate %1").arg(candidate->id.value), kChosenCandidate);
    for (const int bits : {8, 4, 2}) subject_->addItem(tr("Uniform %1 bit").arg(bits), bits);
    // Until the user has chosen otherwise the candidate is what is looked at.
    const int at = subjectChosen_ ? subject_->findData(wanted) : 0;
    subject_->setCurrentIndex(std::max(at, 0));
}

void HardwareChoices::refreshBeside() {
    const QSignalBlocker quiet(beside_);
    const QString chosen = beside_->currentText();
    beside_->clear();
    beside_->addItem(tr("none"));
    const DesignLibrary& library = DesignLibrary::instance();
    beside_->addItems(library.presetNames());
    beside_->addItems(library.ownNames());
    beside_->setCurrentIndex(std::max(0, beside_->findText(chosen)));
}

std::optional<std::vector<LayerBits>> HardwareChoices::chosenBits() const {
    if (!selection_.network()) return std::nullopt;
    const std::size_t layers = selection_.network()->layers().size();
    const int uniform = subject_->currentData().toInt();
    if (uniform != kChosenCandidate)
        return std::vector<LayerBits>(layers, {uniform, std::min(8, 2 * uniform)});
    const ScoredCandidate* candidate = selection_.candidate();
    if (candidate == nullptr || candidate->candidate.genes.size() != layers) return std::nullopt;
    const std::vector<int>& widths = selection_.runSettings().widths;
    std::vector<LayerBits> bits;
    for (const LpParameters& gene : candidate->candidate.genes)
        bits.push_back({gene.n, activationWidth(gene.n, widths)});
    return bits;
}

std::shared_ptr<const Workload> HardwareChoices::workload() const {
    const QString table = network_->currentData().toString();
    if (!table.isEmpty()) {
        const int bits = subject_->currentData().toInt();
        return std::make_shared<Workload>(
            withWidths(loadWorkload(table.toStdString()), bits, std::min(8, 2 * bits)));
    }
    const auto bits = chosenBits();
    if (!bits) return nullptr;
    return std::make_shared<Workload>(workloadOf(*selection_.network(), *bits));
}

}  // namespace lpstudio
