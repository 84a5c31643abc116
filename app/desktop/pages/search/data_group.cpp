#include "app/desktop/pages/search/data_group.h"

#include <QCheckBox>
#include <QComboBox>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>
#include <algorithm>

#include "app/desktop/jobs/loading.h"
#include "app/desktop/jobs/search_job.h"
#include "app/desktop/pages/search/lock_table.h"
#include "app/desktop/plot/number_text.h"
#include "core/base/error.h"

namespace lpstudio {

DataGroup::DataGroup(Session& session, Loading& loading, LockTable& locks, QWidget* parent)
    : QGroupBox(tr("Data"), parent),
      session_(session),
      loading_(loading),
      locks_(locks),
      rows_(this),
      fields_(rows_, [this] { Q_EMIT changed(); }),
      model_(new QComboBox),
      calibration_(new QComboBox),
      evaluation_(new QComboBox),
      lockEnds_(new QCheckBox(tr("First and last layer at 8 bits"))),
      locksButton_(new QPushButton) {
    calibration_->setObjectName(QStringLiteral("calibration"));
    evaluation_->setObjectName(QStringLiteral("evaluation"));
    locksButton_->setObjectName(QStringLiteral("locks"));
    lockEnds_->setObjectName(QStringLiteral("lockEnds"));
    for (QComboBox* box : {model_, calibration_, evaluation_}) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(14);
    }
    model_->setToolTip(tr("The network to quantize; all pages show it"));
    calibration_->setToolTip(tr("Images on which activations are fitted and candidates scored"));
    evaluation_->setToolTip(
        tr("Labelled images for top-1 after the search; "
           "those used for calibration are left out"));
    lockEnds_->setToolTip(tr("Common practice: keeps the input and output of the network precise"));
    locksButton_->setToolTip(
        tr("Choose the layers that the search does not change, and their formats"));
    auto* pinned = new QWidget;
    pinned->setToolTip(settingTr(wordsOf("pins").tip));
    auto* layout = new QVBoxLayout(pinned);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(lockEnds_);
    layout->addWidget(locksButton_, 0, Qt::AlignLeft);
    rows_.add(tr("Model"), model_);
    rows_.add(tr("Calibration"), calibration_);
    for (const SettingWords& words : settingWords())
        if (words.group == SettingGroup::Data && std::string_view(words.key) != "pins" &&
            std::string_view(words.key) != "measure")
            fields_.add(words.key);
    images_ = fields_.field<QSpinBox>("images");
    rows_.add(tr("Evaluation"), evaluation_);
    fields_.add("measure");
    measure_ = fields_.field<QComboBox>("measure");
    fields_.add(
        "pins", pinned, [this](const SearchSettings& s) { locks_.setLocks(s.locks); },
        [this](SearchSettings& s) { s.locks = locks_.locks(); });

    connect(model_, &QComboBox::activated, this,
            [this](int at) { loading_.chooseModel(model_->itemData(at).toLongLong()); });
    connect(calibration_, &QComboBox::currentIndexChanged, this, &DataGroup::changed);
    connect(evaluation_, &QComboBox::currentIndexChanged, this, &DataGroup::changed);
    connect(this, &DataGroup::changed, this,
            [this] { measure_->setEnabled(evaluation_->currentData().toLongLong() != 0); });
    connect(lockEnds_, &QCheckBox::clicked, this, [this](bool on) { locks_.setEndsLocked(on); });
    connect(locksButton_, &QPushButton::clicked, this, &DataGroup::locksWanted);
    connect(&locks_, &LockTable::locksChanged, this, [this] {
        showLocks();
        Q_EMIT changed();
    });
    connect(&session_, &Session::contentChanged, this, &DataGroup::refreshChoices);
    connect(&session_.selection(), &Selection::modelChanged, this, &DataGroup::refreshChoices);
    refreshChoices();
    showLocks();
}

void DataGroup::setSettings(const SearchSettings& settings) {
    fields_.show(settings);
}

void DataGroup::read(SearchSettings& settings) const {
    fields_.read(settings);
}

