#include "app/desktop/shell/job_list.h"

#include <QScreen>
#include <QVBoxLayout>
#include <algorithm>

#include "app/desktop/shell/job_row.h"

namespace lpstudio {
namespace {

constexpr int kWidth = 720;

}  // namespace

JobList::JobList(Workbench& workbench, QWidget* parent)
    : QFrame(parent, Qt::Popup), workbench_(workbench), layout_(new QVBoxLayout(this)) {
    setProperty("popup", true);
    setAccessibleName(tr("Running tasks"));
    layout_->setContentsMargins(16, 8, 16, 8);
    layout_->setSpacing(4);
    setMinimumWidth(kWidth);
}

void JobList::setJobs(const std::vector<Job*>& jobs) {
    while (rows_.size() < jobs.size()) {
        rows_.push_back(new JobRow(workbench_));
        layout_->addWidget(rows_.back());
    }
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        rows_[i]->setJob(i < jobs.size() ? jobs[i] : nullptr);
        rows_[i]->setVisible(i < jobs.size());
    }
    if (jobs.empty()) hide();
    if (isVisible()) {
        // The lower edge stays on the status bar.
        const QPoint corner = geometry().bottomLeft();
        adjustSize();
        move(corner.x(), corner.y() - height() + 1);
    }
}

void JobList::popUp(const QWidget& anchor) {
    adjustSize();
    const QPoint corner = anchor.mapToGlobal(QPoint(0, 0));
    const QRect room = anchor.screen()->availableGeometry();
    move(std::clamp(corner.x(), room.left(), std::max(room.left(), room.right() - width())),
         std::max(room.top(), corner.y() - height() - 4));
    show();
}

std::vector<JobRow*> JobList::rows() const {
    std::vector<JobRow*> shown;
    std::copy_if(rows_.begin(), rows_.end(), std::back_inserter(shown),
                 [](const JobRow* row) { return row->job() != nullptr; });
    return shown;
}

}  // namespace lpstudio
