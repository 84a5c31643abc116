#include "app/desktop/pages/formats/spec_list.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "app/desktop/pages/formats/format_lines.h"
#include "app/desktop/plot/family_style.h"
#include "app/desktop/plot/number_text.h"
#include "app/desktop/widgets/theme.h"
#include "core/base/error.h"

namespace lpstudio {
namespace {

QString familyOf(const Format& format) {
    return QString::fromStdString(format.spec()).section(u':', 0, 0);
}

}  // namespace

SpecList::SpecList(QWidget* parent)
    : QWidget(parent), edit_(new QLineEdit), problem_(new QLabel), rows_(new QVBoxLayout) {
    edit_->setObjectName(QStringLiteral("spec"));
    edit_->setAccessibleName(tr("Add a format"));
    edit_->setPlaceholderText(tr("Add: lp:8,1,3"));
    edit_->setToolTip(
        tr("Any spec, then Enter: lp:8,1,3 or posit:8,1 are fitted to the layer, lp:8,1,3,0 is "
           "used as is"));
    edit_->setClearButtonEnabled(true);
    problem_->setObjectName(QStringLiteral("specProblem"));
    problem_->setProperty("problem", true);
    problem_->setWordWrap(true);
    problem_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    problem_->hide();
    rows_->setSpacing(4);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(edit_);
    layout->addWidget(problem_);
    layout->addLayout(rows_);
    connect(edit_, &QLineEdit::returnPressed, this, [this] { add(edit_->text()); });
    connect(edit_, &QLineEdit::textEdited, this, [this] { tell({}); });
    connect(&Theme::instance(), &Theme::changed, this, &SpecList::drawIcons);
    connect(&fit_, &Job::failed, this, &SpecList::tell);
}

void SpecList::tell(const QString& problem) {
    problem_->setText(problem);
    problem_->setVisible(!problem.isEmpty());
}

void SpecList::setTable(std::shared_ptr<const MagnitudeTable> table) {
    table_ = std::move(table);
    fitAll();
}

void SpecList::add(const QString& spec) {
    tell({});
    FormatPtr format, probe;
    try {
        format = parseFormat(spec.trimmed().toStdString());
        // Blocks and channels share scales whatever the tensor is: any tensor tells.
        const float one = 1;
        probe = format->fit(MagnitudeTable({&one, 1}));
    } catch (const Error& error) {
        tell(QString::fromUtf8(error.what()));
        return;
    }
    if (!hasFixedCodePoints(*probe)) {
        tell(tr("%1: its elements share scales, so that its accuracy is not the same all over the "
                "layer; choose another format")
                 .arg(QString::fromStdString(format->spec())));
        return;
    }
    Entry entry{format, nullptr, freeVariant(familyOf(*format)), nullptr, nullptr};
    rows_->addWidget(makeRow(entry));
    entries_.push_back(std::move(entry));
    drawIcons();
    edit_->clear();
    fitAll();
}

QWidget* SpecList::makeRow(Entry& entry) {
    entry.row = new QWidget;
    entry.box = new QCheckBox(shortSpec(QString::fromStdString(entry.given->spec())));
    entry.box->setChecked(true);
    entry.box->setIconSize(lineSampleSize());
    auto* remove = new QToolButton;
    remove->setText(QStringLiteral("×"));
    remove->setAutoRaise(true);
    remove->setToolTip(tr("Remove"));
    remove->setAccessibleName(tr("Remove %1").arg(entry.box->text()));
    auto* layout = new QHBoxLayout(entry.row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(entry.box, 1);
    layout->addWidget(remove);
    connect(entry.box, &QCheckBox::toggled, this, &SpecList::changed);
    connect(remove, &QToolButton::clicked, this, [this, row = entry.row] { this->remove(row); });
    return entry.row;
}

void SpecList::remove(const QWidget* row) {
    const auto found = std::find_if(entries_.begin(), entries_.end(),
                                    [&](const Entry& entry) { return entry.row == row; });
    if (found == entries_.end()) return;
    // It is the click on the row's own button that brings us here.
    found->row->hide();
    found->row->deleteLater();
    entries_.erase(found);
    fitAll();
    Q_EMIT changed();
}

int SpecList::freeVariant(const QString& family) const {
    int variant = 1;
    const auto isTaken = [&](const Entry& entry) {
        return entry.variant == variant && familyOf(*entry.given) == family;
    };
    while (std::any_of(entries_.begin(), entries_.end(), isTaken)) ++variant;
    return variant;
}

void SpecList::fitAll() {
    fit_.abandon();
    std::vector<FormatPtr> given;
    for (Entry& entry : entries_) {
        entry.fitted = entry.given->isFitted() ? entry.given : nullptr;
        given.push_back(entry.given);
    }
    const bool wanting = std::any_of(given.begin(), given.end(),
                                     [](const FormatPtr& one) { return !one->isFitted(); });
    if (!table_ || !wanting) {
        Q_EMIT changed();
        return;
    }
    fit_.launch(tr("Fitting"), [this, given, table = table_](const JobContext&) -> Job::Delivery {
        std::vector<FormatPtr> fitted;
        fitted.reserve(given.size());
        for (const FormatPtr& format : given) fitted.push_back(format->fit(*table));
        // Whatever adds or removes an entry launches anew.
        return [this, fitted] {
            for (std::size_t i = 0; i < fitted.size(); ++i) {
                entries_[i].fitted = fitted[i];
                entries_[i].box->setToolTip(shortSpec(QString::fromStdString(fitted[i]->spec())));
            }
            Q_EMIT changed();
        };
    });
}

std::vector<SpecList::Shown> SpecList::shown() const {
    std::vector<Shown> shown;
    for (const Entry& entry : entries_)
        if (entry.fitted && entry.box->isChecked())
            shown.push_back({entry.fitted, familyOf(*entry.given), entry.variant});
    return shown;
}

void SpecList::drawIcons() {
    for (const Entry& entry : entries_)
        entry.box->setIcon(lineSample(
            familyStyle(familyOf(*entry.given), Theme::instance().charts(), entry.variant),
            devicePixelRatioF()));
}

}  // namespace lpstudio
