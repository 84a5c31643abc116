#pragma once

#include <QWidget>

#include "app/desktop/pages/project/dataset_predictions.h"
#include "app/desktop/widgets/image_list.h"

class QComboBox;
class QLabel;

namespace lpstudio {

/// Above the images: whose predictions are shown, which images, and how many are right.
class ImageFilterBar final : public QWidget {
    Q_OBJECT

public:
    ImageFilterBar(ImageList& images, DatasetPredictions& predictions, QWidget* parent = nullptr);

    /// Names the candidate on offer; empty: none.
    void setCandidate(const QString& name);
    void setSource(DatasetPredictions::Source source);
    QString summary() const;
    /// Shows the images of one label taken for one class; -1: any.
    void choosePair(int label, int predicted);

public Q_SLOTS:
    /// Takes classes, parts and counts from the list anew.
    void refresh();

private:
    void applyFilter();
    void refreshSummary();

    ImageList& images_;
    DatasetPredictions& predictions_;
    QComboBox *source_, *outcome_, *class_, *predicted_, *part_;
    QLabel *summary_, *problem_;
};

}  // namespace lpstudio
