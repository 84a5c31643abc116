#pragma once

#include <QGroupBox>
#include <optional>
#include <vector>

#include "app/project/store.h"
#include "app/windows/search/form_rows.h"

class QCheckBox;
class QComboBox;
class QPushButton;
class QSpinBox;

namespace lpstudio {

class PinTable;
class Workbench;
struct SearchRequest;

/// What a search is about: model, images to calibrate on and to measure with, pinned layers.
class WhatGroup final : public QGroupBox {
    Q_OBJECT

public:
    WhatGroup(Workbench& workbench, PinTable& pins, QWidget* parent = nullptr);

    int images() const;
    void setImages(int images);
    /// Chooses the datasets of a run; 0: no evaluation. Those that are gone leave the choice.
    void setDatasets(qint64 calibration, qint64 evaluation);
    /// Records of the model and the datasets. Throws Error.
    void fill(SearchRequest& request) const;
    std::vector<FieldProblem> problems() const;
    void showProblems(const std::vector<FieldProblem>& problems) { rows_.showProblems(problems); }
    QString problemOf(QWidget* field) const { return rows_.problemOf(field); }

    QSpinBox* imagesBox() const { return images_; }
    QComboBox* calibrationBox() const { return calibration_; }
    QComboBox* evaluationBox() const { return evaluation_; }
    QCheckBox* pinEndsBox() const { return pinEnds_; }
    QPushButton* pinsButton() const { return pinsButton_; }

Q_SIGNALS:
    void changed();
    void pinsWanted();

private:
    void refreshChoices();
    void showPins();
    std::optional<DatasetRecord> calibration() const;

    Workbench& workbench_;
    PinTable& pins_;
    FormRows rows_;
    QComboBox *model_, *calibration_, *evaluation_;
    QSpinBox* images_;
    QCheckBox* pinEnds_;
    QPushButton* pinsButton_;
    std::vector<DatasetRecord> datasets_;
};

}  // namespace lpstudio
