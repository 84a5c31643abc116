#include "app/desktop/widgets/property_table.h"

#include <algorithm>
#include <cmath>

#include "app/desktop/plot/number_text.h"

namespace lpstudio {
namespace {

QString unitText(const std::string& unit) {
    if (unit == "1") return {};
    return QString::fromStdString(unit).replace(QStringLiteral("um2"), QStringLiteral("µm²"));
}

/// Counts as counts, the rest with four significant digits.
QString constantText(double value) {
    if (value == std::floor(value) && std::abs(value) < 1e15)
        return countText(static_cast<qint64>(value));
    return value >= 1e6 ? siText(value) : shortText(value);
}

ItemCell numberCell(double value) {
    ItemCell cell = ItemCell::ofNumber(value);
    cell.text = constantText(value);
    return cell;
}

}  // namespace

void PropertyTable::setDesign(const Accelerator& accelerator, std::optional<DesignBlock> block) {
    accelerator_ = accelerator;
    // The properties point into the copy kept here.
    std::vector<DesignProperty> properties = propertiesOf(accelerator_);
    if (block)
        std::erase_if(properties, [&](const DesignProperty& one) { return one.block != *block; });
    const bool same =
        std::ranges::equal(properties, properties_, {}, &DesignProperty::key, &DesignProperty::key);
    if (!same) beginResetModel();
    properties_ = std::move(properties);
    if (!same)
        endResetModel();
    else if (!properties_.empty())
        Q_EMIT dataChanged(index(0, 0), index(rows() - 1, Source));
}

Qt::ItemFlags PropertyTable::flags(const QModelIndex& index) const {
    Qt::ItemFlags flags = TableModelBase::flags(index);
    if (!index.isValid() || !editor_) return flags;
    const bool constant = properties_[static_cast<std::size_t>(index.row())].constant != nullptr;
    if (index.column() == Value || (constant && (index.column() == Low || index.column() == High)))
        flags |= Qt::ItemIsEditable;
    return flags;
}

bool PropertyTable::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (role != Qt::EditRole || !index.isValid() || !editor_) return false;
    // The editor may replace the design, and with it the properties.
    const std::string key = properties_[static_cast<std::size_t>(index.row())].key;
    const QString text = value.toString().trimmed();
    if (text == data(index, Qt::EditRole).toString()) return false;
    return editor_(key, text.toStdString(),
                   index.column() == Low    ? ConstantField::Low
                   : index.column() == High ? ConstantField::High
                                            : ConstantField::Value);
}

int PropertyTable::rows() const {
    return static_cast<int>(properties_.size());
}

const std::vector<ItemColumn>& PropertyTable::columns() const {
    static const std::vector<ItemColumn> list{
        {tr("Property"), tr("Key in the hardware description"), false, QStringLiteral("key")},
        {tr("Value"), tr("Double-click to change it; a preset is copied first"), true,
         QStringLiteral("value")},
        {tr("Unit"), {}, false, QStringLiteral("unit")},
        {tr("From"), tr("Lowest plausible value"), true, QStringLiteral("low")},
        {tr("To"), tr("Highest plausible value"), true, QStringLiteral("high")},
        {tr("Source type"), tr("Published, derived from published values, or assumed"), false,
         QStringLiteral("standing")},
        {tr("Node"), tr("Technology the value is for"), false, QStringLiteral("node")},
        {tr("Source"), {}, false, QStringLiteral("source")}};
    return list;
}

ItemCell PropertyTable::cell(int row, int column) const {
    const DesignProperty& property = properties_[static_cast<std::size_t>(row)];
    const Constant* constant = property.constant;
    const auto text = [](std::string_view view) {
        return ItemCell::ofText(
            QString::fromUtf8(view.data(), static_cast<qsizetype>(view.size())));
    };
    switch (column) {
        case Key: {
            ItemCell cell = text(property.key);
            cell.tip = QString::fromStdString(property.meaning);
            if (constant != nullptr)
                cell.tip += QStringLiteral("\n") +
                            tr("Source: %1").arg(QString::fromStdString(constant->source));
            return cell;
        }
        case Value:
            if (constant != nullptr) return numberCell(constant->value);
            return text(property.value);
        case Unit:
            return ItemCell::ofText(unitText(property.unit));
        case Low:
        case High: {
            if (constant == nullptr || constant->low == constant->high) {
                ItemCell cell = ItemCell::ofText({});
                // What an editor opens with.
                if (constant != nullptr) {
                    cell.full = fullText(constant->value);
                    cell.tip = tr("No range");
                }
                return cell;
            }
            return numberCell(column == Low ? constant->low : constant->high);
        }
        case Stands:
            return constant != nullptr ? text(sourceTypeName(constant->sourceType))
                                       : ItemCell::ofText({});
        case Node:
            return constant != nullptr ? text(constant->node) : ItemCell::ofText({});
        default:
            return constant != nullptr ? text(constant->source) : ItemCell::ofText({});
    }
}

}  // namespace lpstudio
