#pragma once

#include <QWidget>
#include <functional>
#include <optional>

#include "app/desktop/widgets/table_model_base.h"
#include "core/network/predictions.h"

class QLabel;

namespace lpstudio {

/// The likeliest classes of one image, by the float network and by the quantized one.
class PredictionTable final : public TableModelBase {
    Q_OBJECT

public:
    using TableModelBase::TableModelBase;
    using Names = std::function<QString(int)>;
    /// `label`: the class by the data, which is marked.
    void setPredictions(std::optional<Prediction> floating, std::optional<Prediction> quantized,
                        int label, Names names);
    void clear() { setPredictions({}, {}, -1, {}); }

    enum Column { Rank, FloatClass, FloatShare, QuantizedClass, QuantizedShare };

protected:
    int rows() const override;
    const std::vector<ItemColumn>& columns() const override;
    ItemCell cell(int row, int column) const override;

private:
    std::optional<Prediction> floating_, quantized_;
    int label_ = -1;
    Names names_;
};

class DataTable;
class ImageList;
class PredictionTable;

/// One image of the list, large, with its label, the run's part it belongs to, and the likeliest
/// classes by the networks that have been run.
class ImageDetail final : public QWidget {
    Q_OBJECT

public:
    explicit ImageDetail(ImageList& images, QWidget* parent = nullptr);
    void showImage(std::optional<std::size_t> image);
    std::optional<std::size_t> image() const { return image_; }

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void refresh();
    void drawPicture();

    ImageList& images_;
    std::optional<std::size_t> image_;
    QLabel *picture_, *caption_;
    PredictionTable* predictions_;
    DataTable* table_;
};

}  // namespace lpstudio
