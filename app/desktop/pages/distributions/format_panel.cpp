#include "app/desktop/pages/distributions/format_panel.h"

#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSlider>
#include <QSpinBox>
#include <QVBoxLayout>
#include <cmath>

#include "app/desktop/plot/number_text.h"
#include "app/desktop/widgets/facts_panel.h"
#include "app/desktop/widgets/icons.h"
#include "app/desktop/widgets/lp_boxes.h"

namespace lpstudio {
namespace {

/// The slider covers this many octaves on either side of the fitted sf.
constexpr double kSliderOctaves = 4, kStepsPerOctave = 50;

/// What the accelerator takes.
constexpr int kMostUsableBits = 8;

/// Share of the values within the format's range: neither lost at its lower end nor cut at its
/// upper.
template <class Figures>
double covered(const Figures& figures) {
    return 1 - figures.zeroedShare - figures.saturatedShare;
}

QString coveredTip() {
    return FormatPanel::tr("Neither zeroed nor saturated: within the range of the code points");
}

}  // namespace

FormatPanel::FormatPanel(QWidget* parent)
    : QWidget(parent),
      boxes_(new LpBoxes(LpParameters::kMaxWidth, this)),
      nRange_(makeQuietLabel()),
      esRange_(makeQuietLabel()),
      rsRange_(makeQuietLabel()),
      mark_(makeQuietLabel()),
      spec_(new QLabel),
      subject_(new QLabel),
      slider_(new QSlider(Qt::Horizontal)),
      fit_(new QPushButton(themedIcon(QStringLiteral("fit")), tr("Fit to the layer"))),
      fromCandidate_(new QPushButton(tr("Load from candidate"))),
      use_(new QPushButton(tr("Apply to layer"))),
      readOuts_(new FactsPanel) {
    use_->setObjectName(QStringLiteral("use"));
    fit_->setObjectName(QStringLiteral("fit"));
    boxes_->n()->setToolTip(tr("Word length in bits: the precision"));
    boxes_->es()->setToolTip(tr("Exponent field in bits: the dynamic range"));
    boxes_->rs()->setToolTip(tr("Cap on the regime's run length: the taper"));
    for (QSpinBox* box : {boxes_->n(), boxes_->es(), boxes_->rs()}) box->setFixedWidth(88);
    slider_->setAccessibleName(tr("sf slider"));
    slider_->setRange(static_cast<int>(-kSliderOctaves * kStepsPerOctave),
                      static_cast<int>(kSliderOctaves * kStepsPerOctave));
    slider_->setTickPosition(QSlider::TicksBelow);
    slider_->setTickInterval(static_cast<int>(kSliderOctaves * kStepsPerOctave));
    spec_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    spec_->setProperty("value", true);

    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(8);
    grid->setColumnStretch(2, 1);
    const auto addRow = [&](int row, const QString& name, QWidget* box, QWidget* note) {
        grid->addWidget(new QLabel(name), row, 0);
        grid->addWidget(box, row, 1);
        grid->addWidget(note, row, 2);
    };
    addRow(0, QStringLiteral("n"), boxes_->n(), nRange_);
    addRow(1, QStringLiteral("es"), boxes_->es(), esRange_);
    addRow(2, QStringLiteral("rs"), boxes_->rs(), rsRange_);
    addRow(3, QStringLiteral("sf"), boxes_->sf(), mark_);
    grid->addWidget(slider_, 4, 1, 1, 2);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(8);
    layout->addWidget(makeHeading(tr("Logarithmic Posit")));
    layout->addWidget(spec_);
    layout->addSpacing(8);
    layout->addLayout(grid);
    layout->addSpacing(8);
    layout->addWidget(fit_);
    layout->addWidget(fromCandidate_);
    layout->addWidget(use_);
    layout->addSpacing(8);
    layout->addWidget(makeSeparator());
    layout->addSpacing(8);
    subject_->setProperty("heading", true);
    subject_->setWordWrap(true);
    layout->addWidget(subject_);
    layout->addWidget(readOuts_);
    layout->addStretch();

    connect(boxes_, &LpBoxes::edited, this, [this] {
        showParameters();
        Q_EMIT parametersChanged();
    });
    connect(slider_, &QSlider::valueChanged, this,
            [this](int value) { boxes_->sf()->setValue(center_ + value / kStepsPerOctave); });
    connect(fit_, &QPushButton::clicked, this, [this] {
        if (fitting_)
            Q_EMIT stopRequested();
        else
            Q_EMIT fitRequested(parameters().n);
    });
    connect(use_, &QPushButton::clicked, this, &FormatPanel::useRequested);
    connect(fromCandidate_, &QPushButton::clicked, this, [this] {
        if (!candidate_) return;
        setParameters(*candidate_);
        Q_EMIT parametersChanged();
    });
    setCandidate(std::nullopt);
    setFitting(std::nullopt);
    setUsable(false);
    setMeasures(std::nullopt);
    setParameters({});
}

void FormatPanel::setParameters(const LpParameters& parameters) {
    boxes_->setParameters(parameters);
    showParameters();
}

void FormatPanel::setFitted(const LpParameters& fitted) {
    fitted_ = fitted;
    center_ = fitted.sf;
    showParameters();
}

void FormatPanel::setCandidate(const std::optional<LpParameters>& candidate) {
    candidate_ = candidate;
    fromCandidate_->setVisible(candidate.has_value());
    if (candidate) fromCandidate_->setToolTip(QString::fromStdString(LpFormat(*candidate).spec()));
}

void FormatPanel::setFitting(std::optional<double> share) {
    fitting_ = share.has_value();
    fit_->setText(fitting_ ? tr("Stop fitting (%1 %)").arg(qRound(100 * *share))
                           : tr("Fit to the layer"));
    fit_->setToolTip(fitting_ ? tr("Keep the current parameters")
                              : tr("Find the es, rs and sf with the least mean squared error for "
                                   "this n"));
}

void FormatPanel::setUsable(bool usable, const QString& why) {
    usable_ = usable;
    notUsable_ = why;
    showUse();
}

void FormatPanel::showUse() {
    const bool narrow = parameters().n <= kMostUsableBits;
    use_->setEnabled(usable_ && narrow);
    use_->setToolTip(
        !usable_ ? notUsable_
        : narrow ? tr("Apply these parameters to the working candidate, shown on page Compare "
                      "(Ctrl+Z to undo)")
                 : tr("Accelerators support words of at most %1 bits").arg(kMostUsableBits));
}

void FormatPanel::showParameters() {
    const LpParameters& lp = parameters();
    {
        const QSignalBlocker quiet(slider_);
        slider_->setValue(static_cast<int>(std::lround((lp.sf - center_) * kStepsPerOctave)));
    }
    const auto range = [](int from, int to) { return QStringLiteral("%1 … %2").arg(from).arg(to); };
    nRange_->setText(range(LpParameters::kMinWidth, LpParameters::kMaxWidth));
    esRange_->setText(range(0, LpParameters::maxExponentSize(lp.n)));
    rsRange_->setText(range(1, lp.n - 1));
    spec_->setText(
        QStringLiteral("LP⟨%1, %2, %3, %4⟩").arg(lp.n).arg(lp.es).arg(lp.rs).arg(lp.sf, 0, 'f', 2));
    spec_->setToolTip(
        QStringLiteral("lp:%1,%2,%3,%4").arg(lp.n).arg(lp.es).arg(lp.rs).arg(fullText(lp.sf)));
    showMark();
    showUse();
}

void FormatPanel::showMark() {
    mark_->setText(fitted_ ? tr("fitted %1").arg(fixedText(fitted_->sf, 3)) : QString());
}

void FormatPanel::setMeasures(const std::optional<Measures>& measures) {
    const QString none = QStringLiteral("–");
    if (!measures) {
        readOuts_->setFacts({{tr("SQNR"), none, {}},
                             {tr("Zeroed"), none, {}},
                             {tr("Saturated"), none, {}},
                             {tr("In range"), none, {}},
                             {tr("Codes used"), none, {}},
                             {tr("Entropy"), none, {}},
                             {tr("Mean squared error"), none, {}}});
        return;
    }
    const Measures& m = *measures;
    const auto codes = 1U << static_cast<unsigned>(parameters().n);
    readOuts_->setFacts(
        {{tr("SQNR"), shortText(m.sqnrDb) + tr(" dB"), exactText(m.sqnrDb) + tr(" dB")},
         {tr("Zeroed"), percentText(m.zeroedShare), exactText(100 * m.zeroedShare) + tr(" %")},
         {tr("Saturated"), percentText(m.saturatedShare),
          exactText(100 * m.saturatedShare) + tr(" %")},
         {tr("In range"), percentText(covered(m)), coveredTip()},
         {tr("Codes used"), tr("%1 of %2").arg(m.codesUsed).arg(codes), {}},
         {tr("Entropy"), tr("%1 of %2 bit").arg(shortText(m.entropyBits, 3)).arg(parameters().n),
          exactText(m.entropyBits) + tr(" bit")},
         {tr("Mean squared error"), shortText(m.mse, 3), exactText(m.mse)}});
}

void FormatPanel::setEstimate(const Estimate& estimate) {
    const auto about = [](const QString& text) { return u'~' + text; };
    const QString open = QStringLiteral("…"), tip = tr("Estimated from a histogram");
    readOuts_->setFacts({{tr("SQNR"), about(shortText(estimate.sqnrDb) + tr(" dB")), tip},
                         {tr("Zeroed"), about(percentText(estimate.zeroedShare)), tip},
                         {tr("Saturated"), about(percentText(estimate.saturatedShare)), tip},
                         {tr("In range"), about(percentText(covered(estimate))), tip},
                         {tr("Codes used"), open, {}},
                         {tr("Entropy"), open, {}},
                         {tr("Mean squared error"), about(shortText(estimate.mse, 3)), tip}});
}

void FormatPanel::setSubject(const QString& subject) {
    subject_->setText(subject);
}

}  // namespace lpstudio
