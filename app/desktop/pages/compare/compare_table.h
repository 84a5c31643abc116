#pragma once

#include <QRect>
#include <QRectF>
#include <functional>
#include <optional>
#include <vector>

#include "app/desktop/pages/compare/compare_columns.h"
#include "app/desktop/widgets/table_model_base.h"
#include "app/project/runs/comparison_column.h"

namespace lpstudio {

/// Widths of the columns of page Compare in pixels: what a row is, how much it differs, and equal
/// ones for what is compared, as wide as there is room for and never too narrow to read.
struct CompareWidths {
    int name = 0, spread = 0, item = 0;

    static constexpr int kLeastItem = 128, kMostItem = 320;
    static CompareWidths fitted(int room, int columns);
    /// Left edge of column `index` of what is compared.
    int left(int index) const { return name + spread + index * item; }
    int total(int columns) const { return left(columns); }
};

/// Where the parts of a layer's cell go.
struct CompareCell {
    QRectF bar;       ///< as long as the width in bits
    double tick = 0;  ///< x at which the first column's bar ends
    QRect spec;       ///< text beside the bar
    QRect figures;    ///< text under it

    /// `bits` and `reference` are drawn up to kMostBits; what is wider ends there.
    static constexpr double kMostBits = 8;
    static CompareCell of(const QRect& cell, double bits, double reference);
};

/// How many of the texts of these widths, `gap` apart, fit into `room`, from the first on.
int fittingTexts(const std::vector<int>& widths, int gap, int room);

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
    const LayerFigures* layer(int row, int item) const;
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
QStringList figureTexts(const LayerFigures& layer);
/// "∞" where nothing is lost, "–" where there is nothing.
QString decibelText(double value);

}  // namespace lpstudio
