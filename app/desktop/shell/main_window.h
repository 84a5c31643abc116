#pragma once

#include <QMainWindow>
#include <filesystem>
#include <map>
#include <memory>

#include "app/desktop/shell/window_menus.h"
#include "app/desktop/widgets/page.h"
#include "app/desktop/widgets/theme.h"

class QDockWidget;
class QStackedWidget;

namespace lpstudio {

class CommandPalette;
class CommandSources;
class HelpPanel;
class JobBar;
class Jobs;
class LayoutMemory;
class MessageBar;
class MessageLog;
class Page;
class PageHeader;
class PageRail;
class ProjectFiles;
class Session;
class StartPage;
class TitleRow;

/// The frame around the pages: rail, header, menus, panels, messages. What is on them is theirs.
class MainWindow final : public QMainWindow {
    Q_OBJECT

public:
    explicit MainWindow(QWidget* parent = nullptr);
    ~MainWindow() override;

    /// A project, or a bundle, of which it is asked where to unpack it. Shows what went wrong in
    /// the message bar.
    void openProject(const std::filesystem::path& file);
    void openExample();
    void showPage(PageId id);
    /// As the last session left it: place, panels, page.
    void restoreLayout();
    /// Makes it no larger than its screen: at 200 % that has half the room that its pixels say.
    void fitToScreen();
    const std::map<PageId, Page*>& pages() const { return pages_; }
    Page* page(PageId id) const { return pages_.at(id); }
    /// While no project is open the start page stands in for all pages that need one.
    Page* currentPage() const { return page(current_); }
    Session& session() { return *session_; }
    Jobs& jobs() { return *jobs_; }
    const WindowActions& actionsOfWindow() const { return actions_; }
    MessageBar* messageBar() const { return messages_; }
    CommandPalette* commandPalette() const { return palette_; }

protected:
    void closeEvent(QCloseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void addPages();
    void makeMenus();
    void makeCentre();
    void makeDocks();
    void acceptFiles();
    void toggleHelp();
    void connectActions();
    void projectOpened();
    void askBeforeQuitting();
    /// Closes the window that has been told to wait for the searches, once there are none.
    void quitIfDone();
    void about();

    std::unique_ptr<StyleSheetPause> making_;  ///< before all that is made
    WindowActions actions_;
    std::unique_ptr<Session> session_;
    std::unique_ptr<Jobs> jobs_;  ///< ends before the session does
    ProjectFiles* files_;
    TitleRow* title_;
    PageRail* rail_;
    PageHeader* header_;
    MessageBar* messages_ = nullptr;
    QStackedWidget* stack_;
    StartPage* start_;
    JobBar* jobBar_;
    HelpPanel* help_;
    MessageLog* log_;
    QDockWidget *helpDock_ = nullptr, *logDock_ = nullptr;
    std::map<PageId, Page*> pages_;
    PageId current_ = PageId::Project;
    std::unique_ptr<CommandSources> commands_;
    CommandPalette* palette_ = nullptr;
    std::unique_ptr<LayoutMemory> layout_;
    bool quits_ = false;          ///< the user wants the running work stopped
    bool quitsWhenDone_ = false;  ///< or wants it to go on until it is done
};

}  // namespace lpstudio
