#pragma once

#include <QFrame>

class QButtonGroup;
class QVBoxLayout;

namespace lpstudio {

/// Icons and words at the left edge that switch pages. A page keeps its number (Ctrl+1..8) although
/// others are still missing.
class PageRail final : public QFrame {
    Q_OBJECT

public:
    explicit PageRail(QWidget* parent = nullptr);
    /// `number`: 1..8, the key.
    void addPage(int number, const QString& icon, const QString& title);
    void setCurrent(int number);

Q_SIGNALS:
    void pageChosen(int number);

private:
    QButtonGroup* buttons_;
    QVBoxLayout* layout_;
};

}  // namespace lpstudio
