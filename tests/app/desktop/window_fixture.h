#pragma once

#include <gtest/gtest.h>

#include <QTemporaryDir>
#include <QTest>
#include <filesystem>
#include <functional>
#include <memory>

#include "app/desktop/shell/main_window.h"

namespace lpstudio {

class Selection;

/// A window on a project with one small network and two image sets, made in a temporary folder:
/// the example's, else ResNet-20 and CIFAR-10 from the test data, else the test is skipped.
class WindowFixture : public testing::Test {
protected:
    void SetUp() override;

    /// Runs the event loop until `done` or for `milliseconds`.
    static bool waitFor(const std::function<bool()>& done, int milliseconds = 60000) {
        return QTest::qWaitFor(done, milliseconds);
    }
    void openAndWait();
    /// Waits until the page shows all it has to show, laid out; nothing must go wrong meanwhile.
    void settle(const Page& page);
    /// Shows every view of every page, settled, one after the other.
    void eachView(const std::function<void(Page& page, const QString& view)>& look);
    /// Runs a search of about `candidates` small evaluations to its end.
    void search(int candidates);
    /// Sets the form to a search of small evaluations.
    void makeSmall(int candidates);
    template <class PageType>
    PageType* page(PageId id) {
        return static_cast<PageType*>(window->page(id));
    }

    Session& session() { return window->session(); }
    Selection& selection();
    Jobs& jobs() { return window->jobs(); }
    /// In the temporary folder.
    std::filesystem::path at(const std::string& name) const {
        return std::filesystem::path(folder.path().toStdString()) / name;
    }

    QTemporaryDir folder;
    std::filesystem::path project;
    std::unique_ptr<MainWindow> window;
};

}  // namespace lpstudio
