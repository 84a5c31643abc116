#include "app/desktop/pages/search/lock_table.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QShortcut>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>
#include <numeric>

#include "app/desktop/session/selection.h"
#include "app/desktop/widgets/data_table.h"
#include "app/desktop/widgets/facts_panel.h"
#include "core/base/error.h"
#include "core/study/settings.h"

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

namespace {

constexpr const char* kEnds = "lp:8";

bool isLayer(const Network& network, const std::string& name) {
    return std::ranges::any_of(network.layers(),
                               [&](const Layer& layer) { return layer.name == name; });
}

}  // namespace

void LockTable::setNetwork(std::shared_ptr<const Network> network) {
    beginResetModel();
    network_ = std::move(network);
    findUnknownLayers();
    endResetModel();
    Q_EMIT locksChanged();
}

void LockTable::setLocks(const Locks& locks) {
    beginResetModel();
    locks_ = {locks.begin(), locks.end()};
    findUnknownLayers();
    endResetModel();
    Q_EMIT locksChanged();
}

void LockTable::findUnknownLayers() {
    unknownLayers_.clear();
    if (!network_) return;
    for (const auto& [name, spec] : locks_)
        if (!isLayer(*network_, name)) unknownLayers_.push_back(name);
}

LockTable::Locks LockTable::locks() const {
    if (!network_) return {locks_.begin(), locks_.end()};
    Locks list;
    for (int row = 0; row < rows(); ++row)
        if (const auto pin = locks_.find(nameOf(row)); pin != locks_.end()) list.push_back(*pin);
    return list;
}

void LockTable::pin(const std::vector<int>& rows, const QString& spec) {
    QString text = spec.trimmed();
    bool number = false;
    text.toInt(&number);
    if (number) text.prepend(QStringLiteral("lp:"));
    const auto before = locks_;
    for (const int row : rows) {
        if (row < 0 || row >= this->rows()) continue;
        if (text.isEmpty())
            locks_.erase(nameOf(row));
        else
            locks_[nameOf(row)] = text.toStdString();
    }
    if (locks_ == before) return;
    // Rows of locks without a layer stay until they are looked at anew: an editor may be open.
    if (this->rows() > 0) Q_EMIT dataChanged(index(0, Lock), index(this->rows() - 1, Lock));
    Q_EMIT locksChanged();
    Q_EMIT locksEdited({before.begin(), before.end()}, {locks_.begin(), locks_.end()});
}

bool LockTable::endsLocked() const {
    if (!network_ || network_->layers().empty()) return false;
    const auto pinned = [&](const Layer& layer) {
        const auto pin = locks_.find(layer.name);
        return pin != locks_.end() && pin->second == kEnds;
    };
    return pinned(network_->layers().front()) && pinned(network_->layers().back());
}

void LockTable::setEndsLocked(bool pinned) {
    if (!network_) return;
    pin({0, static_cast<int>(network_->layers().size()) - 1},
        pinned ? QString::fromUtf8(kEnds) : QString());
}

QString LockTable::problem() const {
    for (const auto& [name, spec] : locks())
        if (QString wrong = problemOf(name, spec); !wrong.isEmpty()) return wrong;
    return {};
}

QString LockTable::problemOf(const std::string& layer, const std::string& spec) const {
    const QString name = QString::fromStdString(layer);
    if (network_ && !isLayer(*network_, layer))
        return tr("%1: the model has no such layer; unlock it").arg(name);
    try {
        validateLock(layer, spec);
    } catch (const Error& error) {
        const QString message = QString::fromUtf8(error.what());
        return message.contains(name) ? message : tr("%1: %2").arg(name, message);
    }
    return {};
}

std::string LockTable::nameOf(int row) const {
    const auto layers = network_->layers().size();
    const auto at = static_cast<std::size_t>(row);
    return at < layers ? network_->layers()[at].name : unknownLayers_[at - layers];
}

Qt::ItemFlags LockTable::flags(const QModelIndex& index) const {
    Qt::ItemFlags flags = TableModelBase::flags(index);
    if (index.isValid() && index.column() == Lock) flags |= Qt::ItemIsEditable;
    return flags;
}

bool LockTable::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (role != Qt::EditRole || !index.isValid() || index.column() != Lock) return false;
    pin({index.row()}, value.toString());
    return true;
}

int LockTable::rows() const {
    return network_ ? static_cast<int>(network_->layers().size() + unknownLayers_.size()) : 0;
}

const std::vector<ItemColumn>& LockTable::columns() const {
    static const std::vector<ItemColumn> list{
        {tr("Layer"), tr("Name in the model"), false, QStringLiteral("layer")},
        {tr("Kind"), {}, false, QStringLiteral("kind")},
        {tr("Block"), tr("Block in which the search changes it"), false, QStringLiteral("block")},
        {tr("Parameters"), tr("Number of weights"), true, QStringLiteral("parameters")},
        {tr("Share"), tr("Share of the model's parameters"), true, QStringLiteral("share")},
        {tr("Lock"),
         tr("The format the layer keeps: lp:8, lp:6,1,3, or just 8. Empty: the search chooses"),
         false, QStringLiteral("pin")}};
    return list;
}

ItemCell LockTable::cell(int row, int column) const {
    const std::string name = nameOf(row);
    const bool known = row < static_cast<int>(network_->layers().size());
    if (column == Lock) {
        const auto pin = locks_.find(name);
        if (pin == locks_.end()) return ItemCell::ofText({});
        ItemCell cell = ItemCell::ofText(QString::fromStdString(pin->second));
        cell.tip = problemOf(name, pin->second);
        cell.full = cell.text;
        if (!cell.tip.isEmpty()) cell.text.prepend(QStringLiteral("⚠ "));
        return cell;
    }
    if (column == Name) return ItemCell::ofText(QString::fromStdString(name));
    if (!known) return ItemCell::ofText(column == Kind ? tr("no layer") : QString());
    const Layer& layer = network_->layers()[static_cast<std::size_t>(row)];
    switch (column) {
        case Kind:
            return ItemCell::ofText(QString::fromUtf8(kindName(layer.kind)));
        case Block:
            return ItemCell::ofText(QString::fromStdString(layer.blockName));
        case Parameters:
            return ItemCell::ofCount(layer.parameters);
        default: {
            const double share =
                static_cast<double>(layer.parameters) /
                static_cast<double>(std::max<std::int64_t>(1, network_->parameters()));
            ItemCell cell = ItemCell::ofNumber(100 * share, 3);
            cell.text += QStringLiteral(" %");
            cell.share = share;
            return cell;
        }
    }
}

}  // namespace lpstudio
