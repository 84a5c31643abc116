#pragma once

#include <QWidget>

class QMenu;
class QMenuBar;
class QToolButton;

namespace lpstudio {

/// The first row of the window: the menus, in the middle the project (a click lists the projects
/// opened before), at the right the field that opens the command palette.
class TitleRow final : public QWidget {
    Q_OBJECT

public:
    explicit TitleRow(QAction* palette, QWidget* parent = nullptr);

    QMenuBar* menuBar() const { return bar_; }
    QMenu* projectMenu() const { return menu_; }
    /// Empty: no project is open. `file` is told in the tooltip.
    void setProject(const QString& name, const QString& file);

private:
    QMenuBar* bar_;
    QMenu* menu_;
    QToolButton *project_, *palette_;
};

}  // namespace lpstudio
