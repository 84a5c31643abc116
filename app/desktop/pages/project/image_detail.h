#pragma once

#include <QWidget>
#include <optional>

class QLabel;

namespace lpstudio {

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
    DataTable* table() const { return table_; }
    QString caption() const;

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
