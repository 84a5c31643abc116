#pragma once

#include <QGroupBox>
#include <cstdint>
#include <optional>
#include <vector>

#include "app/desktop/pages/search/setting_fields.h"
#include "app/project/store/store.h"

class QCheckBox;
class QComboBox;
class QPushButton;
class QSpinBox;

namespace lpstudio {

class LockTable;
class Loading;
class Session;
struct SearchRequest;

/// What a search is about: model, images to calibrate on and to measure with, locked layers.
class DataGroup final : public QGroupBox {
    Q_OBJECT

public:
    DataGroup(Session& session, Loading& loading, LockTable& locks, QWidget* parent = nullptr);

    void setSettings(const SearchSettings& settings);
    /// Writes what it knows of; what is being typed need not be valid.
    void read(SearchSettings& settings) const;
    /// Chooses the datasets of a run; 0: no evaluation. Those that are gone leave the choice.
    void setDatasets(qint64 calibration, qint64 evaluation);
    /// Of the set that top-1 is measured with; 0: none is chosen.
    std::int64_t evaluationImages() const;
    /// Records of the model and the datasets. Throws Error.
    void fill(SearchRequest& request) const;
    std::vector<FieldProblem> problems() const;
    void showProblems(const std::vector<FieldProblem>& problems) { rows_.showProblems(problems); }
    QString problemOf(QWidget* field) const { return rows_.problemOf(field); }

Q_SIGNALS:
    void changed();
    void locksWanted();

private:
    void refreshChoices();
    void showLocks();
    std::optional<DatasetRecord> calibration() const;

    Session& session_;
    Loading& loading_;
    LockTable& locks_;
    FormRows rows_;
    SettingFields fields_;
    QComboBox *model_, *calibration_, *evaluation_;
    QSpinBox* images_ = nullptr;
    QComboBox* measure_ = nullptr;
    QCheckBox* lockEnds_;
    QPushButton* locksButton_;
    std::vector<DatasetRecord> datasets_;
};

}  // namespace lpstudio
