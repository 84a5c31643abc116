#pragma once

#include <QMainWindow>
#include <filesystem>
#include <map>

class QAction;
class QMenu;
class QStackedWidget;

namespace lpstudio {

class JobBar;
class MessageBar;
class Page;
class PageHeader;
class PageRail;
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
    /// By their number (Ctrl+1..8), in order.
    const std::map<int, Page*>& pages() const { return pages_; }
    Page* page(int number) const { return pages_.at(number); }
    Workbench& workbench() { return *workbench_; }
    MessageBar* messageBar() const { return messages_; }

protected:
    void closeEvent(QCloseEvent* event) override;

private:
    void makeActions();
    void makePages();
    void makeMenus();
    void makeViewMenu();
    void fillRecent();
    void projectOpened();
    void askNew();
    void acceptFiles();
    void askOpen();
    void askSave();
    void askImport();

    Workbench* workbench_;
    PageRail* rail_;
    PageHeader* header_;
    MessageBar* messages_;
    QStackedWidget* stack_;
    JobBar* jobs_;
    std::map<int, Page*> pages_;
    QMenu* recent_ = nullptr;
    QAction *example_, *new_, *open_, *save_, *import_, *searchPage_, *pause_, *stop_;
};

}  // namespace lpstudio
