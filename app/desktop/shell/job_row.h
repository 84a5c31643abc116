#pragma once

#include <QCoreApplication>
#include <QLabel>
#include <QString>
#include <QWidget>

class QProgressBar;
class QToolButton;

namespace lpstudio {

/// A line of plain text that is cut with "…" where there is no room, so that it never pushes its
/// neighbours away; the tooltip has it all.
class ElidedLabel final : public QLabel {
    Q_OBJECT

public:
    explicit ElidedLabel(Qt::TextElideMode mode = Qt::ElideRight, QWidget* parent = nullptr);
    void setFullText(const QString& text);
    const QString& fullText() const { return full_; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void elide();

    Qt::TextElideMode mode_;
    QString full_;
};

struct JobProgress;

/// What the status bar says of running work.
class JobText {
    Q_DECLARE_TR_FUNCTIONS(lpstudio::JobText)

public:
    /// Beside the count and the time left.
    struct Extra {
        double candidatesPerSecond = 0;  ///< 0: none to tell
        bool paused = false;
    };

    /// What is done: the title, and the phase if it is another.
    static QString line(const QString& title, const JobProgress& progress);
    /// "412 / 2,180   18.9 candidates/s   1 m 33 s left". When all is counted but the work is not
    /// finished, it says so instead of a full count.
    static QString details(const JobProgress& progress, const Extra& extra);
    /// For the bar, 0..1000; below 1000 as long as the work continues; negative if it is not known.
    static int permille(const JobProgress& progress);
};

class ElidedLabel;
class Job;
class SearchJob;
class Session;

/// One piece of running work: cancel, for a search pause, what it is, how far, time left. The
/// buttons keep their places, whatever the texts are and whatever the work is doing.
class JobRow final : public QWidget {
    Q_OBJECT

public:
    JobRow(const Session& session, SearchJob& search, QWidget* parent = nullptr);

    /// Null: shows nothing but `idleText`.
    void setJob(Job* job);
    Job* job() const { return job_; }
    void setIdleText(const QString& text);
    QString text() const;
    QString details() const;

    void refresh();

protected:
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    /// Of the buttons, whatever their words are.
    void keepWidths();

    const Session& session_;
    SearchJob& search_;
    Job* job_ = nullptr;
    QMetaObject::Connection progressed_, destroyed_;  ///< of job_
    QString idle_;
    double candidatesPerSecond_ = 0;
    ElidedLabel *text_, *details_;
    QProgressBar* bar_;
    QToolButton *pause_, *cancel_;
};

}  // namespace lpstudio
