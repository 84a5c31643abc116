#include "app/desktop/pages/project/image_filter_bar.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QStandardItemModel>
#include <QVBoxLayout>

#include "app/desktop/plot/number_text.h"

namespace lpstudio {
namespace {

using Source = DatasetPredictions::Source;
using Outcome = ImageFilter::Outcome;

QComboBox* makeBox(const QString& name) {
    auto* box = new QComboBox;
    box->setAccessibleName(name);
    box->setToolTip(name);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    return box;
}

/// Switches an entry of a box on or off; a chosen one that goes off gives way to the first.
void setOffered(QComboBox* box, int at, bool offered) {
    auto* item = qobject_cast<QStandardItemModel*>(box->model())->item(at);
    item->setEnabled(offered);
    if (!offered && box->currentIndex() == at) box->setCurrentIndex(0);
}

std::optional<int> chosen(const QComboBox* box) {
    const QVariant value = box->currentData();
    return value.isValid() ? std::optional(value.toInt()) : std::nullopt;
}

/// First entry `all`, then a class each; keeps what is chosen.
void fillClasses(QComboBox* box, const QString& all, const ImageList& images) {
    bool same = box->count() == images.classes() + 1;
    for (int label = 0; same && label < images.classes(); ++label)
        same = box->itemText(label + 1) == images.className(label);
    if (same) return;
    const int before = box->currentIndex();
    box->clear();
    box->addItem(all);
    for (int label = 0; label < images.classes(); ++label)
        box->addItem(images.className(label), label);
    box->setCurrentIndex(before > 0 && before < box->count() ? before : 0);
}

}  // namespace

ImageFilterBar::ImageFilterBar(ImageList& images, DatasetPredictions& predictions, QWidget* parent)
    : QWidget(parent),
      images_(images),
      predictions_(predictions),
      source_(makeBox(tr("Whose predictions are shown"))),
      outcome_(makeBox(tr("Which images are shown, by prediction"))),
      class_(makeBox(tr("Which images are shown, by label"))),
      predicted_(makeBox(tr("Which images are shown, by predicted class"))),
      part_(makeBox(tr("Which images are shown, by their part in the run"))),
      summary_(new QLabel),
      problem_(new QLabel) {
    part_->setObjectName(QStringLiteral("part"));
    class_->setObjectName(QStringLiteral("label"));
    outcome_->setObjectName(QStringLiteral("outcome"));
    source_->setObjectName(QStringLiteral("source"));
    source_->addItem(tr("No predictions"));
    source_->addItem(tr("Float network"));
    source_->addItem(tr("Candidate"));
    source_->setMinimumContentsLength(16);
    outcome_->addItems(
        {tr("Correct and wrong"), tr("Correct"), tr("Wrong"), tr("Float ≠ candidate")});
    outcome_->setMinimumContentsLength(14);
    part_->addItem(tr("All parts"));
    part_->addItem(tr("Calibration (C)"), 1);
    part_->addItem(tr("Evaluation (E)"), 2);
    part_->setMinimumContentsLength(11);
    class_->setMinimumContentsLength(10);
    predicted_->setMinimumContentsLength(10);
    summary_->setProperty("quiet", true);
    summary_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    problem_->setProperty("problem", true);
    problem_->setWordWrap(true);
    problem_->setTextFormat(Qt::PlainText);
    problem_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    auto* boxes = new QHBoxLayout;
    boxes->setSpacing(8);
    for (QComboBox* box : {source_, outcome_, class_, predicted_, part_}) boxes->addWidget(box);
    boxes->addStretch();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addLayout(boxes);
    layout->addWidget(summary_);
    layout->addWidget(problem_);

    // activated(): choosing the same again starts again what was cancelled.
    connect(source_, &QComboBox::activated, this,
            [this](int at) { predictions_.setSource(static_cast<Source>(at)); });
    for (const QComboBox* box : {outcome_, class_, predicted_, part_})
        connect(box, &QComboBox::currentIndexChanged, this, &ImageFilterBar::applyFilter);
    connect(&predictions_, &DatasetPredictions::changed, this, &ImageFilterBar::refresh);
    setCandidate({});
}

void ImageFilterBar::setCandidate(const QString& name) {
    source_->setItemText(2, name.isEmpty() ? tr("Candidate") : name);
    source_->setItemData(2,
                         name.isEmpty() ? tr("Choose a run and one of its candidates first") : name,
                         Qt::ToolTipRole);
    setOffered(source_, 2, !name.isEmpty());
    if (name.isEmpty() && predictions_.source() == Source::Candidate)
        predictions_.setSource(Source::None);
    refresh();
}

void ImageFilterBar::setSource(Source source) {
    source_->setCurrentIndex(static_cast<int>(source));
    predictions_.setSource(source);
}

QString ImageFilterBar::summary() const {
    return summary_->text();
}

void ImageFilterBar::choosePair(int label, int predicted) {
    {
        const QSignalBlocker quietLabel(class_), quietPredicted(predicted_), quiet(outcome_);
        outcome_->setCurrentIndex(0);
        class_->setCurrentIndex(label + 1);
        predicted_->setCurrentIndex(predicted + 1);
    }
    applyFilter();
}

void ImageFilterBar::refresh() {
    {
        const QSignalBlocker quietSource(source_), quietOutcome(outcome_), quietPart(part_);
        const QSignalBlocker quietClass(class_), quietPredicted(predicted_);
        source_->setCurrentIndex(static_cast<int>(predictions_.source()));
        fillClasses(class_, tr("All labels"), images_);
        fillClasses(predicted_, tr("All predicted"), images_);
        const bool judged = images_.prediction(0) != nullptr;
        for (const int at : {1, 2}) setOffered(outcome_, at, judged);
        setOffered(outcome_, 3, images_.tally().compared > 0);
        predicted_->setVisible(judged);
        if (!judged) predicted_->setCurrentIndex(0);
        part_->setVisible(images_.hasParts());
        if (!images_.hasParts()) part_->setCurrentIndex(0);
    }
    applyFilter();
}

void ImageFilterBar::applyFilter() {
    images_.setFilter({static_cast<Outcome>(outcome_->currentIndex()), chosen(class_),
                       chosen(predicted_), chosen(part_)});
    refreshSummary();
}

void ImageFilterBar::refreshSummary() {
    const auto count = [](std::size_t of) { return countText(static_cast<std::int64_t>(of)); };
    const std::size_t all = images_.images() ? images_.images()->size() : 0;
    QStringList parts;
    const auto shown = static_cast<std::size_t>(images_.rowCount());
    parts << (shown == all ? tr("%1 images").arg(count(all))
                           : tr("%1 of %2 images").arg(count(shown), count(all)));
    const ImageTally tally = images_.tally();
    if (tally.judged > 0) {
        const double share = static_cast<double>(tally.right) / static_cast<double>(tally.judged);
        parts << tr("%1 of %2 correct (%3)")
                     .arg(count(tally.right), count(tally.judged), percentText(share));
    }
    if (tally.compared > 0)
        parts << tr("float and candidate differ on %1").arg(count(tally.differing));
    if (predictions_.wasCancelled())
        parts << tr("cancelled: choose the predictions again to continue");
    summary_->setText(parts.join(QStringLiteral("  ·  ")));
    summary_->setToolTip(summary_->text());
    problem_->setText(predictions_.problem());
    problem_->setVisible(!predictions_.problem().isEmpty());
}

}  // namespace lpstudio
