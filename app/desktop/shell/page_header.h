#pragma once

#include <QFrame>

class QComboBox;
class QLabel;
class QToolButton;

namespace lpstudio {

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
