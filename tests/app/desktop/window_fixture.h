#pragma once

#include <gtest/gtest.h>

#include <QTemporaryDir>
#include <QTest>
#include <filesystem>
#include <functional>
#include <memory>

#include "app/desktop/shell/main_window.h"

namespace lpstudio {

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
    /// Runs a search of about `candidates` small evaluations to its end.
    void search(int candidates);
    /// Sets the form to a search of small evaluations.
    void makeSmall(int candidates);
    template <class PageType>
    PageType* page(PageId id) {
        return static_cast<PageType*>(window->page(id));
    }

    QTemporaryDir folder;
    std::filesystem::path project;
    std::unique_ptr<MainWindow> window;
};

}  // namespace lpstudio
