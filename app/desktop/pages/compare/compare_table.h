#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "app/desktop/pages/compare/compare_columns.h"
#include "app/desktop/widgets/table_model_base.h"
#include "app/project/runs/network_comparison.h"

namespace lpstudio {

/// A row for each layer: how far the columns differ, then a cell for each of them. Columns of plain
/// figures for each follow, which a view hides until they are asked for.
class CompareTable final : public TableModelBase {
    Q_OBJECT

public:
    using TableModelBase::TableModelBase;

    /// Asked to change a layer of the working candidate to what the user has typed.
    using Editor = std::function<bool(int layer, const QString& text)>;
    void setEditor(Editor editor) { editor_ = std::move(editor); }
    /// Keeps rows and columns if only figures differ.
    void setContents(const QStringList& layers, std::vector<CompareColumn> columns,
                     std::vector<int> editedLayers);

    enum Column { Name, Spread, FirstItem };
    /// Plain figures of each column.
    enum Figure { Activations, Bits, Sqnr, Energy, Latency, kFigures };
    int items() const { return static_cast<int>(columns_.size()); }
    /// Column of the table that holds a figure of an item.
    int figureColumn(int item, Figure figure) const {
        return FirstItem + items() + item * kFigures + figure;
    }
    /// Null while it is not known.
    const ColumnLayer* layer(int row, int item) const;
    const CompareColumn& item(int item) const { return columns_[static_cast<std::size_t>(item)]; }
    bool isEdited(int row, int item) const;

    Qt::ItemFlags flags(const QModelIndex& index) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;

protected:
    int rows() const override { return static_cast<int>(layers_.size()); }
    const std::vector<ItemColumn>& columns() const override { return titles_; }
    ItemCell cell(int row, int column) const override;

private:
    ItemCell itemCell(int row, int item) const;
    ItemCell figureCell(int row, int item, Figure figure) const;
    void makeTitles();

    Editor editor_;
    QStringList layers_;
    std::vector<CompareColumn> columns_;
    std::vector<ItemColumn> titles_{{QString(), {}, false, {}}};
    std::vector<LayerDifference> differences_;
    std::vector<int> edited_;
};

/// "31.2 dB", "0.41 µJ", "12.3 µs": what is known of a layer.
QStringList figureTexts(const ColumnLayer& layer);
/// "∞" where nothing is lost, "–" where there is nothing.
QString decibelText(double value);

}  // namespace lpstudio
