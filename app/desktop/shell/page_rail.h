#pragma once

#include <QFrame>
#include <map>

class QActionGroup;
class QVBoxLayout;

namespace lpstudio {

/// Icons and words at the left edge that switch pages. A page keeps its number (Ctrl+1..8).
class PageRail final : public QFrame {
    Q_OBJECT

public:
    explicit PageRail(QWidget* parent = nullptr);
    /// `number`: 1..8, the key.
    void addPage(int number, const QString& icon, const QString& title);
    void setCurrent(int number);
    /// By number, with icon, name and key; they choose the page.
    const std::map<int, QAction*>& actions() const { return actions_; }

Q_SIGNALS:
    void pageChosen(int number);

private:
    QActionGroup* group_;
    QVBoxLayout* layout_;
    std::map<int, QAction*> actions_;
};

}  // namespace lpstudio
