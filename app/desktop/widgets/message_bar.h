#pragma once

#include <QFrame>

class QLabel;

namespace lpstudio {

/// A strip above the page that says what went wrong and what to do. Its text can be copied; it
/// stays until it is dismissed.
class MessageBar final : public QFrame {
    Q_OBJECT

public:
    explicit MessageBar(QWidget* parent = nullptr);
    void showProblem(const QString& message);
    QString text() const;

private:
    QLabel* text_;
};

}  // namespace lpstudio
