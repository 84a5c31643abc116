#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "app/desktop/widgets/table_model_base.h"
#include "hw/design_edit.h"

namespace lpstudio {

/// What a hardware description says of a design, or of one block of it. Values and the ends of
/// ranges can be edited.
class PropertyTable final : public TableModelBase {
    Q_OBJECT

public:
    using TableModelBase::TableModelBase;
    /// Asked to change a property; whether it was. Without one the table is read-only.
    using Editor =
        std::function<bool(const std::string& key, const std::string& text, ConstantField field)>;
    void setEditor(Editor editor) { editor_ = std::move(editor); }
    /// Of one block, or of all. Keeps the rows if only values differ.
    void setDesign(const Accelerator& accelerator, std::optional<DesignBlock> block);
    const std::vector<DesignProperty>& properties() const { return properties_; }

    enum Column { Key, Value, Unit, Low, High, Stands, Node, Source };

    Qt::ItemFlags flags(const QModelIndex& index) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;

protected:
    int rows() const override;
    const std::vector<ItemColumn>& columns() const override;
    ItemCell cell(int row, int column) const override;

private:
    Editor editor_;
    Accelerator accelerator_;
    std::vector<DesignProperty> properties_;
};

}  // namespace lpstudio
