#pragma once

#include <QWidget>

class QLabel;
class QListWidget;

namespace lpstudio {

class FactsPanel;
class LayerBarsView;
class Workbench;

/// Facts of the chosen image set, images per class, and the first images with their labels.
class DatasetPanel final : public QWidget {
    Q_OBJECT

public:
    explicit DatasetPanel(Workbench& workbench, QWidget* parent = nullptr);

private:
    void refresh();

    Workbench& workbench_;
    FactsPanel* facts_;
    LayerBarsView* classes_;
    QListWidget* grid_;
};

}  // namespace lpstudio
