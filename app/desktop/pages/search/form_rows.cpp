#include "app/desktop/pages/search/form_rows.h"

#include <QFormLayout>
#include <QGroupBox>
#include <QLabel>
#include <QSpinBox>
#include <QVBoxLayout>
#include <algorithm>

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

}  // namespace lpstudio
