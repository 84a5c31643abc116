#pragma once

#include <QWidget>
#include <functional>
#include <vector>

#include "app/desktop/shell/help_library.h"

class QComboBox;
class QLineEdit;
class QListWidget;
class QStackedWidget;
class QToolButton;

namespace lpstudio {

class HelpBrowser;

/// The help beside the page: contents, search in all pages, links between them, back and forward.
class HelpPanel final : public QWidget {
    Q_OBJECT

public:
    explicit HelpPanel(QWidget* parent = nullptr);

    /// A page that is made anew whenever it is shown, such as the list of keys.
    void addGenerated(const QString& name, std::function<HelpPage()> make);
    /// Shows a page, `heading` at the top if it is given; an unknown name shows the first page.
    void showPage(const QString& name, const QString& heading = {});
    /// The help for a page of the program: the one of its name, else the first.
    void showFor(const QString& programPage);
    /// Shows it for the program's new page if the help showed that of the one before.
    void follow(const QString& before, const QString& now);
    bool isShownFor(const QString& programPage) const;

    const QString& current() const { return current_; }
    const HelpLibrary& library() const { return library_; }

private:
    struct Visit {
        QString name;
        int scroll = 0;
    };
    void display(const QString& name, const QString& heading);
    void go(int step);
    void openLink(const QUrl& url);
    void find(const QString& query);
    void fillContents();
    QString pageFor(const QString& programPage) const;

    HelpLibrary library_;
    std::vector<std::pair<QString, std::function<HelpPage()>>> generated_;
    std::vector<Visit> visits_;
    int at_ = -1;  ///< in visits_
    QString current_;
    QToolButton *back_, *forward_;
    QComboBox* contents_;
    QLineEdit* search_;
    QStackedWidget* stack_;
    HelpBrowser* browser_;
    QListWidget* hits_;
};

}  // namespace lpstudio
