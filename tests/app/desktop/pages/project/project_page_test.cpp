// The Project page: the network as a picture, the tree of contents.
#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QFile>
#include <QMessageBox>
#include <QPushButton>
#include <QScrollBar>
#include <QTableView>

#include "app/desktop/jobs/jobs.h"
#include "app/desktop/pages/project/dataset_panel.h"
#include "app/desktop/pages/project/model_panel.h"
#include "app/desktop/pages/project/network_view.h"
#include "app/desktop/pages/project/notes_edit.h"
#include "app/desktop/pages/project/project_page.h"
#include "app/desktop/pages/project/project_tree.h"
#include "app/desktop/widgets/chart_view.h"
#include "app/desktop/widgets/data_table.h"
#include "app/desktop/widgets/message_bar.h"
#include "tests/app/desktop/child.h"
#include "tests/app/desktop/events.h"
#include "tests/app/desktop/window_fixture.h"

namespace lpstudio {
namespace {

std::vector<StripLayer> layersOf(const std::vector<std::pair<double, int>>& of) {
    std::vector<StripLayer> layers;
    for (const auto& [value, block] : of) layers.push_back({value, block});
    return layers;
}

TEST(NetworkStrip, SharesTheWidthByValueAndKeepsBlocksApart) {
    const NetworkStrip strip =
        layoutStrip(layersOf({{10, 0}, {30, 1}, {20, 1}, {0, 2}}), {}, 800, 1);
    ASSERT_EQ(strip.tiles.size(), 4U);
    ASSERT_EQ(strip.blocks.size(), 3U);
    EXPECT_NEAR(strip.width, 800, 1e-6) << "it fills the room";
    const StripMetrics metrics;
    const double least = metrics.leastTile;
    EXPECT_NEAR(strip.tiles[3].width(), least, 1e-6) << "no share, but it can be hit";
    EXPECT_NEAR((strip.tiles[1].width() - least) / (strip.tiles[0].width() - least), 3, 1e-6);
    for (std::size_t block = 0; block < strip.blocks.size(); ++block) {
        const auto [first, last] = strip.layersOfBlock[block];
        for (int layer = first; layer < last; ++layer)
            EXPECT_TRUE(strip.blocks[block].contains(strip.tiles[static_cast<std::size_t>(layer)]));
        if (block > 0) {
            EXPECT_GT(strip.blocks[block].left(), strip.blocks[block - 1].right());
        }
    }
    EXPECT_LT(strip.tiles[1].right(), strip.tiles[2].left());
}

TEST(NetworkStrip, EveryLayerIsFoundWhereItIsAndBesideIt) {
    const NetworkStrip strip = layoutStrip(layersOf({{1, 0}, {2, 0}, {3, 1}}), {}, 600, 1);
    for (int layer = 0; layer < 3; ++layer)
        EXPECT_EQ(strip.layerAt(strip.tiles[static_cast<std::size_t>(layer)].center()), layer);
    EXPECT_EQ(strip.layerAt(strip.blocks[0].topLeft() + QPointF(1, 1)), 0);
    EXPECT_EQ(strip.layerAt(strip.blocks[0].bottomRight() - QPointF(1, 1)), 1);
    EXPECT_EQ(strip.layerAt({strip.blocks[0].right() + 2, strip.tiles[0].center().y()}), -1);
    EXPECT_EQ(layoutStrip({}, {}, 600, 1).layerAt({5, 5}), -1);
}

TEST(NetworkStrip, ManyLayersScrollAndCanBeSeenAllAtOnce) {
    std::vector<StripLayer> layers;
    for (int i = 0; i < 300; ++i) layers.push_back({1.0 + i % 7, i / 4});
    const StripMetrics metrics;
    const NetworkStrip strip = layoutStrip(layers, {}, 900, 1);
    EXPECT_GT(strip.width, 900) << "none is squeezed below its least width";
    for (const QRectF& tile : strip.tiles) EXPECT_GE(tile.width(), metrics.leastTile - 1e-9);
    EXPECT_NEAR(strip.natural, strip.width, 1e-6);
    const NetworkStrip wide = layoutStrip(layers, {}, 900, 3);
    EXPECT_NEAR(wide.width, 3 * strip.width, 1e-6);
    const NetworkStrip all = layoutStrip(layers, {}, 900, 0.01);
    EXPECT_LT(all.width, strip.width / 2);
    for (const QRectF& tile : all.tiles) EXPECT_GE(tile.width(), 2);
}

TEST(NetworkStrip, ConnectionsThatCrossHaveLevelsOfTheirOwn) {
    const auto layers = layersOf({{1, 0}, {1, 0}, {1, 1}, {1, 1}, {1, 2}});
    // Two in a row share a level, one around both goes above them.
    const NetworkStrip strip = layoutStrip(layers, {{-1, 4}, {0, 2}, {2, 4}}, 600, 1);
    EXPECT_EQ(strip.arcLevels, (std::vector<int>{1, 0, 0}));
    const NetworkStrip plain = layoutStrip(layers, {}, 600, 1);
    EXPECT_GT(strip.blocks[0].top(), plain.blocks[0].top());
    EXPECT_GT(strip.height, plain.height);
}

class ProjectPageTest : public WindowFixture {
protected:
    ProjectPage* project1() { return page<ProjectPage>(PageId::Project); }
};

TEST_F(ProjectPageTest, ALayerIsChosenInThePictureTheTableAndTheBars) {
    openAndWait();
    ModelPanel* panel = child<ModelPanel>(project1());
    NetworkView* view = child<NetworkView>(panel);
    const auto& layers = session().selection().network()->layers();
    ASSERT_EQ(view->strip().tiles.size(), layers.size());
    EXPECT_EQ(view->strip().blocks.size(), static_cast<std::size_t>(layers.back().block) + 1);
    ASSERT_TRUE(waitFor([&] { return !panel->skipsJob().isRunning(); }));
    // The example and ResNet-20 are residual networks.
    int residual = 0;
    for (std::size_t block = 0; block < view->strip().blocks.size(); ++block)
        residual +=
            view->picture().blockText(static_cast<int>(block)).contains(QStringLiteral("residual"));
    EXPECT_GT(residual, 1);

    const int third = 3;
    view->horizontalScrollBar()->setValue(0);
    const QPointF middle = view->strip().tiles[third].center();
    // Below the legend.
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {},
                      QPoint(static_cast<int>(middle.x()), view->viewport()->height() - 20));
    EXPECT_EQ(session().selection().layerNumber(), third);
    EXPECT_EQ(panel->table()->currentRow(), third);
    view->setFocus();
    QTest::keyClick(view, Qt::Key_Right);
    EXPECT_EQ(session().selection().layerNumber(), third + 1);
    QTest::keyClick(view, Qt::Key_Home);
    EXPECT_EQ(session().selection().layerNumber(), 0);
    QTest::keyClick(view, Qt::Key_Left);
    EXPECT_EQ(session().selection().layerNumber(), 0);
    QTest::keyClick(view, Qt::Key_End);
    EXPECT_EQ(session().selection().layerNumber(), static_cast<int>(layers.size()) - 1);
    EXPECT_TRUE(view->accessibleDescription().contains(QString::fromStdString(layers.back().name)));
    Q_EMIT child<LayerBarsView>(panel)->layerClicked(2);
    EXPECT_EQ(session().selection().layerNumber(), 2);

