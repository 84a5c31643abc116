#include "app/desktop/shell/quit_dialog.h"

#include <QPushButton>
#include <QStringList>

#include "app/desktop/jobs/jobs.h"

namespace lpstudio {

QuitDialog::QuitDialog(Jobs& jobs, QWidget* parent) : QMessageBox(parent) {
    const bool searching = jobs.search().isRunning();
    keep_ =
        addButton(searching ? tr("Keep searching") : tr("Keep working"), QMessageBox::AcceptRole);
    stop_ = addButton(searching ? tr("Stop and resume next time") : tr("Stop and quit"),
                      QMessageBox::DestructiveRole);
    keep_->setObjectName(QStringLiteral("keepWorking"));
    stop_->setObjectName(QStringLiteral("stopWork"));
    addButton(QMessageBox::Cancel);
    setDefaultButton(keep_);
    setIcon(QMessageBox::Question);
    setWindowTitle(tr("Quit"));
    setText(workText(jobs));
    const QString keep = tr("%1: the window is minimized and closes itself when the work is done.")
                             .arg(keep_->text());
    const QString stop =
        searching
            ? tr("%1: what is scored stays, and the searches wait in the queue, on hold, when "
                 "the project is opened again.")
                  .arg(stop_->text())
            : tr("%1: what is unfinished is not written.").arg(stop_->text());
    setInformativeText(keep + u'\n' + stop);
}

QString QuitDialog::workText(Jobs& jobs) {
    QStringList lines;
    for (const Job* job : jobs.unfinished())
        lines << (job == &jobs.search() && jobs.search().isMeasuring()
                      ? tr("Running: %1, measuring top-1").arg(job->title())
                      : tr("Running: %1").arg(job->title()));
    if (const int waiting = jobs.searches().waiting(); waiting > 0)
        lines << (waiting == 1 ? tr("Waiting: 1 search") : tr("Waiting: %1 searches").arg(waiting));
    return lines.join(u'\n');
}

QuitDialog::Answer QuitDialog::answer() const {
    if (clickedButton() == keep_) return Answer::KeepWorking;
    return clickedButton() == stop_ ? Answer::Stop : Answer::Cancel;
}

}  // namespace lpstudio
