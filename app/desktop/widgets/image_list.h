#pragma once

#include <QAbstractListModel>
#include <QCache>
#include <QImage>
#include <QPixmap>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "core/network/image_set.h"
#include "core/network/predictions.h"

namespace lpstudio {

/// One image of a set as pixels: one or two channels as grey, of more the first three as red, green
/// and blue; floats are cut to 0..1.
QImage imageOf(const ImageSet& set, std::size_t image);

/// The same no larger than `side` pixels either way, each pixel the mean of those it stands for.
/// Images that are small enough come as they are: enlarging is left to the painter, who shows the
/// pixels.
QImage thumbnailOf(const ImageSet& set, std::size_t image, int side);

/// What the networks say of a set's images, as far as they have been run: predictions of the first
/// images, in order.
struct ImageVerdicts {
    std::vector<Prediction> floating, quantized;
};

/// Which of the images are shown; all conditions must hold.
struct ImageFilter {
    enum class Outcome { All, Right, Wrong, Differ };
    Outcome outcome = Outcome::All;  ///< of the quantized network where it has been run
    std::optional<int> label, predicted;
    /// As ImageRole::PartRole; nothing: any.
    std::optional<int> part;

    bool operator==(const ImageFilter&) const = default;
};

/// How often each label was taken for each class by the network that counts.
struct ImageTally {
    std::size_t judged = 0, right = 0;
    std::size_t compared = 0, differing = 0;  ///< by both networks
};

/// Images of a set, as many as the filter lets through. Pictures are made when they are asked for
/// and the least recently used forgotten beyond a bound.
class ImageList final : public QAbstractListModel {
    Q_OBJECT

public:
    enum Role {
        ImageRole = Qt::UserRole,  ///< number of the image in the set
        LabelRole,                 ///< class by the data
        ClassRole,                 ///< class by the network that counts; -1: not known
        RightRole,                 ///< whether they are the same; nothing: not known
        DiffersRole,               ///< whether float and quantized network differ
        PartRole,                  ///< 0 no part, 1 calibration, 2 evaluation
    };

    explicit ImageList(QObject* parent = nullptr);

    /// Null empties the list. `names` in the order of the classes; a class without one shows its
    /// number. Predictions and parts of another set are forgotten.
    void setImages(std::shared_ptr<const ImageSet> images, std::vector<std::string> names);
    void setVerdicts(ImageVerdicts verdicts);
    /// Replaces nothing before `first`; what lies behind is dropped.
    void addVerdicts(bool quantized, std::size_t first, const std::vector<Prediction>& more);
    /// One entry an image; empty: none.
    void setParts(std::vector<std::uint8_t> parts);
    void setFilter(const ImageFilter& filter);

    const std::shared_ptr<const ImageSet>& images() const { return images_; }
    const ImageFilter& filter() const { return filter_; }
    const ImageVerdicts& verdicts() const { return verdicts_; }
    bool hasParts() const { return !parts_.empty(); }
    /// Of the network that counts: the quantized one where it has been run; null: not known.
    const Prediction* prediction(std::size_t image) const;
    ImageTally tally() const;
    /// counts[label * classes + predicted] over all judged images, whatever the filter.
    std::vector<std::size_t> confusion(std::size_t classes) const;
    /// Largest label or predicted class and one.
    int classes() const;
    QString className(int label) const;
    /// Number of the image in a row.
    std::size_t imageAt(int row) const { return rows_[static_cast<std::size_t>(row)]; }
    /// Row of an image; -1 if the filter keeps it out.
    int rowOf(std::size_t image) const;

    /// Null if the picture is not at hand and `make` is false.
    const QPixmap* thumbnail(std::size_t image, int side, bool make);
    /// Bytes of pictures held, and how many at most.
    qsizetype thumbnailBytes() const { return thumbnails_.totalCost(); }
    static constexpr qsizetype kMostBytes = qsizetype{48} << 20;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    bool passes(std::size_t image) const;
    bool differs(std::size_t image) const;
    /// Applies the filter anew.
    void refilter();
    void announce();

    std::shared_ptr<const ImageSet> images_;
    std::vector<std::string> names_;
    ImageVerdicts verdicts_;
    std::vector<std::uint8_t> parts_;
    ImageFilter filter_;
    std::vector<std::size_t> rows_;
    int side_ = 0;  ///< of the thumbnails held
    QCache<std::size_t, QPixmap> thumbnails_{kMostBytes};
};

}  // namespace lpstudio
