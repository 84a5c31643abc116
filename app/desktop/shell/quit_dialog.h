#pragma once

#include <QMessageBox>

namespace lpstudio {

class Jobs;

/// Asks what is to become of the work that a closing window would end.
class QuitDialog final : public QMessageBox {
    Q_OBJECT

public:
    enum class Answer { KeepWorking, Stop, Cancel };

    QuitDialog(Jobs& jobs, QWidget* parent);

    Answer answer() const;

private:
    static QString workText(Jobs& jobs);

    QPushButton *keep_ = nullptr, *stop_ = nullptr;
};

}  // namespace lpstudio
