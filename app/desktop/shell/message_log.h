#pragma once

#include <QWidget>

class QListWidget;

namespace lpstudio {

/// What was said in this session, with the time: files written, problems. Lines can be copied.
class MessageLog final : public QWidget {
    Q_OBJECT

public:
    explicit MessageLog(QWidget* parent = nullptr);

    void addNote(const QString& text);
    void addProblem(const QString& text);

private:
    void add(const QString& text, const QString& icon);
    void copy();

    QListWidget* list_;
};

}  // namespace lpstudio
