#include "app/desktop/pages/search/setting_fields.h"

#include <QCheckBox>
#include <QComboBox>
#include <QCoreApplication>
#include <QFormLayout>
#include <QGroupBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>
#include <QVBoxLayout>
#include <algorithm>
#include <limits>
#include <utility>
#include <variant>

#include "core/base/error.h"

namespace lpstudio {
namespace {

constexpr int kNameWidth = 112;

}  // namespace

FormRows::FormRows(QGroupBox* group) : form_(new QFormLayout(group)) {
    form_->setContentsMargins(0, 8, 0, 0);
    form_->setHorizontalSpacing(16);
    form_->setVerticalSpacing(8);
    form_->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
}

void FormRows::add(const QString& name, QWidget* field) {
    auto* label = new QLabel(name);
    label->setFixedWidth(kNameWidth);
    label->setToolTip(field->toolTip());
    label->setBuddy(field);
    field->setAccessibleName(name);
    auto* holder = new QWidget;
    auto* layout = new QVBoxLayout(holder);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    auto* problem = new QLabel;
    problem->setProperty("problem", true);
    problem->setTextFormat(Qt::PlainText);
    problem->setWordWrap(true);
    problem->setTextInteractionFlags(Qt::TextSelectableByMouse);
    problem->hide();
    layout->addWidget(field);
    layout->addWidget(problem);
    form_->addRow(label, holder);
    rows_[field] = {holder, problem};
}

void FormRows::setVisible(QWidget* field, bool visible) {
    form_->setRowVisible(rows_.at(field).holder, visible);
}

void FormRows::showProblems(const std::vector<FieldProblem>& problems) {
    for (const auto& [field, row] : rows_) {
        const auto problem = std::ranges::find(problems, field, &FieldProblem::field);
        const QString text = problem == problems.end() ? QString() : problem->text;
        row.problem->setText(text);
        row.problem->setVisible(!text.isEmpty());
        field->setAccessibleDescription(text);
    }
}

QString FormRows::problemOf(QWidget* field) const {
    const auto row = rows_.find(field);
    return row == rows_.end() ? QString() : row->second.problem->text();
}

ExactSpinBox::ExactSpinBox(double from, double to, int decimals, double step, const QString& tip) {
    setRange(from, to);
    setDecimals(decimals);
    setSingleStep(step);
    setToolTip(tip);
    setAlignment(Qt::AlignRight);
    setKeyboardTracking(true);
}

void ExactSpinBox::setExact(double value) {
    setValue(value);
    exact_ = value;
    shown_ = this->value();
}

QSpinBox* makeCount(int from, int to, const QString& tip, const QString& zero) {
    auto* box = new QSpinBox;
    box->setRange(from, to);
    box->setToolTip(tip);
    box->setAlignment(Qt::AlignRight);
    box->setSpecialValueText(zero);
    return box;
}

namespace {

/// What a box of whole numbers holds at most.
constexpr double kMost = std::numeric_limits<int>::max();

}  // namespace

/// Makes a field by the type of the setting's value.
struct SettingFields::Maker {
    const Setting& setting;
    const SettingWords& words;
    const std::function<void()>& changed;

