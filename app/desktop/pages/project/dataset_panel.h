#pragma once

#include <QWidget>
#include <vector>

class QTabWidget;

namespace lpstudio {

class ConfusionView;
class DatasetPredictions;
class FactsPanel;
class ImageDetail;
class ImageFilterBar;
class ImageGridView;
class ImageList;
class Job;
class LayerBarsView;
class Session;

/// Facts of the chosen image set; its images with labels and, on demand, with what the chosen
/// network or candidate takes them for; one of them large; images per class; which classes are
/// taken for which.
class DatasetPanel final : public QWidget {
    Q_OBJECT

public:
    explicit DatasetPanel(Session& session, QWidget* parent = nullptr);

    DatasetPredictions& predictions() const { return *predictions_; }
    ImageFilterBar* filterBar() const { return filter_; }
    ImageList& images() const { return *images_; }
    /// Brings a tab of the side panel to the front: 0 the image, 1 classes, 2 confusions.
    void showSide(int tab);
    std::vector<Job*> jobs() const;

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void refresh();
    void refreshFacts();
    void refreshClasses();
    void refreshCandidate();
    void refreshConfusion();
    void followCurrent();

    Session& session_;
    ImageList* images_;
    DatasetPredictions* predictions_;
    FactsPanel* facts_;
    ImageFilterBar* filter_;
    ImageGridView* grid_;
    QTabWidget* side_;
    ImageDetail* detail_;
    LayerBarsView* classes_;
    ConfusionView* confusion_;
};

}  // namespace lpstudio
