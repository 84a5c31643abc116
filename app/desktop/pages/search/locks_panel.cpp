#include "app/desktop/pages/search/locks_panel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QShortcut>
#include <QTableView>
#include <QVBoxLayout>
#include <numeric>

#include "app/desktop/pages/search/lock_table.h"
#include "app/desktop/session/selection.h"
#include "app/desktop/widgets/data_table.h"
#include "app/desktop/widgets/facts_panel.h"

namespace lpstudio {

LocksPanel::LocksPanel(Selection& selection, LockTable& locks, QWidget* parent)
    : QWidget(parent),
      locks_(locks),
      table_(new DataTable(&locks, tr("Locked layers"))),
      problem_(new QLabel) {
    auto* hint =
        new QLabel(tr("The search does not change locked layers. Double-click a cell in the column "
                      "Lock, or press F2, and type lp:8, lp:6,1,3 or just 8."));
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
        return [this, spec] { locks_.pin(table_->selectedRows(), spec); };
    };
    add(tr("Lock at 8 bits"), tr("The selected layers"), selected(QStringLiteral("lp:8")));
    add(tr("First and last at 8 bits"), {}, [this] { locks_.setEndsLocked(true); });
    add(tr("Unlock"), tr("The selected layers (Delete)"), selected({}));
    add(tr("Unlock all"), {}, [this] {
        std::vector<int> rows(static_cast<std::size_t>(locks_.rowCount()));
        std::iota(rows.begin(), rows.end(), 0);
        locks_.pin(rows, {});
    });
    buttons->addStretch();
    add(tr("Done"), tr("Back to the search"), [this] { Q_EMIT closed(); });
    connect(
        new QShortcut(QKeySequence::Delete, table_->view(), nullptr, nullptr, Qt::WidgetShortcut),
        &QShortcut::activated, this, selected({}));

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(makeHeading(tr("Locked layers")));
    layout->addWidget(hint);
    layout->addLayout(buttons);
    layout->addWidget(problem_);
    layout->addWidget(table_, 1);

    connect(table_, &DataTable::rowChosen, &selection, [&selection](int row) {
        if (selection.network() && row < static_cast<int>(selection.network()->layers().size()))
            selection.setLayer(row);
    });
    connect(&selection, &Selection::layerChanged, this, [this, &selection] {
        if (isVisible()) table_->setCurrentRow(selection.layerNumber());
    });
    connect(&locks_, &LockTable::locksChanged, this, &LocksPanel::refresh);
    connect(&locks_, &QAbstractItemModel::modelReset, this,
            [this] { table_->fitColumns(LockTable::Name); });
    refresh();
}

void LocksPanel::refresh() {
    problem_->setText(locks_.problem());
    problem_->setVisible(!problem_->text().isEmpty());
}

}  // namespace lpstudio
