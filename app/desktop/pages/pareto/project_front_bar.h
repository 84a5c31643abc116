#pragma once

#include <QWidget>
#include <array>
#include <memory>
#include <string>
#include <vector>

#include "app/desktop/charts/pareto_quantities.h"
#include "app/desktop/jobs/front_work.h"
#include "app/desktop/jobs/task.h"

class QCheckBox;
class QLabel;

namespace lpstudio {

class Session;

/// The choice to see the front over all runs of the model, gathered in the background, and a note
/// of the runs that are left out.
class ProjectFrontBar final : public QWidget {
    Q_OBJECT

public:
    explicit ProjectFrontBar(Session& session, QWidget* parent = nullptr);

    QCheckBox* box() const { return box_; }
    QString noteText() const;
    /// Keys of the chart's quantities; addOthers() may differ afterwards.
    void setAxes(const std::string& x, const std::string& y);
    /// Adds the other runs to columns that hold the chosen one; nothing unless they are wanted and
    /// known.
    void addOthers(CandidateColumns& columns) const;
    bool isBusy() const { return job_.isRunning(); }

Q_SIGNALS:
    /// addOthers() may have changed.
    void changed();

protected:
    void showEvent(QShowEvent* event) override;

private:
    void refresh();
    void gather();
    void take(const std::shared_ptr<const RunsFront>& front);
    void showNote();
    bool isWanted() const;
    /// Why there is no front over runs; empty if there can be one.
    QString obstacle() const;
    std::vector<Objective> objectives() const;

    Session& session_;
    QCheckBox* box_;
    QLabel* note_;
    std::array<std::string, 2> axes_;  ///< empty before the chart has any
    std::shared_ptr<const RunsFront> front_;
    bool stale_ = false;
    Task<std::shared_ptr<const RunsFront>> job_;
};

}  // namespace lpstudio
