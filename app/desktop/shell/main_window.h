#pragma once

#include <QMainWindow>
#include <filesystem>
#include <map>
#include <memory>

#include "app/desktop/shell/window_actions.h"
#include "app/desktop/widgets/theme.h"

class QDockWidget;
class QStackedWidget;

namespace lpstudio {

class CommandPalette;
class CommandSources;
class HelpPanel;
class JobBar;
class LayoutMemory;
class MessageBar;
class MessageLog;
class Page;
class PageHeader;
class PageRail;
class ProjectFiles;
class StartPage;
class TitleRow;
class Workbench;

/// Creates the pages and connects them; everything else is theirs.
class MainWindow final : public QMainWindow {
    Q_OBJECT

public:
    explicit MainWindow(QWidget* parent = nullptr);
    ~MainWindow() override;

    /// A project, or a bundle, of which it is asked where to unpack it. Shows what went wrong in
    /// the message bar.
    void openProject(const std::filesystem::path& file);
    void openExample();
    void showPage(int number);
    /// As the last session left it: place, panels, page.
    void restoreLayout();
    /// By their number (Ctrl+1..8), in order.
    const std::map<int, Page*>& pages() const { return pages_; }
    Page* page(int number) const { return pages_.at(number); }
    /// While no project is open the start page stands in for the first of them.
    Page* currentPage() const { return page(current_); }
    StartPage* startPage() const { return start_; }
    Workbench& workbench() { return *workbench_; }
    const WindowActions& actionsOfWindow() const { return actions_; }
    MessageBar* messageBar() const { return messages_; }
    TitleRow* titleRow() const { return title_; }
    CommandPalette* commandPalette() const { return palette_; }
    HelpPanel* helpPanel() const { return help_; }
    MessageLog* messageLog() const { return log_; }
    JobBar* jobBar() const { return jobs_; }

protected:
    void closeEvent(QCloseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void makePages();
    void makeMenus();
    void makeCentre();
    void makeDocks();
    void acceptFiles();
    void toggleHelp();
    void connectActions();
    void projectOpened();
    void about();

    std::unique_ptr<StyleSheetPause> making_;  ///< before all that is made
    WindowActions actions_;
    Workbench* workbench_;
    ProjectFiles* files_;
    TitleRow* title_;
    PageRail* rail_;
    PageHeader* header_;
    MessageBar* messages_;
    QStackedWidget* stack_;
    StartPage* start_;
    JobBar* jobs_;
    HelpPanel* help_;
    MessageLog* log_;
    QDockWidget *helpDock_ = nullptr, *logDock_ = nullptr;
    std::map<int, Page*> pages_;
    int current_ = 1;
    std::unique_ptr<CommandSources> commands_;
    CommandPalette* palette_ = nullptr;
    std::unique_ptr<LayoutMemory> layout_;
};

}  // namespace lpstudio
