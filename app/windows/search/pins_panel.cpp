#include "app/windows/search/pins_panel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QShortcut>
#include <QTableView>
#include <QVBoxLayout>
#include <numeric>

#include "app/tables/data_table.h"
#include "app/windows/frame/facts_panel.h"
#include "app/windows/frame/workbench.h"
#include "app/windows/search/pin_table.h"

namespace lpstudio {

PinsPanel::PinsPanel(Workbench& workbench, PinTable& pins, QWidget* parent)
    : QWidget(parent), pins_(pins), table_(new DataTable(&pins, tr("Pins"))), problem_(new QLabel) {
    auto* hint =
        new QLabel(tr("The search leaves pinned layers alone. Double-click a cell in the "
                      "column Pin, or press F2, and type lp:8, lp:6,1,3 or just 8."));
    hint->setProperty("quiet", true);
    hint->setWordWrap(true);
    problem_->setProperty("problem", true);
    problem_->setWordWrap(true);
    problem_->setTextFormat(Qt::PlainText);
    problem_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    table_->view()->setEditTriggers(QAbstractItemView::DoubleClicked |
                                    QAbstractItemView::EditKeyPressed);
    auto* buttons = new QHBoxLayout;
    const auto add = [&](const QString& text, const QString& tip, auto&& slot) {
        auto* button = new QPushButton(text);
        button->setToolTip(tip);
        connect(button, &QPushButton::clicked, this, slot);
        buttons->addWidget(button);
    };
    const auto selected = [this](const QString& spec) {
        return [this, spec] { pins_.pin(table_->selectedRows(), spec); };
    };
    add(tr("Pin at 8 bits"), tr("The selected layers"), selected(QStringLiteral("lp:8")));
    add(tr("First and last at 8 bits"), {}, [this] { pins_.setEndsPinned(true); });
    add(tr("Unpin"), tr("The selected layers (Delete)"), selected({}));
    add(tr("Unpin all"), {}, [this] {
        std::vector<int> rows(static_cast<std::size_t>(pins_.rowCount()));
        std::iota(rows.begin(), rows.end(), 0);
        pins_.pin(rows, {});
    });
    buttons->addStretch();
    add(tr("Done"), tr("Back to the search"), [this] { Q_EMIT closed(); });
    connect(
        new QShortcut(QKeySequence::Delete, table_->view(), nullptr, nullptr, Qt::WidgetShortcut),
        &QShortcut::activated, this, selected({}));

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(makeHeading(tr("Pinned layers")));
    layout->addWidget(hint);
    layout->addLayout(buttons);
    layout->addWidget(problem_);
    layout->addWidget(table_, 1);

    Selection& selection = workbench.selection();
    connect(table_, &DataTable::rowChosen, &selection, [&selection](int row) {
        if (selection.network() && row < static_cast<int>(selection.network()->layers().size()))
            selection.setLayer(row);
    });
    connect(&selection, &Selection::layerChanged, this, [this, &selection] {
        if (isVisible()) table_->setCurrentRow(selection.layerNumber());
    });
    connect(&pins_, &PinTable::pinsChanged, this, &PinsPanel::refresh);
    connect(&pins_, &QAbstractItemModel::modelReset, this,
            [this] { table_->fitColumns(PinTable::Name); });
    refresh();
}

void PinsPanel::refresh() {
    problem_->setText(pins_.problem());
    problem_->setVisible(!problem_->text().isEmpty());
}

}  // namespace lpstudio
