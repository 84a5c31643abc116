#pragma once

#include <QWidget>

#include "app/project/store/store.h"

class QPushButton;

namespace lpstudio {

class FactsPanel;

/// Facts of a file that was made from the project, and a button that opens it.
class ArtifactPanel final : public QWidget {
    Q_OBJECT

public:
    explicit ArtifactPanel(QWidget* parent = nullptr);
    void showArtifact(const ArtifactRecord& artifact);

private:
    FactsPanel* facts_;
    QPushButton* open_;
    QString file_;
};

}  // namespace lpstudio
