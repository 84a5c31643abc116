#pragma once

#include <QFrame>
#include <map>
#include <vector>

#include "app/desktop/widgets/page.h"

class QActionGroup;
class QComboBox;
class QLabel;
class QToolButton;
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

    /// Room for the icons without their words is enough.
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void pageChosen(lpstudio::PageId page);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QActionGroup* group_;
    QVBoxLayout* layout_;
    std::map<PageId, QAction*> actions_;
    std::vector<QToolButton*> buttons_;
};

class Page;
class Loading;
class Session;

/// Above every page: what is shown, the choice of model or run, the page's actions.
class PageHeader final : public QFrame {
    Q_OBJECT

public:
    PageHeader(Session& session, Loading& loading, QWidget* parent = nullptr);
    void setPage(Page* page);

private:
    void refreshTexts();
    void refreshChoices();
    void setAction(QToolButton* button, QAction* action);

    Session& session_;
    Loading& loading_;
    Page* page_ = nullptr;
    QLabel *title_, *subtitle_;
    QLabel *modelLabel_, *runLabel_;
    QComboBox *model_, *run_;
    QToolButton *action_, *second_;
};

}  // namespace lpstudio
