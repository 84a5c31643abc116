#pragma once

#include <QWidget>
#include <optional>
#include <vector>

#include "app/jobs/search_job.h"

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QSpinBox;

namespace lpstudio {

class Workbench;

/// The set-up of a search in three groups: what, how, effort; with an estimate of candidates and
/// time that follows every change.
class SearchForm final : public QWidget {
    Q_OBJECT

public:
    explicit SearchForm(Workbench& workbench, QWidget* parent = nullptr);

    /// Throws UsageError naming what is missing.
    SearchRequest request() const;
    SearchSettings settings() const;
    void setSettings(const SearchSettings& settings);
    QString estimate() const;

    QSpinBox* populationBox() const { return population_; }
    QSpinBox* imagesBox() const { return images_; }
    QSpinBox* maxCandidatesBox() const { return maxCandidates_; }
    QComboBox* evaluationBox() const { return evaluation_; }

private:
    QWidget* makeWhat();
    QWidget* makeHow();
    QWidget* makeEffort();
    void refreshChoices();
    void refreshEstimate();
    std::vector<std::pair<std::string, std::string>> pins() const;
    /// Candidates per second of the model's last run, or a rough figure from its MACs.
    std::optional<double> expectedRate(bool& measured) const;

    Workbench& workbench_;
    QComboBox *calibration_, *evaluation_, *objective_, *cost_, *hardware_;
    QSpinBox *images_, *population_, *passes_, *cycles_, *diversity_, *maxCandidates_, *timeLimit_;
    QSpinBox* seed_;
    QDoubleSpinBox *target_, *temperature_, *lambda_;
    QCheckBox *pinEnds_, *limitBits_, *informedStart_, *biasCorrection_;
    QLineEdit* otherPins_;
    std::vector<QCheckBox*> widths_;  ///< of 2..8 bits
    QLabel* estimate_;
};

}  // namespace lpstudio
