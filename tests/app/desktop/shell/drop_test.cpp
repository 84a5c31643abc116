// Files dragged onto the window, and their import.
#include <QApplication>
#include <QDragEnterEvent>
#include <QLineEdit>
#include <QMimeData>
#include <QUrl>
#include <fstream>

#include "app/desktop/jobs/jobs.h"
#include "app/desktop/pages/project/project_page.h"
#include "app/desktop/shell/drop_overlay.h"
#include "app/desktop/widgets/data_table.h"
#include "app/desktop/widgets/message_bar.h"
#include "tests/app/desktop/window_fixture.h"

namespace lpstudio {
namespace {

namespace fs = std::filesystem;

ImportItem item(const char* path, ImportKind kind, const char* problem = "") {
    return {path, kind, problem};
}

TEST(DropText, TellsWhatWillHappen) {
    const DropText text = dropText(
        {item("/a/net.pt", ImportKind::Model), item("/a/net.json", ImportKind::Companion),
         item("/a/x.npz", ImportKind::NpzImages), item("/a/y.bin", ImportKind::CifarImages),
         item("/a/z.txt", ImportKind::Unknown, "/a/z.txt: not known; give another")},
        QStringLiteral("mine"));
    EXPECT_TRUE(text.usable);
    EXPECT_EQ(text.headline, QStringLiteral("Import 1 model and 2 image sets into mine"));
    ASSERT_EQ(text.lines.size(), 4) << "what comes with its neighbour is not listed";
    EXPECT_TRUE(text.lines[0].contains(QStringLiteral("net.pt")));
    EXPECT_EQ(text.lines[3], QStringLiteral("z.txt – not known; give another"));
    EXPECT_EQ(text.remark, QString());
}

TEST(DropText, KnowsProjectsBundlesAndWhenNoneIsOpen) {
    EXPECT_TRUE(dropText({item("/a/n.pt", ImportKind::Model)}, {})
                    .headline.startsWith(QStringLiteral("Create a project")));
    EXPECT_EQ(
        dropText({item("/a/p.lps", ImportKind::Project), item("/a/n.pt", ImportKind::Model)}, {})
            .headline,
        QStringLiteral("Open p.lps and import 1 model"));
    const DropText bundle =
        dropText({item("/a/p.lpz", ImportKind::Bundle), item("/a/n.pt", ImportKind::Model)},
                 QStringLiteral("m"));
    EXPECT_EQ(bundle.headline, QStringLiteral("Unpack p.lpz"));
    EXPECT_FALSE(bundle.remark.isEmpty());
    EXPECT_FALSE(dropText({item("/a/z.txt", ImportKind::Unknown, "/a/z.txt: no")}, {}).usable);
}

TEST(DropText, CountsWhatDoesNotFit) {
    std::vector<ImportItem> items;
    for (int i = 0; i < 11; ++i) items.push_back(item("/a/n.pt", ImportKind::Model));
    const DropText text = dropText(items, QStringLiteral("m"), 8);
    ASSERT_EQ(text.lines.size(), 9);
    EXPECT_EQ(text.lines.back(), QStringLiteral("and 3 more"));
}

class DropTest : public WindowFixture {
protected:
    DropOverlay* overlay() { return window->findChild<DropOverlay*>(); }
    fs::path write(const std::string& name, const std::string& content) const {
        std::ofstream(at(name), std::ios::binary) << content;
        return at(name);
    }
    /// A CIFAR-10 batch of `count` images.
    fs::path writeImages(const std::string& name, int count) const {
        std::string record(3073, '\x40');
        record[0] = 1;
        std::string content;
        for (int i = 0; i < count; ++i) content += record;
        return write(name, content);
    }
    static std::unique_ptr<QMimeData> urls(const std::vector<fs::path>& files) {
        QList<QUrl> list;
        for (const fs::path& file : files)
            list << QUrl::fromLocalFile(QString::fromStdString(file.string()));
        auto data = std::make_unique<QMimeData>();
        data->setUrls(list);
        return data;
    }
    /// Enters `over` and lets go there.
    void drop(const std::vector<fs::path>& files, QWidget* over) {
        const auto data = urls(files);
        QDragEnterEvent enter({5, 5}, Qt::CopyAction, data.get(), Qt::LeftButton, {});
        QApplication::sendEvent(over, &enter);
        EXPECT_TRUE(enter.isAccepted());
        EXPECT_TRUE(overlay()->isVisible());
        EXPECT_EQ(overlay()->geometry(), window->rect());
        QDropEvent let(QPointF(5, 5), Qt::CopyAction, data.get(), Qt::LeftButton, {});
        QApplication::sendEvent(overlay(), &let);
        EXPECT_FALSE(overlay()->isVisible());
    }
    /// The import has begun and ended.
    void awaitImport() {
        Job* import = nullptr;
        for (Job* job : jobs().all())
            if (qobject_cast<ImportJob*>(job) != nullptr) import = job;
        ASSERT_NE(import, nullptr);
        ASSERT_TRUE(waitFor([import] { return import->isRunning(); }));
        ASSERT_TRUE(waitFor([import] { return !import->isRunning(); }));
        ASSERT_TRUE(waitFor([this] { return !jobs().isLoading(); }));
    }
};

TEST_F(DropTest, FilesAreImportedWhereverTheyAreDropped) {
    openAndWait();
    const auto before = session().store()->datasets().size();
    // A line edit takes text: a file's name must not end up in it.
    auto* filter = window->page(PageId::Project)->table()->findChild<QLineEdit*>();
    drop({writeImages("more.bin", 3)}, filter);
    awaitImport();
    EXPECT_EQ(filter->text(), QString());
    EXPECT_EQ(window->messageBar()->text(), QString());
    const auto datasets = session().store()->datasets();
    ASSERT_EQ(datasets.size(), before + 1);
    EXPECT_EQ(datasets.back().name, "more");
    EXPECT_EQ(datasets.back().images, 3);
    EXPECT_EQ(session().selection().dataset(), datasets.back().id) << "what came last is shown";
}

TEST_F(DropTest, OneBadFileDoesNotStopTheOthers) {
    openAndWait();
    const auto before = session().store()->datasets().size();
    const auto models = session().store()->models().size();
    drop({write("broken.pt", "no model"), write("cut.bin", "no images"), writeImages("good.bin", 2),
          write("notes.txt", "hello")},
         window.get());
    awaitImport();
    const auto datasets = session().store()->datasets();
    ASSERT_EQ(datasets.size(), before + 1);
    EXPECT_EQ(datasets.back().name, "good");
    EXPECT_EQ(session().store()->models().size(), models);
    const QString problems = window->messageBar()->text();
    EXPECT_EQ(problems.count(u'\n'), 2) << problems.toStdString();
    for (const char* name : {"broken.", "cut.bin", "notes.txt"})
        EXPECT_TRUE(problems.contains(QString::fromUtf8(name))) << name;
    EXPECT_FALSE(problems.contains(QStringLiteral("good.bin")));
}

TEST_F(DropTest, ACancelledImportLeavesNothingBehind) {
    openAndWait();
    const auto before = session().store()->datasets().size();
    std::vector<fs::path> files;
    for (int i = 0; i < 40; ++i)
        files.push_back(writeImages("set" + std::to_string(i) + ".bin", 1000 + i));
    ImportJob* import = nullptr;
    for (Job* job : jobs().all())
        if (auto* one = qobject_cast<ImportJob*>(job)) import = one;
    ASSERT_NE(import, nullptr);
    bool imported = false, cancelled = false;
    QObject::connect(import, &ImportJob::imported, window.get(), [&] { imported = true; });
    QObject::connect(import, &Job::cancelled, window.get(), [&] { cancelled = true; });
    // In its midst: some sets have been read by then.
    QObject::connect(import, &Job::progressed, window.get(), [&](const JobProgress& at) {
        if (at.done >= 3) import->cancel();
    });
    jobs().project().importFiles(files);
    jobs().project().importFiles({writeImages("waits.bin", 2)});
    ASSERT_TRUE(waitFor([&] { return !import->isRunning(); }));
    EXPECT_TRUE(cancelled);
    EXPECT_FALSE(imported);
    EXPECT_EQ(session().store()->datasets().size(), before);
    EXPECT_EQ(window->messageBar()->text(), QString());
}

TEST_F(DropTest, AnImportWaitsForTheOneBeforeIt) {
    openAndWait();
    const auto before = session().store()->datasets().size();
    jobs().project().importFiles({writeImages("first.bin", 2)});
    jobs().project().importFiles({writeImages("second.bin", 3)});
    ASSERT_TRUE(waitFor([&] { return session().store()->datasets().size() == before + 2; }));
    EXPECT_EQ(session().store()->datasets().back().name, "second");
}

TEST_F(DropTest, WhatCannotBeUsedIsExplainedAndTextIsLeftAlone) {
    openAndWait();
    drop({write("weights.pth", "x")}, window.get());
    awaitImport();
    EXPECT_TRUE(window->messageBar()->text().contains(QStringLiteral("lpstudio_export.py")));

    QMimeData words;
    words.setText(QStringLiteral("conv"));
    QDragEnterEvent enter({5, 5}, Qt::CopyAction, &words, Qt::LeftButton, {});
    QApplication::sendEvent(window.get(), &enter);
    EXPECT_FALSE(overlay()->isVisible());
    EXPECT_FALSE(enter.isAccepted());
}

TEST_F(DropTest, TheOverlayGoesWhenTheDragLeaves) {
    openAndWait();
    const auto data = urls({writeImages("more.bin", 1)});
    QDragEnterEvent enter({5, 5}, Qt::CopyAction, data.get(), Qt::LeftButton, {});
    QApplication::sendEvent(window.get(), &enter);
    ASSERT_TRUE(overlay()->isVisible());
    EXPECT_TRUE(overlay()->text().headline.startsWith(QStringLiteral("Import 1 image set into")));
    EXPECT_FALSE(overlay()->grab().isNull());
    // As Qt does it: the window is left because the overlay is entered.
    QDragLeaveEvent leave;
    QApplication::sendEvent(window.get(), &leave);
    QApplication::sendEvent(overlay(), &enter);
    // The overlay waits 50 ms for the pointer before it goes.
    QTest::qWait(100);
    EXPECT_TRUE(overlay()->isVisible());
    QDragLeaveEvent away;
    QApplication::sendEvent(overlay(), &away);
    EXPECT_FALSE(overlay()->isVisible());
    // Left before the overlay was entered.
    QApplication::sendEvent(window.get(), &enter);
    ASSERT_TRUE(overlay()->isVisible());
    QApplication::sendEvent(window.get(), &leave);
    EXPECT_TRUE(waitFor([&] { return !overlay()->isVisible(); }, 2000));
}

TEST_F(DropTest, ADroppedProjectIsOpened) {
    drop({project}, window.get());
    ASSERT_TRUE(waitFor([&] { return session().store() != nullptr; }));
    EXPECT_EQ(session().store()->file(), project);
    ASSERT_TRUE(waitFor([&] { return !jobs().isLoading(); }));
}

}  // namespace
}  // namespace lpstudio