void DataGroup::setDatasets(qint64 calibration, qint64 evaluation) {
    for (const auto& [box, id] : {std::pair{calibration_, calibration}, {evaluation_, evaluation}})
        if (const int at = box->findData(id); at >= 0) box->setCurrentIndex(at);
}

void DataGroup::showLocks() {
    const int count = static_cast<int>(locks_.locks().size());
    locksButton_->setText(count == 0 ? tr("Lock layers…") : tr("%n locked…", nullptr, count));
    lockEnds_->setChecked(locks_.endsLocked());
}

std::int64_t DataGroup::evaluationImages() const {
    const auto record =
        std::ranges::find(datasets_, evaluation_->currentData().toLongLong(), &DatasetRecord::id);
    return record == datasets_.end() ? 0 : record->images;
}

std::optional<DatasetRecord> DataGroup::calibration() const {
    const auto record =
        std::ranges::find(datasets_, calibration_->currentData().toLongLong(), &DatasetRecord::id);
    return record == datasets_.end() ? std::nullopt : std::optional(*record);
}

void DataGroup::fill(SearchRequest& request) const {
    const auto& store = session_.store();
    request.store = store;
    request.assets = session_.assets();
    request.model = store->model(session_.selection().model());
    request.calibration = store->dataset(calibration_->currentData().toLongLong());
    if (const qint64 id = evaluation_->currentData().toLongLong(); id != 0)
        request.evaluation = store->dataset(id);
}

std::vector<FieldProblem> DataGroup::problems() const {
    std::vector<FieldProblem> problems;
    if (!session_.store() || session_.selection().model() == 0)
        problems.push_back({model_, tr("The project has no model; import one first")});
    const auto set = calibration();
    if (!set) {
        problems.push_back(
            {calibration_,
             tr("The project has no images to calibrate on; import an image set first")});
    } else if (images_->value() > set->images) {
        problems.push_back(
            {images_, tr("%1 has %2 images; enter at most that many")
                          .arg(QString::fromStdString(set->name), countText(set->images))});
    }
    if (const QString wrong = locks_.problem(); !wrong.isEmpty())
        problems.push_back({locksButton_->parentWidget(), wrong});
    return problems;
}

void DataGroup::refreshChoices() {
    {
        const QSignalBlocker quiet[] = {QSignalBlocker(model_), QSignalBlocker(calibration_),
                                        QSignalBlocker(evaluation_)};
        const qint64 calibration = calibration_->currentData().toLongLong();
        const qint64 evaluation = evaluation_->currentData().toLongLong();
        const bool first = calibration_->count() == 0;
        for (QComboBox* box : {model_, calibration_, evaluation_}) box->clear();
        datasets_.clear();
        evaluation_->addItem(tr("none"), QVariant::fromValue<qint64>(0));
        if (const auto& store = session_.store()) try {
                for (const ModelRecord& model : store->models())
                    model_->addItem(QString::fromStdString(model.name),
                                    QVariant::fromValue<qint64>(model.id));
                datasets_ = store->datasets();
            } catch (const Error&) {
                // The project page tells the user what is wrong with the store.
            }
        for (const DatasetRecord& dataset : datasets_)
            for (QComboBox* box : {calibration_, evaluation_}) {
                box->addItem(QString::fromStdString(dataset.name),
                             QVariant::fromValue<qint64>(dataset.id));
                box->setItemData(box->count() - 1, QString::fromStdString(dataset.path.string()),
                                 Qt::ToolTipRole);
            }
        model_->setCurrentIndex(
            model_->findData(QVariant::fromValue<qint64>(session_.selection().model())));
        calibration_->setCurrentIndex(std::max(0, calibration_->findData(calibration)));
        // Two sets usually are one to calibrate on and one to measure with.
        evaluation_->setCurrentIndex(
            first && evaluation_->count() > 2 ? 2 : std::max(0, evaluation_->findData(evaluation)));
    }
    Q_EMIT changed();
}

}  // namespace lpstudio
