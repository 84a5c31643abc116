#pragma once

#include <QWidget>
#include <optional>

#include "hw/accelerator.h"
#include "hw/design_edit.h"

class QAction;
class QCheckBox;
class QComboBox;
class QLabel;
class QToolButton;
class QUndoStack;

namespace lpstudio {

class BlockDiagram;
class DataTable;
class Messages;
class PropertyTable;

/// The choice of an accelerator, its block diagram, and the properties of the block that is chosen
/// in it. A property of a preset that is edited makes a copy first; every edit can be undone and is
/// on the disk at once.
class DesignPanel final : public QWidget {
    Q_OBJECT

public:
    explicit DesignPanel(Messages& messages, QWidget* parent = nullptr);

    const Accelerator& design() const { return design_; }
    QString name() const;
    /// Chooses by name; false if there is no such design or it does not hold.
    bool choose(const QString& name);
    /// Changes a property as an edit in the table does; false if it was refused.
    bool edit(const std::string& key, const std::string& text,
              ConstantField field = ConstantField::Value);

    /// Brings a constant into view: its block, its row.
    void showConstant(const QString& key);

    QCheckBox* toScale() const { return toScale_; }
    QUndoStack* undoStack() const { return undo_; }

    /// As the buttons do.
    void copyDesign();
    void removeDesign();
    void importFile(const QString& file);
    void exportFile(const QString& file);

Q_SIGNALS:
    /// Another design, or another value in it.
    void designChanged();

private:
    void makeActions();
    void refreshChoice();
    void show(const Accelerator& design);
    void showProperties(std::optional<DesignBlock> block);

    Messages& messages_;
    QComboBox* choice_;
    QToolButton *copyButton_, *menuButton_;
    QAction *remove_ = nullptr, *import_ = nullptr, *export_ = nullptr;
    QLabel* summary_;
    QCheckBox* toScale_;
    BlockDiagram* diagram_;
    QLabel* blockTitle_;
    PropertyTable* properties_;
    DataTable* table_;
    QUndoStack* undo_;
    Accelerator design_;
};

}  // namespace lpstudio
