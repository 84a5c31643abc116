#pragma once

#include <QWidget>
#include <memory>
#include <optional>
#include <vector>

#include "core/study/session.h"
#include "hw/workload.h"

class QComboBox;
class QSpinBox;

namespace lpstudio {

class Selection;

/// What page Hardware simulates: a network, its bit widths, the images of a batch, and the design
/// beside the chosen one.
class HardwareChoices final : public QWidget {
    Q_OBJECT

public:
    explicit HardwareChoices(const Selection& selection, QWidget* parent = nullptr);

    /// Offers what is selected now; what the user has chosen stays.
    void refresh();

    /// The network is the project's model, not a well-known one.
    bool isModel() const;
    /// The network at the chosen widths; null if there is none (yet).
    std::shared_ptr<const Workload> workload() const;
    /// "Candidate 17", "Uniform 4 bit".
    QString widths() const;
    /// Name of the design to compare with; empty: none.
    QString other() const;
    int batch() const;
    /// Without changed().
    void setBatch(int images);
    void setOther(const QString& design);

Q_SIGNALS:
    void changed();

private:
    void refreshSubjects();
    void refreshBeside();
    std::optional<std::vector<LayerBits>> chosenBits() const;

    const Selection& selection_;
    QComboBox *network_, *subject_, *beside_;
    QSpinBox* batch_;
    bool subjectChosen_ = false, networkChosen_ = false;
};

}  // namespace lpstudio
