#pragma once

#include <QAbstractListModel>
#include <QFrame>
#include <QPointer>
#include <QStyledItemDelegate>
#include <functional>
#include <optional>
#include <vector>

#include "app/desktop/shell/command.h"

class QLabel;
class QLineEdit;
class QListView;

namespace lpstudio {

/// The commands that fit what was typed, best first, for the palette's list. Roles beside
/// Qt::DisplayRole (title) and Qt::DecorationRole (icon):
class CommandModel final : public QAbstractListModel {
    Q_OBJECT

public:
    enum Role {
        WhereRole = Qt::UserRole,  ///< QString, quiet
        KeysRole,                  ///< QString
        KindRole,                  ///< QString, the word
        PositionsRole              ///< QList<int>, letters of the title that matched
    };

    using QAbstractListModel::QAbstractListModel;

    void set(std::vector<Command> commands, std::vector<RankedCommand> ranked);
    const Command& command(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    std::vector<Command> commands_;
    std::vector<RankedCommand> ranked_;
};

class CommandModel;

/// Finds and runs any command by a few of its letters, with the keyboard alone: type, Up and Down,
/// Enter; Esc closes it. Lies over the upper middle of the window; leaving it closes it. What was
/// run lately is remembered and preferred.
class CommandPalette final : public QFrame {
    Q_OBJECT

public:
    using AllCommands = std::function<std::vector<Command>()>;
    /// A command for what was typed that is not among all.
    using ExtraCommand = std::function<std::optional<Command>(const QString& query)>;

    CommandPalette(AllCommands all, ExtraCommand extra, QWidget* window);

    /// Asks for all commands anew and takes the focus.
    void open();
    void close();
    QLineEdit* line() const { return line_; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void fill();
    void place();
    void run(int row);
    bool handleKey(int key);

    AllCommands all_;
    ExtraCommand extra_;
    std::vector<Command> commands_;
    QStringList recent_;
    QLineEdit* line_;
    QListView* list_;
    QLabel* nothing_;
    CommandModel* model_;
    QPointer<QWidget> before_;  ///< had the focus
};

/// Paints a line of the command palette: icon, title with the matched letters in bold, what stands
/// beside it quietly, at the right the key or the kind.
class CommandDelegate final : public QStyledItemDelegate {
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

}  // namespace lpstudio
