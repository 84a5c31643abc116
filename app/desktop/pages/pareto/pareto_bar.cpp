#include "app/desktop/pages/pareto/pareto_bar.h"

#include <QAction>
#include <QButtonGroup>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QToolButton>
#include <algorithm>

namespace lpstudio {
namespace {

QToolButton* makeButton(const QString& text, const QString& tip, bool checkable) {
    auto* button = new QToolButton;
    button->setText(text);
    button->setAccessibleName(text);
    button->setToolTip(tip);
    button->setCheckable(checkable);
    return button;
}

}  // namespace

ParetoBar::ParetoBar(QWidget* parent)
    : QWidget(parent),
      points_(makeButton(tr("Points"), tr("Scatter plot of two quantities"), true)),
      lines_(makeButton(tr("Parallel"), tr("Parallel coordinates: one line per candidate"), true)),
      x_(makeBox(tr("Horizontal axis"), false)),
      y_(makeBox(tr("Vertical axis"), false)),
      color_(makeBox(tr("Colour"), true)),
      size_(makeBox(tr("Size"), true)),
      region_(makeButton(tr("Region"),
                         tr("Draw a rectangle to list the candidates in it (also Shift-drag; Esc "
                            "cancels)"),
                         true)),
      marks_(makeButton(tr("Baselines"), tr("Uniform widths and baseline formats for reference"),
                        false)),
      axes_(makeButton(tr("Axes"), tr("Quantities that have an axis"), false)),
      uniform_(new QAction(tr("Uniform LP widths"), this)),
      otherFormats_(new QAction(tr("Baseline formats"), this)),
      measure_(new QAction(tr("Measure their score and top-1"), this)) {
    size_->setObjectName(QStringLiteral("size"));
    color_->setObjectName(QStringLiteral("color"));
    y_->setObjectName(QStringLiteral("yAxis"));
    x_->setObjectName(QStringLiteral("xAxis"));
    auto* views = new QButtonGroup(this);
    views->addButton(points_);
    views->addButton(lines_);
    points_->setChecked(true);
    for (QAction* action : {uniform_, otherFormats_}) {
        action->setCheckable(true);
        action->setChecked(true);
        connect(action, &QAction::toggled, this, &ParetoBar::baselinesChanged);
    }
    measure_->setToolTip(tr("In the background; kept until the project is closed"));
    auto* menu = new QMenu(marks_);
    menu->setToolTipsVisible(true);
    menu->addActions({uniform_, otherFormats_});
    menu->addSeparator();
    menu->addAction(measure_);
    marks_->setMenu(menu);
    marks_->setPopupMode(QToolButton::InstantPopup);
    makeAxesMenu();

    auto* first = new QHBoxLayout;
    auto* second = new QHBoxLayout;
    first->setSpacing(8);
    second->setSpacing(8);
    first->addWidget(points_);
    first->addWidget(lines_);
    const auto add = [](QHBoxLayout* line, const QString& text, QComboBox* box) {
        auto* label = new QLabel(text);
        label->setBuddy(box);
        line->addSpacing(8);
        line->addWidget(label);
        line->addWidget(box);
        return label;
    };
    QLabel* xLabel = add(first, tr("Horizontal"), x_);
    QLabel* yLabel = add(first, tr("Vertical"), y_);
    first->addStretch();
    second->addWidget(region_);
    second->addWidget(marks_);
    second->addWidget(axes_);
    add(second, tr("Colour"), color_);
    QLabel* sizeLabel = add(second, tr("Size"), size_);
    second->addStretch();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addLayout(first);
    layout->addLayout(second);
    axes_->hide();
    connect(lines_, &QToolButton::toggled, this, [this, xLabel, yLabel, sizeLabel](bool parallel) {
        for (QWidget* widget : {static_cast<QWidget*>(xLabel), static_cast<QWidget*>(yLabel),
                                static_cast<QWidget*>(sizeLabel), static_cast<QWidget*>(x_),
                                static_cast<QWidget*>(y_), static_cast<QWidget*>(size_),
                                static_cast<QWidget*>(region_), static_cast<QWidget*>(marks_)})
            widget->setVisible(!parallel);
        axes_->setVisible(parallel);
        Q_EMIT parallelChanged(parallel);
    });
    setChoice({});
}

QComboBox* ParetoBar::makeBox(const QString& name, bool optional) {
    auto* box = new QComboBox;
    box->setAccessibleName(name);
    if (optional) box->addItem(tr("None"), QString());
    for (const ParetoQuantity& quantity : paretoQuantities())
        box->addItem(quantity.title, QString::fromStdString(quantity.key));
    box->setMaxVisibleItems(20);
    // Wide enough to read, not wider than the bar has room for.
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(optional ? 14 : 18);
    connect(box, &QComboBox::activated, this, &ParetoBar::choiceChanged);
    return box;
}

void ParetoBar::makeAxesMenu() {
    auto* menu = new QMenu(axes_);
    for (const ParetoQuantity& quantity : paretoQuantities()) {
        QAction* action = menu->addAction(quantity.title);
        action->setCheckable(true);
        connect(action, &QAction::triggered, this, [this] {
            axesChosen_ = true;
            Q_EMIT axesChanged();
        });
        axisActions_.push_back(action);
    }
    axes_->setMenu(menu);
    axes_->setPopupMode(QToolButton::InstantPopup);
}

ParetoChoice ParetoBar::choice() const {
    const auto key = [](const QComboBox* box) {
        return box->currentData().toString().toStdString();
    };
    return {key(x_), key(y_), key(color_), key(size_)};
}

void ParetoBar::setChoice(const ParetoChoice& choice) {
    const auto set = [](QComboBox* box, const std::string& key) {
        box->setCurrentIndex(std::max(0, box->findData(QString::fromStdString(key))));
    };
    set(x_, choice.x);
    set(y_, choice.y);
    set(color_, choice.color);
    set(size_, choice.size);
    Q_EMIT choiceChanged();
}

bool ParetoBar::isParallel() const {
    return lines_->isChecked();
}

void ParetoBar::setParallel(bool parallel) {
    (parallel ? lines_ : points_)->setChecked(true);
}

std::vector<std::string> ParetoBar::axes(const CandidateColumns& columns) const {
    const auto& quantities = paretoQuantities();
    if (!axesChosen_) {
        for (std::size_t i = 0; i < quantities.size(); ++i) {
            const std::vector<double>& values = columns.of(quantities[i].key);
            const auto first =
                std::find_if(values.begin(), values.end(), [](double v) { return v == v; });
            // Of equal values, and of what says the same as another, there is nothing to see.
            const bool differs =
                first != values.end() && std::any_of(first, values.end(), [&](double value) {
                    return value == value && value != *first;
                });
            const std::string& key = quantities[i].key;
            axisActions_[i]->setChecked(differs && key != "number" && key != "compression" &&
                                        key != "top1-loss" && key != "efficiency");
        }
    }
    std::vector<std::string> list;
    for (std::size_t i = 0; i < quantities.size(); ++i)
        if (axisActions_[i]->isChecked()) list.push_back(quantities[i].key);
    return list;
}

}  // namespace lpstudio
