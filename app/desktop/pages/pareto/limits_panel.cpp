#include "app/desktop/pages/pareto/limits_panel.h"

#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "app/desktop/charts/parallel_geometry.h"
#include "app/desktop/plot/number_entry.h"
#include "app/desktop/plot/number_text.h"

namespace lpstudio {
namespace {

/// As short as it was typed, and such that numberEntry() reads it.
QString entryText(const ParetoQuantity& quantity, const std::optional<double>& value) {
    if (!value) return {};
    const SiScale scale = quantity.prefixes ? siScale(*value) : SiScale{};
    const QString number = briefText(*value / scale.factor);
    const QString unit = QString::fromUtf8(scale.prefix) + quantity.unit;
    return unit.isEmpty() ? number : number + u' ' + unit;
}

void mark(QLineEdit* edit, bool wrong) {
    QPalette palette;
    if (wrong) palette.setColor(QPalette::Text, QColor(0xD5, 0x5E, 0x00));
    edit->setPalette(palette);
    edit->setToolTip(wrong ? LimitsPanel::tr("Not a number: enter one such as 4.5 or 20u")
                           : QString());
}

}  // namespace

LimitsPanel::LimitsPanel(QWidget* parent)
    : QWidget(parent), count_(new QLabel), clear_(new QPushButton(tr("Clear all limits"))) {
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(4);
    int line = 0;
    for (const char* heading :
         {QT_TR_NOOP("Quantity"), QT_TR_NOOP("At least"), QT_TR_NOOP("At most")}) {
        auto* label = new QLabel(tr(heading));
        label->setProperty("quiet", true);
        grid->addWidget(label, 0, line++);
    }
    line = 1;
    for (const ParetoQuantity& quantity : paretoQuantities()) {
        Row row{quantity.key, new QLineEdit, new QLineEdit};
        const QString name = quantity.unit.isEmpty()
                                 ? quantity.title
                                 : QStringLiteral("%1 (%2)").arg(quantity.title, quantity.unit);
        auto* label = new QLabel(name);
        label->setBuddy(row.least);
        row.least->setObjectName(QStringLiteral("least-") + QString::fromStdString(quantity.key));
        row.most->setObjectName(QStringLiteral("most-") + QString::fromStdString(quantity.key));
        row.least->setAccessibleName(tr("%1 at least").arg(quantity.title));
        row.most->setAccessibleName(tr("%1 at most").arg(quantity.title));
        grid->addWidget(label, line, 0);
        grid->addWidget(row.least, line, 1);
        grid->addWidget(row.most, line, 2);
        ++line;
        for (QLineEdit* edit : {row.least, row.most}) {
            edit->setClearButtonEnabled(true);
            connect(edit, &QLineEdit::editingFinished, this, [this, row] { take(row); });
            // The clear button ends an edit, too.
            connect(edit, &QLineEdit::textChanged, this, [this, row, edit](const QString& text) {
                if (text.isEmpty() && edit->isModified()) take(row);
            });
        }
        rows_.push_back(row);
    }
    grid->setColumnStretch(1, 1);
    grid->setColumnStretch(2, 1);
    count_->setProperty("quiet", true);
    count_->setWordWrap(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 8, 0, 0);
    layout->setSpacing(8);
    layout->addLayout(grid);
    layout->addWidget(clear_, 0, Qt::AlignLeft);
    layout->addWidget(count_);
    layout->addStretch();
    connect(clear_, &QPushButton::clicked, this, &LimitsPanel::cleared);
}

void LimitsPanel::take(const Row& row) {
    Limit limit = limitOn(limits_, row.key);
    bool changed = false;
    // Only what was typed is read: the texts have fewer digits than a limit that was dragged.
    const auto read = [&](QLineEdit* edit, std::optional<double>& value) {
        if (!edit->isModified()) return true;
        const auto number = numberEntry(edit->text());
        const bool wrong = !number && !edit->text().trimmed().isEmpty();
        mark(edit, wrong);
        if (wrong) return false;
        edit->setModified(false);
        value = number;
        changed = true;
        return true;
    };
    const bool good = read(row.least, limit.least) && read(row.most, limit.most);
    if (good && changed) Q_EMIT limitChanged(QString::fromStdString(row.key), limit);
}

void LimitsPanel::setLimits(const ParetoLimits& limits) {
    limits_ = limits;
    for (const Row& row : rows_) {
        const Limit limit = limitOn(limits_, row.key);
        const ParetoQuantity& quantity = paretoQuantity(row.key);
        const auto show = [](QLineEdit* edit, const QString& text) {
            // What is being typed stays.
            if (edit->text() == text || (edit->hasFocus() && edit->isModified())) return;
            edit->setText(text);
            mark(edit, false);
        };
        show(row.least, entryText(quantity, limit.least));
        show(row.most, entryText(quantity, limit.most));
    }
    clear_->setEnabled(!limits.empty());
}

void LimitsPanel::setColumns(const CandidateColumns& columns, std::size_t excluded) {
    for (const Row& row : rows_) {
        const std::vector<double>& values = columns.of(row.key);
        const bool known =
            std::any_of(values.begin(), values.end(), [](double value) { return value == value; });
        const AxisSpan span = spanOf(values);
        const ParetoQuantity& quantity = paretoQuantity(row.key);
        row.least->setPlaceholderText(known ? valueText(quantity, span.from) : tr("not known"));
        row.most->setPlaceholderText(known ? valueText(quantity, span.to) : tr("not known"));
    }
    count_->setText(tr("%1 of %2 candidates are within the limits. Unknown values are outside any "
                       "limit on them.")
                        .arg(countText(static_cast<qint64>(columns.size() - excluded)),
                             countText(static_cast<qint64>(columns.size()))));
}

}  // namespace lpstudio
