#pragma once

#include <QWidget>
#include <optional>
#include <string>
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

    QComboBox* algorithmBox() const { return algorithm_; }
    QCheckBox* limitBitsBox() const { return limitBits_; }
    QSpinBox* populationBox() const { return population_; }
    QSpinBox* generationsBox() const { return generations_; }
    QSpinBox* imagesBox() const { return images_; }
    QSpinBox* maxCandidatesBox() const { return maxCandidates_; }
    QLineEdit* otherPinsBox() const { return otherPins_; }
    QComboBox* evaluationBox() const { return evaluation_; }

private:
    void refreshHardware();
    /// A preset's name or a file.
    void chooseHardware(const std::string& spec);
    QWidget* makeWhat();
    QWidget* makeHow();
    QWidget* makeEffort();
    Algorithm algorithm() const;
    /// Shows the rows of the chosen algorithm.
    void showAlgorithm();
    void suggestPopulation();
    /// What the number of candidates depends on.
    void readEffort(SearchSettings& settings) const;
    void refreshChoices();
    void refreshEstimate();
    std::vector<std::pair<std::string, std::string>> pins() const;
    /// Candidates per second of the model's last run, or a rough figure from its MACs.
    std::optional<double> expectedRate(bool& measured) const;

    Workbench& workbench_;
    QComboBox *calibration_, *evaluation_, *algorithm_, *objective_, *cost_, *hardware_;
    QSpinBox *images_, *population_, *generations_, *passes_, *cycles_, *diversity_;
    QSpinBox *maxCandidates_, *timeLimit_, *seed_;
    QDoubleSpinBox *target_, *temperature_, *lambda_;
    QCheckBox *pinEnds_, *limitBits_, *informedStart_, *biasCorrection_;
    QLineEdit* otherPins_;
    std::vector<QCheckBox*> widths_;  ///< of 2..8 bits
    QFormLayout* effort_;
    QLabel* estimate_;
};

}  // namespace lpstudio
