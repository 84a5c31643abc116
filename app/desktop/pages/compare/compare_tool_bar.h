#pragma once

#include <QMenu>
#include <QWidget>
#include <string>

class QAction;
class QCheckBox;
class QComboBox;
class QToolButton;

namespace lpstudio {

class Session;

/// What can be put beside the rest on page Compare: candidates of the run (chosen, best, pinned,
/// manual, of the front, by number), uniform formats, floating point.
class AddColumnMenu final : public QMenu {
    Q_OBJECT

public:
    explicit AddColumnMenu(Session& session, QWidget* parent = nullptr);

Q_SIGNALS:
    void numberRequested();

private:
    void fill();
    void addCandidates();
    void addUniform();

    Session& session_;
};

class AddColumnMenu;

/// The row of buttons over page Compare: what to add, the working candidate, what to do with the
/// whole; the order of the layers, and the accelerator of the estimates.
class CompareToolBar final : public QWidget {
    Q_OBJECT

public:
    explicit CompareToolBar(Session& session, QWidget* parent = nullptr);

    AddColumnMenu* addMenu() const { return add_; }
    QAction* baselinesAction() const { return baselines_; }
    QAction* copyChosenAction() const { return copyChosen_; }
    QAction* removeAction() const { return remove_; }
    QCheckBox* orderBox() const { return order_; }

    /// Of the accelerator that is chosen: a preset's name or a file.
    std::string hardwareSpec() const;
    /// Offers all designs, this one chosen. The user's choice stays while it is the same one.
    void offerHardware(const std::string& spec);

Q_SIGNALS:
    void uniformRequested(int width);
    void copyRequested();
    void exportRequested();
    void hardwareChosen();
    /// There are other designs than there were.
    void designsChanged();

private:
    void makeMenus();

    QAction *baselines_, *copyChosen_, *remove_;
    AddColumnMenu* add_;
    QComboBox* hardware_;
    QCheckBox* order_;
    QToolButton *addButton_, *workingButton_, *moreButton_;
    std::string shownHardware_;
};

}  // namespace lpstudio
