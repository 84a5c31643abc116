#include "app/desktop/pages/hardware/design_panel.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QSettings>
#include <QSignalBlocker>
#include <QSplitter>
#include <QStandardItemModel>
#include <QTableView>
#include <QToolButton>
#include <QUndoCommand>
#include <QUndoStack>
#include <QVBoxLayout>
#include <algorithm>
#include <functional>
#include <nlohmann/json.hpp>

#include "app/desktop/pages/hardware/block_diagram.h"
#include "app/desktop/session/desktop_session.h"
#include "app/desktop/widgets/data_table.h"
#include "app/desktop/widgets/property_table.h"
#include "app/project/store/design_library.h"
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/study/session.h"
#include "hw/accelerator_json.h"
#include "hw/technology.h"

namespace lpstudio {
namespace {

/// A step that runs one function forward and another backward.
class Step final : public QUndoCommand {
public:
    Step(const QString& text, std::function<void()> forward, std::function<void()> backward)
        : QUndoCommand(text), forward_(std::move(forward)), backward_(std::move(backward)) {}
    void redo() override { forward_(); }
    void undo() override { backward_(); }

private:
    std::function<void()> forward_, backward_;
};

const QString kLastKey = QStringLiteral("hardware/design");

}  // namespace

DesignPanel::DesignPanel(Messages& messages, QWidget* parent)
    : QWidget(parent),
      messages_(messages),
      choice_(new QComboBox),
      copyButton_(new QToolButton),
      menuButton_(new QToolButton),
      summary_(new QLabel),
      toScale_(new QCheckBox(tr("Areas to scale"))),
      diagram_(new BlockDiagram),
      blockTitle_(new QLabel),
      properties_(new PropertyTable(this)),
      table_(new DataTable(properties_, tr("Properties"))),
      undo_(new QUndoStack(this)) {
    choice_->setAccessibleName(tr("Accelerator"));
    summary_->setWordWrap(true);
    blockTitle_->setTextFormat(Qt::PlainText);
    QFont heading = blockTitle_->font();
    heading.setBold(true);
    blockTitle_->setFont(heading);
    table_->view()->setEditTriggers(QAbstractItemView::DoubleClicked |
                                    QAbstractItemView::EditKeyPressed |
                                    QAbstractItemView::AnyKeyPressed);
    table_->setFilterVisible(false);
    properties_->setEditor([this](const std::string& key, const std::string& text,
                                  ConstantField field) { return edit(key, text, field); });
    makeActions();

    auto* head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(choice_, 1);
    head->addWidget(copyButton_);
    head->addWidget(menuButton_);
    auto* under = new QHBoxLayout;
    under->addWidget(summary_, 1);
    under->addWidget(toScale_, 0, Qt::AlignTop);
    auto* upper = new QWidget;
    auto* upperLayout = new QVBoxLayout(upper);
    upperLayout->setContentsMargins(16, 16, 16, 8);
    upperLayout->setSpacing(8);
    upperLayout->addLayout(head);
    upperLayout->addLayout(under);
    upperLayout->addWidget(diagram_, 1);
    auto* lower = new QWidget;
    auto* lowerLayout = new QVBoxLayout(lower);
    lowerLayout->setContentsMargins(16, 8, 8, 8);
    lowerLayout->setSpacing(8);
    lowerLayout->addWidget(blockTitle_);
    lowerLayout->addWidget(table_, 1);
    auto* split = new QSplitter(Qt::Vertical);
    split->addWidget(upper);
    split->addWidget(lower);
    split->setSizes({430, 330});
    split->setHandleWidth(1);
    split->setChildrenCollapsible(false);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(split);

    connect(choice_, &QComboBox::activated, this, [this] {
        if (choose(choice_->currentText())) Q_EMIT designChanged();
    });
    connect(&DesignLibrary::instance(), &DesignLibrary::changed, this, &DesignPanel::refreshChoice);
    connect(diagram_, &BlockDiagram::blockChosen, this, &DesignPanel::showProperties);
    connect(toScale_, &QCheckBox::toggled, diagram_, &BlockDiagram::setToScale);

    refreshChoice();
    const QString preset = QString::fromStdString(SearchSettings{}.hardware);
    const QString last = QSettings().value(kLastKey, preset).toString();
    const bool there = DesignLibrary::instance().presetNames().contains(last) ||
                       DesignLibrary::instance().isOwn(last);
    if (!there || !choose(last)) choose(preset);
}

void DesignPanel::makeActions() {
    copyButton_->setText(tr("Copy"));
    copyButton_->setToolTip(tr("Make a copy of this design and edit it"));
    connect(copyButton_, &QToolButton::clicked, this, &DesignPanel::copyDesign);
    auto* menu = new QMenu(menuButton_);
    import_ = menu->addAction(tr("Import a hardware description…"));
    connect(import_, &QAction::triggered, this, [this] {
        const QString file = QFileDialog::getOpenFileName(this, tr("Import a hardware description"),
                                                          {}, tr("Hardware descriptions (*.json)"));
        if (!file.isEmpty()) importFile(file);
    });
    export_ = menu->addAction(tr("Export this design…"));
    connect(export_, &QAction::triggered, this, [this] {
        const QString file = QFileDialog::getSaveFileName(this, tr("Export the design"),
                                                          name() + QStringLiteral(".json"),
                                                          tr("Hardware descriptions (*.json)"));
        if (!file.isEmpty()) exportFile(file);
    });
    menu->addSeparator();
    remove_ = menu->addAction(tr("Delete this design"));
    connect(remove_, &QAction::triggered, this, &DesignPanel::removeDesign);
    menu->addSeparator();
    // The window's Edit menu has the keys; it acts on the stack of the page that is shown.
    menu->addActions({undo_->createUndoAction(this), undo_->createRedoAction(this)});
    menuButton_->setText(tr("More"));
    menuButton_->setToolTip(tr("Import, export, delete, undo"));
    menuButton_->setMenu(menu);
    menuButton_->setPopupMode(QToolButton::InstantPopup);
}

QString DesignPanel::name() const {
    return QString::fromStdString(design_.name);
}

void DesignPanel::refreshChoice() {
    const QSignalBlocker quiet(choice_);
    choice_->clear();
    for (const PresetInfo& preset : presets()) {
        choice_->addItem(QString::fromStdString(preset.name));
        choice_->setItemData(choice_->count() - 1, QString::fromStdString(preset.summary),
                             Qt::ToolTipRole);
    }
    const QStringList own = DesignLibrary::instance().ownNames();
    if (!own.isEmpty()) choice_->insertSeparator(choice_->count());
    choice_->addItems(own);
    choice_->setCurrentText(name());
}

bool DesignPanel::choose(const QString& wanted) {
    Accelerator design;
    if (!messages_.attempt([&] { design = DesignLibrary::instance().load(wanted); })) {
        choice_->setCurrentText(name());
        return false;
    }
    show(design);
    return true;
}

void DesignPanel::show(const Accelerator& design) {
    design_ = design;
    QSettings().setValue(kLastKey, name());
    choice_->setCurrentText(name());
    remove_->setEnabled(DesignLibrary::instance().isOwn(name()));
    summary_->setText(QString::fromStdString(design_.summary));
    diagram_->setDesign(design_, areaOf(design_));
    showProperties(diagram_->selected());
}

void DesignPanel::showProperties(std::optional<DesignBlock> block) {
    const std::string_view title = block ? blockName(*block) : std::string_view("all");
    blockTitle_->setText(
        block ? tr("Properties of the %1")
                    .arg(QString::fromUtf8(title.data(), static_cast<qsizetype>(title.size())))
              : tr("Properties (click a block for its own)"));
    const int rows = static_cast<int>(properties_->properties().size());
    properties_->setDesign(design_, block);
    if (rows != static_cast<int>(properties_->properties().size())) {
        table_->fitColumns(PropertyTable::Source);
        table_->view()->scrollToTop();
    }
}

bool DesignPanel::edit(const std::string& key, const std::string& text, ConstantField field) {
    return messages_.attempt([&] {
        DesignLibrary& library = DesignLibrary::instance();
        const QString before = name();
        if (key == "name" && library.isOwn(before)) {
            const QString after = library.rename(before, QString::fromStdString(text));
            if (after == before) return;
            const auto go = [this](const QString& from, const QString& to) {
                messages_.attempt([&] { DesignLibrary::instance().rename(from, to); });
                if (choose(to)) Q_EMIT designChanged();
            };
            undo_->push(new Step(
                tr("rename to %1").arg(after), [go, before, after] { go(before, after); },
                [go, before, after] { go(after, before); }));
            return;
        }
        Accelerator edited = withProperty(design_, key, text, field);
        if (edited == design_) return;
        if (!library.isOwn(before)) {
            // Presets stay as they are: the copy is edited, so that the edit can be undone.
            const QString copy = library.add(design_);
            Q_EMIT messages_.noted(
                tr("%1 is a preset; the change was made in %2").arg(before, copy));
            if (!choose(copy)) return;
            edited.name = design_.name;
        }
        const auto store = [this](const Accelerator& design) {
            // What is not on the disk is not shown either.
            if (!messages_.attempt([&] { DesignLibrary::instance().store(design); })) return;
            show(design);
            Q_EMIT designChanged();
        };
        undo_->push(new Step(
            tr("change of %1").arg(QString::fromStdString(key)), [store, edited] { store(edited); },
            [store, old = design_] { store(old); }));
    });
}

void DesignPanel::showConstant(const QString& key) {
    for (const DesignProperty& property : propertiesOf(design_)) {
        if (property.key != key.toStdString()) continue;
        diagram_->setSelected(property.block);
        showProperties(property.block);
        const auto& shown = properties_->properties();
        const auto row = std::ranges::find(shown, property.key, &DesignProperty::key);
        table_->setCurrentRow(static_cast<int>(row - shown.begin()));
        return;
    }
}

void DesignPanel::copyDesign() {
    messages_.attempt([&] {
        const QString copy = DesignLibrary::instance().add(design_);
        if (choose(copy)) Q_EMIT designChanged();
    });
}

void DesignPanel::removeDesign() {
    if (!DesignLibrary::instance().isOwn(name())) return;
    const Accelerator removed = design_;
    const QString preset = QString::fromStdString(SearchSettings{}.hardware);
    undo_->push(new Step(
        tr("deletion of %1").arg(name()),
        [this, removed, preset] {
            messages_.attempt(
                [&] { DesignLibrary::instance().remove(QString::fromStdString(removed.name)); });
            if (choose(preset)) Q_EMIT designChanged();
        },
        [this, removed] {
            QString name;
            if (messages_.attempt([&] { name = DesignLibrary::instance().add(removed); }) &&
                choose(name))
                Q_EMIT designChanged();
        }));
    Q_EMIT messages_.noted(
        tr("%1 was deleted; Ctrl+Z restores it").arg(QString::fromStdString(removed.name)));
}

void DesignPanel::importFile(const QString& file) {
    messages_.attempt([&] {
        const QString name = DesignLibrary::instance().add(loadAccelerator(file.toStdString()));
        if (choose(name)) Q_EMIT designChanged();
    });
}

void DesignPanel::exportFile(const QString& file) {
    if (messages_.attempt([&] {
            writeFileAtomically(file.toStdString(), acceleratorToJson(design_).dump(2) + "\n");
        }))
        Q_EMIT messages_.noted(tr("Wrote %1").arg(file));
}

}  // namespace lpstudio
