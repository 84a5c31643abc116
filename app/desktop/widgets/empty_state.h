#pragma once

#include <QWidget>
#include <initializer_list>

class QAction;
class QHBoxLayout;
class QLabel;

namespace lpstudio {

/// What stands on a page with nothing to show: an icon, a sentence that says what belongs there,
/// and the actions that bring it.
class EmptyState final : public QWidget {
    Q_OBJECT

public:
    explicit EmptyState(const QString& icon, QWidget* parent = nullptr);
    void show(const QString& text, std::initializer_list<QAction*> actions);

private:
    QLabel* text_;
    QHBoxLayout* buttons_;
};

}  // namespace lpstudio
