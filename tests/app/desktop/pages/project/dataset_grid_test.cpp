// The images of a set: places of cells without a widget, then the page.
#include <QComboBox>
#include <QElapsedTimer>
#include <QScrollBar>
#include <QTableView>
#include <QTreeWidget>

#include "app/desktop/jobs/jobs.h"
#include "app/desktop/pages/project/confusion_view.h"
#include "app/desktop/pages/project/dataset_panel.h"
#include "app/desktop/pages/project/dataset_predictions.h"
#include "app/desktop/pages/project/image_detail.h"
#include "app/desktop/pages/project/image_filter_bar.h"
#include "app/desktop/pages/project/image_grid_view.h"
#include "app/desktop/pages/project/project_page.h"
#include "app/desktop/pages/project/project_tree.h"
#include "app/desktop/widgets/chart_view.h"
#include "app/desktop/widgets/data_table.h"
#include "app/desktop/widgets/figure_actions.h"
#include "app/desktop/widgets/message_bar.h"
#include "app/desktop/widgets/theme.h"
#include "tests/app/desktop/child.h"
#include "tests/app/desktop/window_fixture.h"

namespace lpstudio {
namespace {

TEST(ImageGridGeometry, EveryPointOfACellFindsIt) {
    const ImageGridGeometry cells{25, 430, QSize(80, 100)};
    EXPECT_EQ(cells.columns(), 5);
    EXPECT_EQ(cells.pitch(), 86);
    EXPECT_EQ(cells.rows(), 5);
    EXPECT_EQ(cells.height(), 500);
    for (int index = 0; index < cells.count; ++index) {
        const QRect rect = cells.rectOf(index);
        EXPECT_EQ(cells.indexAt(rect.topLeft()), index);
        EXPECT_EQ(cells.indexAt(rect.bottomRight()), index);
        EXPECT_EQ(cells.indexAt(rect.center()), index);
    }
    EXPECT_EQ(cells.indexAt({-1, 5}), -1);
    EXPECT_EQ(cells.indexAt({5, 500}), -1);
    EXPECT_EQ((ImageGridGeometry{23, 430, QSize(80, 100)}.indexAt({400, 450})), -1)
        << "behind the last cell";
}

TEST(ImageGridGeometry, OnlyWhatIsInSightIsVisible) {
    const ImageGridGeometry cells{100000, 430, QSize(80, 100)};
    EXPECT_EQ(cells.visible(0, 250), std::pair(0, 15));
    EXPECT_EQ(cells.visible(150, 100), std::pair(5, 15));
    EXPECT_EQ(cells.visible(cells.height() - 100, 100), std::pair(99995, 100000));
    EXPECT_EQ((ImageGridGeometry{3, 430, QSize(80, 100)}.visible(0, 1000)), std::pair(0, 3));
    EXPECT_EQ((ImageGridGeometry{0, 430, QSize(80, 100)}.visible(0, 1000)), std::pair(0, 0));
}

TEST(ImageGridGeometry, MovesStayOnTheGrid) {
    const ImageGridGeometry cells{23, 430, QSize(80, 100)};  // rows of 5, the last of 3
    EXPECT_EQ(cells.moved(7, 1, 0), 12);
    EXPECT_EQ(cells.moved(4, 0, 1), 5) << "the next row goes on";
    EXPECT_EQ(cells.moved(2, -1, 0), 2);
    EXPECT_EQ(cells.moved(19, 1, 0), 22) << "the last row is short";
    EXPECT_EQ(cells.moved(22, 1, 0), 22);
    EXPECT_EQ(cells.moved(22, 0, 1), 22);
    EXPECT_EQ(cells.moved(0, 0, -1), 0);
    EXPECT_EQ(cells.moved(7, 100, 0), 22);
}

TEST(ImageGridGeometry, ANarrowViewHasOneColumn) {
    const ImageGridGeometry cells{3, 40, QSize(80, 100)};
    EXPECT_EQ(cells.columns(), 1);
    EXPECT_EQ(cells.rectOf(2), QRect(0, 200, 80, 100));
}

TEST(ConfusionGeometry, FindsTheCellUnderThePointer) {
    const auto cells = ConfusionGeometry::fitted(10, 400, 500, 76);
    EXPECT_DOUBLE_EQ(cells.cell(), 32);
    for (const auto& [label, predicted] : {std::pair{0, 0}, {9, 0}, {0, 9}, {4, 7}})
        EXPECT_EQ(cells.at(cells.rectOf(label, predicted).center()), std::pair(label, predicted));
    EXPECT_FALSE(cells.at({10, 100}).has_value()) << "over the names";
    EXPECT_FALSE(ConfusionGeometry::fitted(10, 20, 20, 76).at({10, 10}).has_value());
    EXPECT_FALSE(ConfusionGeometry{}.at({0, 0}).has_value());
}

TEST(ConfusionGeometry, OfManyClassesTheMostMistakenAreKept) {
    std::vector<std::size_t> counts(25);
    counts[0 * 5 + 0] = 100;  // right
    counts[1 * 5 + 4] = 7;
    counts[3 * 5 + 4] = 2;
    counts[2 * 5 + 0] = 1;
    EXPECT_EQ(mostConfused(counts, 5, 5), (std::vector<int>{0, 1, 2, 3, 4}));
    EXPECT_EQ(mostConfused(counts, 5, 2), (std::vector<int>{1, 4}));
    EXPECT_EQ(mostConfused(counts, 5, 3), (std::vector<int>{1, 3, 4}));
}

TEST(ConfusionView, TellsItsCellsAndIsCopiedWhole) {
    ConfusionView view;
    view.resize(300, 340);
    view.setCounts({3, 1, 0, 4}, 2, [](int label) {
        return label == 0 ? QStringLiteral("a, b") : QStringLiteral("c");
    });
    EXPECT_EQ(view.textOf(0, 1), QStringLiteral("a, b predicted as c: 1 of 4 (25.0 %)"));
    EXPECT_EQ(view.textOf(1, 1), QStringLiteral("c recognised: 4 of 4 (100 %)"));
    EXPECT_EQ(figureCsv(view), "label,\"a, b\",c\n\"a, b\",3,1\nc,0,4\n");
    std::vector<std::pair<int, int>> chosen;
    QObject::connect(&view, &ConfusionView::pairChosen,
                     [&](int label, int predicted) { chosen.emplace_back(label, predicted); });
    const ConfusionGeometry cells = view.geometryOfCells();
    QTest::mouseClick(&view, Qt::LeftButton, {}, cells.rectOf(0, 1).center().toPoint());
    QTest::keyClick(&view, Qt::Key_Down);
    QTest::keyClick(&view, Qt::Key_Return);
    EXPECT_EQ(chosen, (std::vector<std::pair<int, int>>{{0, 1}, {1, 1}}));
}

/// A set of `count` grey images.
std::shared_ptr<ImageSet> manyImages(int count, int side) {
    auto set = std::make_shared<ImageSet>();
    set->channels = 1;
    set->height = set->width = side;
    set->labels.assign(static_cast<std::size_t>(count), 0);
    set->bytes.assign(static_cast<std::size_t>(count) * side * side, 128);
    return set;
}

TEST(ImageGridView, ScrollsThroughManyImagesWithoutMakingThemAll) {
    ImageList list;
    list.setImages(manyImages(60000, 28), {});
    ImageGridView view(&list);
    view.resize(900, 600);
    view.show();
    ASSERT_TRUE(QTest::qWaitForWindowExposed(&view));
    ASSERT_TRUE(QTest::qWaitFor([&] { return view.isComplete(); }, 5000));
    const qsizetype page = list.thumbnailBytes();
    EXPECT_GT(page, 0);
    EXPECT_LT(page, qsizetype{4} * 28 * 28 * 400) << "what is in sight, not all";
    QElapsedTimer clock;
    qint64 slowest = 0;
    for (int step = 1; step <= 50; ++step) {
        clock.start();
        view.verticalScrollBar()->setValue(view.verticalScrollBar()->maximum() / 50 * step);
        view.grab();
        slowest = std::max(slowest, clock.elapsed());
    }
    RecordProperty("slowest_ms", static_cast<int>(slowest));
    EXPECT_LT(slowest, 500) << "a generous bound for a busy machine";
    view.setFocus();
    QTest::keyClick(&view, Qt::Key_End);
    EXPECT_EQ(view.currentIndex().row(), 59999);
    EXPECT_TRUE(view.viewport()->rect().contains(view.visualRect(view.currentIndex())));
    QTest::keyClick(&view, Qt::Key_Home);
    EXPECT_EQ(view.currentIndex().row(), 0);
    QTest::keyClick(&view, Qt::Key_Down);
    EXPECT_EQ(view.currentIndex().row(), view.geometryOfCells().columns());
    const int before = view.geometryOfCells().columns();
    QTest::keyClick(&view, Qt::Key_Plus);
    EXPECT_LT(view.geometryOfCells().columns(), before);
    QTest::keyClick(&view, Qt::Key_0);
    EXPECT_EQ(view.geometryOfCells().columns(), before);
}

TEST(ImageGridView, LargePicturesComeInSlicesOfTime) {
    ImageList list;
    list.setImages(manyImages(150, 512), {});
    ImageGridView view(&list);
    view.resize(1200, 900);
    view.show();
    ASSERT_TRUE(QTest::qWaitForWindowExposed(&view));
    ASSERT_TRUE(QTest::qWaitFor([&] { return view.isComplete(); }, 20000));
    const auto [first, last] = view.geometryOfCells().visible(0, view.viewport()->height());
    for (int row = first; row < last; ++row)
        EXPECT_NE(list.thumbnail(static_cast<std::size_t>(row), view.side(), false), nullptr);
}

class DatasetTest : public WindowFixture {
protected:
    DatasetPanel* panel() { return child<DatasetPanel>(page<ProjectPage>(PageId::Project)); }
    /// Shows the set of this name on the Project page.
    void showSet(const QString& part) {
        QTreeWidget* tree = child<ProjectTree>(page<ProjectPage>(PageId::Project));
        for (QTreeWidgetItemIterator it(tree); *it != nullptr; ++it)
            if ((*it)->text(0).contains(part)) tree->setCurrentItem(*it);
        ASSERT_TRUE(waitFor(
            [&] { return panel()->images().images() != nullptr && !window->jobs().isLoading(); }));
        ASSERT_TRUE(panel()->isVisible());
    }
    void awaitPredictions() {
        ASSERT_TRUE(waitFor([&] { return !panel()->predictions().job().isRunning(); }, 240000));
        ASSERT_EQ(panel()->predictions().problem(), QString());
    }
};

TEST_F(DatasetTest, PredictionsOfTheFloatNetworkAreShownFilteredAndCounted) {
    openAndWait();
    showSet(QStringLiteral("calibration"));
    ImageList& images = panel()->images();
    const auto all = images.rowCount();
    ASSERT_GT(all, 100);
    EXPECT_EQ(images.prediction(0), nullptr) << "nothing runs unasked";
    panel()->filterBar()->setSource(DatasetPredictions::Source::Float);
    awaitPredictions();
    const ImageTally tally = images.tally();
    EXPECT_EQ(tally.judged, static_cast<std::size_t>(all));
    EXPECT_GT(tally.right, tally.judged / 2) << "a trained network";
    EXPECT_LT(tally.right, tally.judged);
    child<QComboBox>(panel(), "outcome")->setCurrentIndex(2);
    EXPECT_EQ(static_cast<std::size_t>(images.rowCount()), tally.judged - tally.right);
    EXPECT_TRUE(panel()->filterBar()->summary().contains(QStringLiteral("correct")));
    for (int row = 0; row < images.rowCount(); ++row)
        ASSERT_FALSE(images.index(row).data(ImageList::RightRole).toBool());
    // One of them large, with its likeliest classes.
    child<ImageGridView>(panel())->setCurrentIndex(images.index(1));
    EXPECT_EQ(child<ImageDetail>(panel())->image(), images.imageAt(1));
    EXPECT_EQ(child<DataTable>(child<ImageDetail>(panel()))->view()->model()->rowCount(), 5);
    // A cell of the confusion matrix shows the images behind it.
    const int label = images.index(1).data(ImageList::LabelRole).toInt();
    const int predicted = images.index(1).data(ImageList::ClassRole).toInt();
    const auto classes = static_cast<std::size_t>(images.classes());
    const std::size_t count = images.confusion(
        classes)[static_cast<std::size_t>(label) * classes + static_cast<std::size_t>(predicted)];
    panel()->showSide(2);
    Q_EMIT child<ConfusionView>(panel())->pairChosen(label, predicted);
    EXPECT_EQ(static_cast<std::size_t>(images.rowCount()), count);
    // A bar of a class shows the class.
    Q_EMIT child<LayerBarsView>(panel())->layerClicked(label);
    EXPECT_GT(static_cast<std::size_t>(images.rowCount()), count);
    EXPECT_EQ(child<QComboBox>(panel(), "label")->currentIndex(), label + 1);
    // Asked again, they are at hand.
    panel()->filterBar()->setSource(DatasetPredictions::Source::None);
    EXPECT_EQ(images.prediction(0), nullptr);
    panel()->filterBar()->setSource(DatasetPredictions::Source::Float);
    EXPECT_FALSE(panel()->predictions().job().isRunning());
    EXPECT_EQ(images.tally().right, tally.right);
    EXPECT_EQ(window->messageBar()->text(), QString());
}

TEST_F(DatasetTest, PredictionsCanBeCancelledAndAskedForAgain) {
    openAndWait();
    showSet(QStringLiteral("evaluation"));
    ImageList& images = panel()->images();
    auto& predictions = panel()->predictions();
    const auto connection = QObject::connect(&predictions.job(), &Job::progressed, window.get(),
                                             [&](const JobProgress& at) {
                                                 if (at.done > 0) predictions.job().cancel();
                                             });
    panel()->filterBar()->setSource(DatasetPredictions::Source::Float);
    ASSERT_TRUE(waitFor([&] { return !predictions.job().isRunning(); }));
    QObject::disconnect(connection);
    EXPECT_TRUE(predictions.wasCancelled());
    EXPECT_LT(images.tally().judged, images.images()->size());
    EXPECT_TRUE(panel()->filterBar()->summary().contains(QStringLiteral("again")));
    panel()->filterBar()->setSource(DatasetPredictions::Source::Float);
    awaitPredictions();
    EXPECT_FALSE(predictions.wasCancelled());
    EXPECT_EQ(images.tally().judged, images.images()->size());
}

TEST_F(DatasetTest, ACandidateIsComparedWithFloatAndTheRunsPartsAreMarked) {
    openAndWait();
    ASSERT_NO_FATAL_FAILURE(search(6));
    window->showPage(PageId::Project);
    showSet(QStringLiteral("calibration"));
    ImageList& images = panel()->images();
    ASSERT_TRUE(waitFor([&] { return images.hasParts(); }));
    auto* bar = panel()->filterBar();
    child<QComboBox>(bar, "part")->setCurrentIndex(1);
    EXPECT_EQ(images.rowCount(), 8) << "the search calibrated on 8 images";
    child<QComboBox>(bar, "part")->setCurrentIndex(0);
    bar->setSource(DatasetPredictions::Source::Candidate);
    awaitPredictions();
    const ImageTally tally = images.tally();
    ASSERT_EQ(tally.compared, images.images()->size());
    child<QComboBox>(bar, "outcome")->setCurrentIndex(3);
    EXPECT_EQ(static_cast<std::size_t>(images.rowCount()), tally.differing);
    for (int row = 0; row < images.rowCount(); ++row)
        ASSERT_TRUE(images.index(row).data(ImageList::DiffersRole).toBool());
    EXPECT_FALSE(child<DataTable>(child<ImageDetail>(panel()))
                     ->view()
                     ->isColumnHidden(PredictionTable::QuantizedClass));
    EXPECT_EQ(window->messageBar()->text(), QString());
}

}  // namespace
}  // namespace lpstudio