    template <class T>
    Row operator()(const SettingMember<T>& member) const {
        if (setting.range.least > setting.range.most) return line(member);
        auto* box = makeCount(static_cast<int>(setting.range.least),
                              static_cast<int>(std::min(setting.range.most, kMost)),
                              settingTr(words.tip), settingTr(words.atLeast));
        box->setSingleStep(static_cast<int>(words.step));
        QObject::connect(box, &QSpinBox::valueChanged, box, changed);
        return {
            &setting, box,
            [box, member](const SearchSettings& s) {
                box->setValue(static_cast<int>(std::min(static_cast<double>(member.of(s)), kMost)));
            },
            [box, member](SearchSettings& s) { member.in(s) = static_cast<T>(box->value()); }};
    }
    Row operator()(const SettingMember<double>& member) const {
        auto* box = makeNumberBox(setting);
        QObject::connect(box, &QDoubleSpinBox::valueChanged, box, changed);
        return {&setting, box,
                [box, member](const SearchSettings& s) { box->setExact(member.of(s)); },
                [box, member](SearchSettings& s) { member.in(s) = box->exact(); }};
    }
    Row operator()(const SettingMember<bool>& member) const {
        auto* box = check();
        return {&setting, box,
                [box, member](const SearchSettings& s) { box->setChecked(member.of(s)); },
                [box, member](SearchSettings& s) { member.in(s) = box->isChecked(); }};
    }
    /// A tick for each number of the range.
    Row operator()(const SettingMember<std::vector<int>>& member) const {
        auto* row = new QWidget;
        row->setToolTip(settingTr(words.tip));
        auto* layout = new QHBoxLayout(row);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(4);
        std::vector<std::pair<int, QCheckBox*>> boxes;
        for (int value = static_cast<int>(setting.range.least); value <= setting.range.most;
             ++value) {
            auto* box = new QCheckBox(QString::number(value));
            box->setObjectName(QStringLiteral("setting-%1-%2")
                                   .arg(QLatin1String(setting.key), QString::number(value)));
            box->setAccessibleName(
                QCoreApplication::translate("SearchSettings", "%1 bits").arg(value));
            QObject::connect(box, &QCheckBox::toggled, box, changed);
            layout->addWidget(box);
            boxes.emplace_back(value, box);
        }
        layout->addStretch();
        return {&setting, row,
                [boxes, member](const SearchSettings& s) {
                    const std::vector<int>& chosen = member.of(s);
                    for (const auto& [value, box] : boxes)
                        box->setChecked(std::ranges::find(chosen, value) != chosen.end());
                },
                [boxes, member](SearchSettings& s) {
                    std::vector<int>& chosen = member.in(s);
                    chosen.clear();
                    for (const auto& [value, box] : boxes)
                        if (box->isChecked()) chosen.push_back(value);
                }};
    }
    Row operator()(const SettingMember<std::string>& member) const { return line(member); }
    Row operator()(const SettingMember<LayerLocks>& member) const { return line(member); }
    /// Two choices may be one tick: the first is the ticked one.
    Row operator()(const ChoiceMember& choice) const {
        if (words.box[0] != '\0') {
            auto* box = check();
            const char *yes = choice.choices.front().name, *no = choice.choices.back().name;
            return {&setting, box,
                    [box, name = choice.name, yes](const SearchSettings& s) {
                        box->setChecked(std::string_view(name(s)) == yes);
                    },
                    [box, choose = choice.choose, yes, no](SearchSettings& s) {
                        choose(s, box->isChecked() ? yes : no);
                    }};
        }
        auto* box = new QComboBox;
        box->setToolTip(settingTr(words.tip));
        for (const SettingChoice& one : choice.choices)
            box->addItem(choiceText(setting, one.name), QString::fromUtf8(one.name));
        QObject::connect(box, &QComboBox::currentIndexChanged, box, changed);
        return {&setting, box,
                [box, name = choice.name](const SearchSettings& s) {
                    box->setCurrentIndex(box->findData(QString::fromUtf8(name(s))));
                },
                [box, choose = choice.choose](SearchSettings& s) {
                    choose(s, box->currentData().toString().toStdString());
                }};
    }

private:
    QCheckBox* check() const {
        auto* box = new QCheckBox(settingTr(words.box));
        box->setToolTip(settingTr(words.tip));
        QObject::connect(box, &QCheckBox::toggled, box, changed);
        return box;
    }
    /// Text as the command line has it; what cannot be read leaves the value as it was.
    template <class Member>
    Row line(const Member&) const {
        auto* edit = new QLineEdit;
        edit->setToolTip(settingTr(words.tip));
        edit->setAlignment(Qt::AlignRight);
        QObject::connect(edit, &QLineEdit::textChanged, edit, changed);
        const Setting* row = &setting;
        return {row, edit,
                [edit, row](const SearchSettings& s) {
                    edit->setText(QString::fromStdString(settingText(*row, s)));
                },
                [edit, row](SearchSettings& s) {
                    try {
                        setSetting(*row, s, edit->text().trimmed().toStdString());
                    } catch (const Error&) {
                        // The group says what is wrong.
                    }
                }};
    }
};

SettingFields::SettingFields(FormRows& rows, std::function<void()> changed)
    : rows_(rows), changed_(std::move(changed)) {}

void SettingFields::add(std::string_view key) {
    const Setting& setting = settingOf(key);
    Row row = std::visit(Maker{setting, wordsOf(key), changed_}, setting.value);
    add(key, row.field, std::move(row.show), std::move(row.read));
}

void SettingFields::add(std::string_view key, QWidget* field, Show show, Read read) {
    const Setting& setting = settingOf(key);
    field->setObjectName(QStringLiteral("setting-") + QLatin1String(setting.key));
    rows_.add(settingTr(wordsOf(key).name), field);
    fields_.push_back({&setting, field, std::move(show), std::move(read)});
}

void SettingFields::show(const SearchSettings& settings) const {
    for (const Row& row : fields_) row.show(settings);
}

void SettingFields::read(SearchSettings& settings) const {
    for (const Row& row : fields_) row.read(settings);
}

void SettingFields::showScope(Algorithm algorithm) {
    for (const Row& row : fields_)
        if (row.setting->scope != SettingScope::Both)
            rows_.setVisible(row.field, applies(*row.setting, algorithm));
}

ExactSpinBox* makeNumberBox(const Setting& setting) {
    const SettingWords& words = wordsOf(setting.key);
    auto* box = new ExactSpinBox(setting.range.least, setting.range.most, words.decimals,
                                 words.step, settingTr(words.tip));
    box->setSuffix(settingTr(words.suffix));
    box->setSpecialValueText(settingTr(words.atLeast));
    return box;
}

}  // namespace lpstudio
