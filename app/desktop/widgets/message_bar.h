#pragma once

#include <QElapsedTimer>
#include <QFrame>

class QLabel;

namespace lpstudio {

/// A strip over the lower edge of its parent that says what went wrong and what to do; nothing
/// below it moves. Its text can be copied; it stays until it is dismissed, what it tells is solved,
/// or the user, who has had time to read it, turns to another page.
class MessageBar final : public QFrame {
    Q_OBJECT

public:
    explicit MessageBar(QWidget* parent = nullptr);
    void showProblem(const QString& message);
    /// Nothing happens if it tells of another problem.
    void solve(const QString& message);
    /// The user looks at something else now.
    void turnPage();
    QString text() const;

    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void place();

    QLabel* text_;
    QElapsedTimer shown_;
};

}  // namespace lpstudio
