#pragma once

#include <QWidget>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "app/report/report.h"
#include "core/base/ids.h"

class QComboBox;
class QListWidget;

namespace lpstudio {

class Selection;

/// What the user wants in the report: candidates, sections, accelerator, kind of file and paper.
class ReportChoices final : public QWidget {
    Q_OBJECT

public:
    explicit ReportChoices(QWidget* parent = nullptr);

    /// Offers the run's best, the chosen candidate and the front. What was checked stays so as long
    /// as the run does.
    void fill(const Selection& selection);
    void clear();

    /// Checked candidates, in the order of the list.
    std::vector<CandidateId> chosen() const;
    ReportSections sections() const;
    /// As the command line takes it; empty: the run's.
    std::string hardware() const;
    /// "pdf", "html" or "json".
    QString suffix() const;
    PageSize page() const;
    /// Why nothing can be reported; empty: it can.
    QString problem() const;

Q_SIGNALS:
    void changed();

private:
    void fillHardware();
    void fillSections();
    void showFile();

    QListWidget *candidates_, *sections_;
    QComboBox *hardware_, *file_, *page_;
    std::optional<RunId> run_;
    std::optional<CandidateId> proposed_;  ///< checked unasked, as the best
    std::vector<std::size_t> front_;
    /// Whose front that is; while a search runs they become more.
    std::pair<std::weak_ptr<std::vector<ScoredCandidate>>, std::size_t> frontOf_;
};

}  // namespace lpstudio
