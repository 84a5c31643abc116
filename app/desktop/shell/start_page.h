#pragma once

#include <QWidget>
#include <vector>

class QLabel;
class QListWidget;
class QPushButton;

namespace lpstudio {

struct WindowActions;

/// What is seen while no project is open: the projects opened before (the last one is offered
/// first), the example, a new one, opening a file, and that files can be dropped.
class StartPage final : public QWidget {
    Q_OBJECT

public:
    explicit StartPage(const WindowActions& actions, QWidget* parent = nullptr);

    /// Looks again which projects there are.
    void refresh();

Q_SIGNALS:
    void projectChosen(const QString& file);

protected:
    void showEvent(QShowEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* makeActions(const WindowActions& actions);
    void forgetCurrent();

    QWidget* content_;
    QPushButton* continue_;
    QLabel* heading_;
    QListWidget* recent_;
    QString last_;  ///< file of the newest project that is there; empty: none
};

}  // namespace lpstudio
