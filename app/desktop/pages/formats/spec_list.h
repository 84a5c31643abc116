#pragma once

#include <QWidget>
#include <memory>
#include <vector>

#include "app/desktop/jobs/job.h"
#include "core/number/format.h"
#include "core/number/magnitude_table.h"

class QCheckBox;
class QLabel;
class QLineEdit;
class QVBoxLayout;

namespace lpstudio {

/// Formats that the user adds to a picture by their specs, each with a check; unfitted ones are
/// fitted to the tensor at hand.
class SpecList final : public QWidget {
    Q_OBJECT

public:
    explicit SpecList(QWidget* parent = nullptr);

    /// Fits all anew; null: there is no tensor.
    void setTable(std::shared_ptr<const MagnitudeTable> table);
    /// Adds a spec as if it had been typed; what is wrong with it is told in place.
    void add(const QString& spec);

    struct Shown {
        FormatPtr format;  ///< fitted
        QString family;    ///< as typed: `ant:4` becomes one of others when it is fitted
        int variant = 1;   ///< of its family's style
    };
    /// Those that are checked and fitted, in the order of adding.
    std::vector<Shown> shown() const;
    bool isBusy() const { return fit_.isRunning(); }

Q_SIGNALS:
    /// shown() has changed.
    void changed();

private:
    struct Entry {
        FormatPtr given;   ///< as typed
        FormatPtr fitted;  ///< null until it is
        int variant = 1;
        QWidget* row = nullptr;
        QCheckBox* box = nullptr;
    };
    QWidget* makeRow(Entry& entry);
    void remove(const QWidget* row);
    int freeVariant(const QString& family) const;
    void fitAll();
    void drawIcons();
    void tell(const QString& problem);

    QLineEdit* edit_;
    QLabel* problem_;
    QVBoxLayout* rows_;
    std::vector<Entry> entries_;
    std::shared_ptr<const MagnitudeTable> table_;
    Job fit_;
};

}  // namespace lpstudio
