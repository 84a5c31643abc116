#pragma once

#include <QFrame>
#include <map>

#include "app/desktop/widgets/page_id.h"

class QActionGroup;
class QVBoxLayout;

namespace lpstudio {

/// Icons and words at the left edge that switch pages. A page keeps its number (Ctrl+1..8).
class PageRail final : public QFrame {
    Q_OBJECT

public:
    explicit PageRail(QWidget* parent = nullptr);
    void addPage(PageId page, const QString& title);
    void setCurrent(PageId page);
    /// With icon, name and key; they choose the page.
    const std::map<PageId, QAction*>& actions() const { return actions_; }

Q_SIGNALS:
    void pageChosen(lpstudio::PageId page);

private:
    QActionGroup* group_;
    QVBoxLayout* layout_;
    std::map<PageId, QAction*> actions_;
};

}  // namespace lpstudio
