#include "app/desktop/pages/compare/column_bar.h"

#include <QAction>
#include <QMenu>
#include <QToolButton>

#include "app/desktop/widgets/icons.h"

namespace lpstudio {
namespace {

constexpr int kHeight = 32, kGap = 4;

}  // namespace

ColumnBar::ColumnBar(QWidget* parent) : QWidget(parent) {
    setFixedHeight(kHeight);
}

void ColumnBar::setColumns(const std::vector<CompareColumn>& columns) {
    while (buttons_.size() > columns.size()) {
        buttons_.back()->deleteLater();
        buttons_.back()->hide();
        buttons_.pop_back();
    }
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (i == buttons_.size()) {
            auto* made = new QToolButton(this);
            made->setPopupMode(QToolButton::InstantPopup);
            made->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
            made->setFocusPolicy(Qt::StrongFocus);
            made->setMenu(new QMenu(made));
            made->show();
            buttons_.push_back(made);
        }
        QToolButton* button = buttons_[i];
        const CompareColumn& column = columns[i];
        const QString star = column.starred ? QStringLiteral("★ ") : QString();
        button->setText(star + column.title);
        button->setAccessibleName(tr("Column %1: %2").arg(i + 1).arg(column.title));
        button->setToolTip(column.detail);
        fill(button->menu(), column, static_cast<int>(i), static_cast<int>(columns.size()));
    }
    place();
}

void ColumnBar::fill(QMenu* menu, const CompareColumn& column, int item, int items) {
    menu->clear();
    using Kind = ColumnSource::Kind;
    const Kind kind = column.source.kind;
    if (kind == Kind::Candidate) {
        menu->addAction(tr("Select on all pages"), this,
                        [this, item] { Q_EMIT chooseRequested(item); });
        menu->addAction(tr("Name and notes…"), this, [this, item] { Q_EMIT nameRequested(item); });
        QAction* pin = menu->addAction(tr("Pinned"));
        pin->setCheckable(true);
        pin->setChecked(column.starred);
        connect(pin, &QAction::triggered, this,
                [this, item](bool on) { Q_EMIT pinRequested(item, on); });
        menu->addSeparator();
    }
    if (kind == Kind::Candidate)
        menu->addAction(tr("Duplicate and edit"), this,
                        [this, item] { Q_EMIT copyRequested(item); });
    if (kind == Kind::Working) {
        menu->addAction(tr("Reset all layers"), this, [this] { Q_EMIT resetRequested(); });
        menu->addAction(themedIcon(QStringLiteral("cancel")), tr("Discard the working candidate"),
                        this, [this] { Q_EMIT discardRequested(); });
        menu->addSeparator();
    }
    menu->addAction(tr("Measure top-1"), this, [this, item] { Q_EMIT measureRequested(item); });
    menu->addSeparator();
    QAction* left = menu->addAction(tr("Move left"), this,
                                    [this, item] { Q_EMIT moveRequested(item, item - 1); });
    left->setEnabled(item > 0);
    QAction* right = menu->addAction(tr("Move right"), this,
                                     [this, item] { Q_EMIT moveRequested(item, item + 1); });
    right->setEnabled(item + 1 < items);
    QAction* first = menu->addAction(tr("Use as reference"), this,
                                     [this, item] { Q_EMIT moveRequested(item, 0); });
    first->setEnabled(item > 0);
    menu->addSeparator();
    menu->addAction(themedIcon(QStringLiteral("cancel")), tr("Remove column"), this,
                    [this, item] { Q_EMIT removeRequested(item); });
}

void ColumnBar::align(const CompareWidths& widths, int offset) {
    widths_ = widths;
    offset_ = offset;
    place();
}

void ColumnBar::resizeEvent(QResizeEvent*) {
    place();
}

void ColumnBar::place() {
    for (std::size_t i = 0; i < buttons_.size(); ++i)
        buttons_[i]->setGeometry(widths_.left(static_cast<int>(i)) - offset_ + kGap / 2, 0,
                                 std::max(0, widths_.item - kGap), kHeight - kGap);
}

}  // namespace lpstudio
