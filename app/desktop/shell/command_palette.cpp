#include "app/desktop/shell/command_palette.h"

#include <QApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QSettings>
#include <QTextLayout>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "app/desktop/widgets/theme.h"

namespace lpstudio {

void CommandModel::set(std::vector<Command> commands, std::vector<RankedCommand> ranked) {
    beginResetModel();
    commands_ = std::move(commands);
    ranked_ = std::move(ranked);
    endResetModel();
}

const Command& CommandModel::command(int row) const {
    return commands_.at(ranked_.at(static_cast<std::size_t>(row)).index);
}

int CommandModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(ranked_.size());
}

QVariant CommandModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Command& at = command(index.row());
    switch (role) {
        case Qt::DisplayRole:
            return at.title;
        case Qt::DecorationRole:
            return at.icon;
        case Qt::ToolTipRole:
            return at.where;
        case Qt::AccessibleTextRole:
            return QStringLiteral("%1: %2 %3").arg(commandKindText(at.kind), at.title, at.keys);
        case WhereRole:
            return at.where;
        case KeysRole:
            return at.keys;
        case KindRole:
            return commandKindText(at.kind);
        case PositionsRole: {
            const auto& positions = ranked_[static_cast<std::size_t>(index.row())].positions;
            return QVariant::fromValue(QList<int>(positions.begin(), positions.end()));
        }
        default:
            return {};
    }
}

Qt::ItemFlags CommandModel::flags(const QModelIndex& index) const {
    if (!index.isValid()) return Qt::NoItemFlags;
    return command(index.row()).enabled ? Qt::ItemIsEnabled | Qt::ItemIsSelectable
                                        : Qt::ItemIsSelectable;
}

namespace {

constexpr int kWidth = 640, kTop = 48, kRows = 12;
constexpr std::size_t kMost = 100;
constexpr int kRemembered = 8;
const QString kRecentKey = QStringLiteral("palette/recent");

}  // namespace

CommandPalette::CommandPalette(AllCommands all, ExtraCommand extra, QWidget* window)
    : QFrame(window),
      all_(std::move(all)),
      extra_(std::move(extra)),
      recent_(QSettings().value(kRecentKey).toStringList()),
      line_(new QLineEdit),
      list_(new QListView),
      nothing_(new QLabel(tr("No matches. Try fewer letters."))),
      model_(new CommandModel(this)) {
    setObjectName(QStringLiteral("commandPalette"));
    setProperty("popup", true);
    setAccessibleName(tr("Search actions"));
    line_->setPlaceholderText(tr("An action, a page, a layer, a candidate's number…"));
    line_->setAccessibleName(tr("Search"));
    line_->setClearButtonEnabled(true);
    line_->installEventFilter(this);
    list_->setModel(model_);
    list_->setItemDelegate(new CommandDelegate(list_));
    list_->setAccessibleName(tr("Matches"));
    list_->setFocusPolicy(Qt::NoFocus);
    list_->setFrameShape(QFrame::NoFrame);
    list_->setUniformItemSizes(true);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    list_->setMouseTracking(true);
    nothing_->setProperty("quiet", true);
    nothing_->setContentsMargins(8, 8, 8, 8);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(8);
    layout->addWidget(line_);
    layout->addWidget(nothing_);
    layout->addWidget(list_);
    connect(line_, &QLineEdit::textChanged, this, &CommandPalette::fill);
    connect(list_, &QListView::clicked, this, [this](const QModelIndex& at) { run(at.row()); });
    connect(list_, &QListView::entered, list_, &QListView::setCurrentIndex);
    window->installEventFilter(this);
    hide();
}

void CommandPalette::open() {
    if (isVisible()) {
        close();
        return;
    }
    before_ = QApplication::focusWidget();
    commands_ = all_();
    line_->clear();
    fill();
    show();
    raise();
    line_->setFocus(Qt::ShortcutFocusReason);
}

void CommandPalette::close() {
    if (isHidden()) return;
    const bool focused = line_->hasFocus();
    hide();
    // Commands hold pointers to what may go.
    model_->set({}, {});
    commands_.clear();
    if (focused && before_ != nullptr && before_->isVisible())
        before_->setFocus(Qt::OtherFocusReason);
    before_ = nullptr;
}

void CommandPalette::fill() {
    const QString query = line_->text();
    std::vector<Command> commands = commands_;
    auto ranked = rankCommands(query, commands, recent_, kMost);
    if (auto extra = extra_(query)) {
        commands.push_back(std::move(*extra));
        ranked.insert(ranked.begin(), {commands.size() - 1, 0, {}});
    }
    model_->set(std::move(commands), std::move(ranked));
    nothing_->setVisible(model_->rowCount() == 0);
    list_->setVisible(model_->rowCount() > 0);
    list_->setCurrentIndex(model_->index(0, 0));
    list_->scrollToTop();
    place();
}

void CommandPalette::place() {
    const QWidget* window = parentWidget();
    const int width = std::min(kWidth, window->width() - 32);
    const int rows = std::min(kRows, model_->rowCount());
    const int rowHeight = std::max(1, list_->sizeHintForRow(0));
    list_->setFixedHeight(std::min(rows * rowHeight + 2, window->height() - kTop - 96));
    layout()->activate();
    setFixedWidth(width);
    adjustSize();
    move((window->width() - width) / 2, kTop);
}

void CommandPalette::run(int row) {
    if (row < 0 || row >= model_->rowCount()) return;
    const Command command = model_->command(row);
    if (!command.enabled) return;
    recent_.removeAll(command.title);
    recent_.prepend(command.title);
    while (recent_.size() > kRemembered) recent_.removeLast();
    QSettings().setValue(kRecentKey, recent_);
    // First away: what the command opens takes the focus.
    close();
    if (command.run) command.run();
}