    const double before = view->strip().width;
    QTest::keyClick(view, Qt::Key_Plus);
    EXPECT_GT(view->strip().width, before);
    QTest::keyClick(view, Qt::Key_0);
    EXPECT_DOUBLE_EQ(view->strip().width, before);
    child<QComboBox>(panel, "quantity")->setCurrentIndex(0);
    const auto most = std::max_element(
        layers.begin(), layers.end(),
        [](const Layer& a, const Layer& b) { return a.parameters < b.parameters; });
    const auto widest =
        std::max_element(view->strip().tiles.begin(), view->strip().tiles.end(),
                         [](const QRectF& a, const QRectF& b) { return a.width() < b.width(); });
    EXPECT_EQ(widest - view->strip().tiles.begin(), most - layers.begin());
    EXPECT_EQ(window->messageBar()->text(), QString());
}

TEST_F(ProjectPageTest, TheTreeTellsStateAndSizeAndKnowsItsKeys) {
    openAndWait();
    ProjectTree* tree = child<ProjectTree>(project1());
    ASSERT_TRUE(tree->choose(ProjectTree::Kind::Model));
    EXPECT_TRUE(tree->currentItem()->text(1).endsWith(QStringLiteral("kB")))
        << tree->currentItem()->text(1).toStdString();
    EXPECT_TRUE(tree->canRename());
    child<QAction>(tree, "copyPath")->trigger();
    EXPECT_EQ(QApplication::clipboard()->text().toStdString(),
              session().store()->models()[0].file.string());
    ASSERT_TRUE(tree->choose(ProjectTree::Kind::Dataset));
    EXPECT_TRUE(tree->currentItem()->text(1).endsWith(QStringLiteral("images")));
    EXPECT_TRUE(child<DatasetPanel>(project1())->isVisible());
    EXPECT_FALSE(tree->choose(ProjectTree::Kind::Run));
    const auto before = session().store()->datasets().size();
    window->activateWindow();
    ASSERT_TRUE(QTest::qWaitForWindowActive(window.get()));
    tree->setFocus();
    QTest::keyClick(tree, Qt::Key_Delete);
    EXPECT_EQ(session().store()->datasets().size(), before - 1);
    EXPECT_EQ(window->messageBar()->text(), QString());
}

TEST_F(ProjectPageTest, NamesAndNotesAreTheUsersAndCanBeUndone) {
    openAndWait();
    ProjectTree* tree = child<ProjectTree>(project1());
    ASSERT_TRUE(tree->choose(ProjectTree::Kind::Model));
    const QString before = tree->currentItem()->text(0);
    const qint64 id = tree->current().id;
    const auto model = [&] { return session().store()->model(id); };
    tree->currentItem()->setText(0, QStringLiteral("my net"));
    ASSERT_TRUE(waitFor([&] { return model().name == "my net"; }));
    EXPECT_EQ(tree->currentItem()->text(0), QStringLiteral("my net"));
    EXPECT_EQ(tree->current().id, id) << "it stays chosen";
    tree->currentItem()->setText(0, QStringLiteral("  "));
    finishEvents();
    EXPECT_EQ(tree->currentItem()->text(0), QStringLiteral("my net")) << "a name is not empty";
    child<NotesEdit>(project1())->setPlainText(QStringLiteral("trained twice"));
    child<NotesEdit>(project1())->commit();
    ASSERT_TRUE(waitFor([&] { return model().notes == "trained twice"; }));
    session().undoStack().undo();
    EXPECT_EQ(model().notes, "");
    EXPECT_EQ(child<NotesEdit>(project1())->toPlainText(), QString());
    session().undoStack().undo();
    EXPECT_EQ(model().name, before.toStdString());
    EXPECT_EQ(tree->currentItem()->text(0), before);
    session().undoStack().redo();
    EXPECT_EQ(model().name, "my net");
    // What was typed goes to what it was typed for.
    child<NotesEdit>(project1())->setPlainText(QStringLiteral("of the model"));
    ASSERT_TRUE(tree->choose(ProjectTree::Kind::Dataset));
    ASSERT_TRUE(waitFor([&] { return model().notes == "of the model"; }));
    EXPECT_EQ(child<NotesEdit>(project1())->toPlainText(), QString());
    EXPECT_EQ(window->messageBar()->text(), QString());
}

TEST_F(ProjectPageTest, WhatWasRemovedCanBePutBack) {
    openAndWait();
    ProjectTree* tree = child<ProjectTree>(project1());
    ASSERT_TRUE(tree->choose(ProjectTree::Kind::Dataset));
    const DatasetRecord record = session().store()->dataset(tree->current().id);
    const auto before = session().store()->datasets().size();
    child<QAction>(tree, "removeEntry")->trigger();
    ASSERT_EQ(session().store()->datasets().size(), before - 1);
    session().undoStack().undo();
    ASSERT_EQ(session().store()->datasets().size(), before);
    const DatasetRecord back = session().store()->datasets().back();
    EXPECT_EQ(back.name, record.name);
    EXPECT_EQ(back.path, record.path);
    EXPECT_EQ(back.images, record.images);
    session().undoStack().redo();
    EXPECT_EQ(session().store()->datasets().size(), before - 1);
    session().undoStack().undo();
    EXPECT_EQ(session().store()->datasets().size(), before);
    EXPECT_EQ(window->messageBar()->text(), QString());
}

TEST_F(ProjectPageTest, ARunIsRemovedOnlyAfterAQuestion) {
    openAndWait();
    ASSERT_NO_FATAL_FAILURE(search(5));
    window->showPage(PageId::Project);
    ProjectTree* tree = child<ProjectTree>(project1());
    ASSERT_TRUE(tree->choose(ProjectTree::Kind::Run));
    EXPECT_TRUE(tree->currentItem()->text(1).contains(QStringLiteral("limited")))
        << tree->currentItem()->text(1).toStdString();
    // What a run needs cannot be taken from it.
    ASSERT_TRUE(tree->choose(ProjectTree::Kind::Model));
    child<QAction>(tree, "removeEntry")->trigger();
    EXPECT_TRUE(window->messageBar()->text().contains(QStringLiteral("remove the run first")));
    EXPECT_EQ(session().store()->models().size(), 1U);

    ASSERT_TRUE(tree->choose(ProjectTree::Kind::Run));
    const auto answer = [&](const QString& button) {
        child<QAction>(tree, "removeEntry")->trigger();
        auto* question = project1()->findChild<QMessageBox*>();
        ASSERT_NE(question, nullptr);
        for (QAbstractButton* one : question->buttons())
            if (one->text().remove(u'&') == button) one->click();
        ASSERT_TRUE(waitFor([&] { return project1()->findChild<QMessageBox*>() == nullptr; }));
    };
    ASSERT_NO_FATAL_FAILURE(answer(QStringLiteral("Cancel")));
    EXPECT_EQ(session().store()->runs().size(), 1U);
    ASSERT_NO_FATAL_FAILURE(answer(QStringLiteral("Remove")));
    EXPECT_TRUE(session().store()->runs().empty());
    EXPECT_FALSE(tree->choose(ProjectTree::Kind::Run));
}

}  // namespace
}  // namespace lpstudio