bool CommandPalette::handleKey(int key) {
    const int rows = model_->rowCount(), at = list_->currentIndex().row();
    // What cannot be done now is passed over, in the direction of `step`, else the other way.
    const auto go = [&](int row, int step) {
        if (rows == 0) return;
        const int from = std::clamp(row, 0, rows - 1);
        for (const int kernel : {step, -step})
            for (int to = from; to >= 0 && to < rows; to += kernel)
                if (model_->command(to).enabled)
                    return list_->setCurrentIndex(model_->index(to, 0));
    };
    // The next one that can be done, from the other end after the last.
    const auto goAround = [&](int step) {
        int to = at < 0 && step < 0 ? rows : at;
        for (int left = rows; left > 0; --left) {
            to = (to + step + rows) % rows;
            if (model_->command(to).enabled) return list_->setCurrentIndex(model_->index(to, 0));
        }
    };
    switch (key) {
        case Qt::Key_Down:
            goAround(1);
            return true;
        case Qt::Key_Up:
            goAround(-1);
            return true;
        case Qt::Key_PageDown:
            go(at + kRows, 1);
            return true;
        case Qt::Key_PageUp:
            go(at - kRows, -1);
            return true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            run(at);
            return true;
        case Qt::Key_Escape:
            close();
            return true;
        case Qt::Key_Tab:
        case Qt::Key_Backtab:
            // There is nowhere else to go in here.
            return true;
        default:
            return false;
    }
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
    if (watched == line_) {
        if (event->type() == QEvent::KeyPress && handleKey(static_cast<QKeyEvent*>(event)->key()))
            return true;
        // Esc belongs to the palette, not to a shortcut of the window.
        if (event->type() == QEvent::ShortcutOverride &&
            static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape)
            event->accept();
        if (event->type() == QEvent::FocusOut) {
            const auto reason = static_cast<QFocusEvent*>(event)->reason();
            if (reason != Qt::ActiveWindowFocusReason && reason != Qt::PopupFocusReason) close();
        }
    } else if (watched == parentWidget() && event->type() == QEvent::Resize && isVisible()) {
        place();
    }
    return QFrame::eventFilter(watched, event);
}

namespace {

constexpr int kMargin = 8, kIcon = 16, kGap = 12;

/// Draws a line of text with some of its letters in bold; gives its width.
qreal drawTitle(QPainter& painter, const QRectF& room, const QFont& font, const QString& title,
                const QList<int>& bold) {
    QTextLayout layout(QFontMetricsF(font).elidedText(title, Qt::ElideRight, room.width()), font);
    QList<QTextLayout::FormatRange> formats;
    for (const int at : bold) {
        if (at >= layout.text().size()) continue;
        QTextCharFormat format;
        format.setFontWeight(QFont::Bold);
        formats.append({at, 1, format});
    }
    layout.setFormats(formats);
    layout.beginLayout();
    QTextLine line = layout.createLine();
    line.setLineWidth(room.width() + 64);
    layout.endLayout();
    layout.draw(&painter, {room.left(), room.center().y() - line.height() / 2});
    return line.naturalTextWidth();
}

}  // namespace

void CommandDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                            const QModelIndex& index) const {
    const ChartTheme& theme = Theme::instance().charts();
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const bool enabled =
        option.state.testFlag(QStyle::State_Enabled) && index.flags().testFlag(Qt::ItemIsEnabled);
    const auto group = enabled ? QPalette::Active : QPalette::Disabled;
    painter->save();
    if (selected) painter->fillRect(option.rect, option.palette.color(QPalette::Highlight));
    const QColor ink = selected ? option.palette.color(QPalette::HighlightedText)
                                : option.palette.color(group, QPalette::Text);
    const QColor quiet = selected ? ink : theme.secondary;
    const QRect inner = option.rect.adjusted(kMargin, 0, -kMargin, 0);
    const auto icon = index.data(Qt::DecorationRole).value<QIcon>();
    const QRect iconRect(inner.left(), inner.center().y() - kIcon / 2 + 1, kIcon, kIcon);
    icon.paint(painter, iconRect, Qt::AlignCenter,
               selected ? QIcon::Selected : (enabled ? QIcon::Normal : QIcon::Disabled));

    const QFontMetrics metrics(option.font);
    const QString keys = index.data(CommandModel::KeysRole).toString();
    const QString end = keys.isEmpty() ? index.data(CommandModel::KindRole).toString() : keys;
    const int endWidth = metrics.horizontalAdvance(end);
    painter->setPen(keys.isEmpty() ? quiet : ink);
    painter->drawText(inner, Qt::AlignRight | Qt::AlignVCenter, end);

    QRectF room(inner);
    room.setLeft(iconRect.right() + kMargin);
    room.setRight(inner.right() - endWidth - kGap);
    painter->setPen(ink);
    const qreal width =
        drawTitle(*painter, room, option.font, index.data(Qt::DisplayRole).toString(),
                  index.data(CommandModel::PositionsRole).value<QList<int>>());
    room.setLeft(room.left() + width + kGap);
    if (room.width() > 40) {
        painter->setPen(quiet);
        painter->drawText(room, Qt::AlignLeft | Qt::AlignVCenter,
                          metrics.elidedText(index.data(CommandModel::WhereRole).toString(),
                                             Qt::ElideMiddle, static_cast<int>(room.width())));
    }
    painter->restore();
}

QSize CommandDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const {
    return {200, QFontMetrics(option.font).height() + 12};
}

}  // namespace lpstudio
