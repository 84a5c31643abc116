#include <gtest/gtest.h>

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QFile>
#include <QMimeData>
#include <QRubberBand>
#include <QTemporaryDir>
#include <QTest>
#include <QWheelEvent>
#include <optional>

#include "app/desktop/charts/lines_chart.h"
#include "app/desktop/plot/plot_geometry.h"
#include "app/desktop/widgets/chart_view.h"
#include "app/desktop/widgets/figure_actions.h"
#include "app/desktop/widgets/message_bar.h"
#include "core/base/error.h"
#include "tests/app/desktop/child.h"
#include "tests/app/desktop/events.h"

// A chart under the hand: wheel, drag, rectangle, keys, menu.

namespace lpstudio::test {
namespace {

class ChartGestures : public testing::Test {
protected:
    ChartGestures() : chart(new LinesChart), view(chart) {
        PlotLine line;
        line.family = line.label = QStringLiteral("lp");
        for (int i = 0; i <= 10; ++i)
            if (i == 0)
                line.pieces = {{{0, 0}}};
            else
                line.pieces[0].push_back({static_cast<double>(i), 2.0 * i});
        chart->setLines({line}, {QStringLiteral("A chart: of lines"),
                                 QStringLiteral("x (1)"),
                                 QStringLiteral("y (dB)"),
                                 {0, 10, 0, 20},
                                 5});
        view.resize(800, 500);
        view.show();
        finishEvents();
    }

    QPoint at(double x, double y) const {
        const QRectF area = chart->plotArea();
        const QPointF place(area.left() + x * area.width(), area.bottom() - y * area.height());
        return view.mapFromScene(chart->mapToScene(place));
    }
    bool turnWheel(const QPoint& place, int notches) {
        QWheelEvent event(place, view.viewport()->mapToGlobal(place), {}, {0, 120 * notches},
                          Qt::NoButton, {}, Qt::NoScrollPhase, false);
        QApplication::sendEvent(view.viewport(), &event);
        return event.isAccepted();
    }
    void drag(const QPoint& from, const QPoint& to, Qt::KeyboardModifiers modifiers = {}) {
        QTest::mousePress(view.viewport(), Qt::LeftButton, modifiers, from);
        for (const QPoint& place : {(from + to) / 2, to}) {
            QMouseEvent move(QEvent::MouseMove, place, view.viewport()->mapToGlobal(place),
                             Qt::NoButton, Qt::LeftButton, modifiers);
            QApplication::sendEvent(view.viewport(), &move);
        }
        QTest::mouseRelease(view.viewport(), Qt::LeftButton, modifiers, to);
    }

    LinesChart* chart;
    ChartView view;
};

TEST_F(ChartGestures, TheWheelZoomsAtTheCursor) {
    EXPECT_TRUE(turnWheel(at(0.25, 0.75), 2));
    const PlotRange window = chart->window();
    EXPECT_NEAR(window.width(), 1 / (1.25 * 1.25), 1e-9);
    // What was under the cursor still is.
    EXPECT_NEAR(window.xFrom + 0.25 * window.width(), 0.25, 0.003);
    EXPECT_NEAR(window.yFrom + 0.75 * window.height(), 0.75, 0.003);
    EXPECT_TRUE(turnWheel(at(0.25, 0.75), -2));
    EXPECT_NEAR(chart->window().width(), 1, 1e-9);
    chart->showAll();
    // Nothing left to zoom out of: the wheel belongs to the page.
    EXPECT_FALSE(turnWheel(at(0.5, 0.5), -1));
    EXPECT_TRUE(chart->showsAll());
}

TEST_F(ChartGestures, ADragMovesAndADoubleClickShowsAll) {
    drag(at(0.5, 0.5), at(0.2, 0.5));
    EXPECT_TRUE(chart->showsAll());  // there is nowhere to go
    chart->setWindow({0.4, 0.6, 0.4, 0.6});
    drag(at(0.5, 0.5), at(0.25, 0.75));
    EXPECT_NEAR(chart->window().xFrom, 0.45, 0.002);
    EXPECT_NEAR(chart->window().yFrom, 0.35, 0.002);
    QTest::mouseDClick(view.viewport(), Qt::LeftButton, {}, at(0.5, 0.5));
    EXPECT_TRUE(chart->showsAll());
}

TEST_F(ChartGestures, ShiftDragZoomsToTheRectangle) {
    drag(at(0.2, 0.2), at(0.6, 0.8), Qt::ShiftModifier);
    EXPECT_NEAR(chart->window().xFrom, 0.2, 0.005);
    EXPECT_NEAR(chart->window().xTo, 0.6, 0.005);
    EXPECT_NEAR(chart->window().yFrom, 0.2, 0.005);
    EXPECT_NEAR(chart->window().yTo, 0.8, 0.005);
    const PlotRange window = chart->window();
    drag(at(0.5, 0.5), at(0.5, 0.5) + QPoint(3, 2), Qt::ShiftModifier);
    EXPECT_EQ(chart->window(), window);
    // Given up half-way.
    QTest::mousePress(view.viewport(), Qt::LeftButton, Qt::ShiftModifier, at(0.2, 0.2));
    const QPoint to = at(0.7, 0.7);
    QMouseEvent move(QEvent::MouseMove, to, view.viewport()->mapToGlobal(to), Qt::NoButton,
                     Qt::LeftButton, Qt::ShiftModifier);
    QApplication::sendEvent(view.viewport(), &move);
    ASSERT_NE(view.viewport()->findChild<QRubberBand*>(), nullptr);
    EXPECT_TRUE(view.viewport()->findChild<QRubberBand*>()->isVisible());
    QTest::keyClick(&view, Qt::Key_Escape);
    EXPECT_FALSE(view.viewport()->findChild<QRubberBand*>()->isVisible());
    QTest::mouseRelease(view.viewport(), Qt::LeftButton, Qt::ShiftModifier, to);
    EXPECT_EQ(chart->window(), window);
}

TEST_F(ChartGestures, KeysZoomMoveAndShowAll) {
    QTest::keyClick(&view, Qt::Key_Plus);
    EXPECT_NEAR(chart->window().width(), 0.8, 1e-9);
    EXPECT_NEAR(chart->window().xFrom, 0.1, 1e-9);
    QTest::keyClick(&view, Qt::Key_Right);
    EXPECT_NEAR(chart->window().xFrom, 0.18, 1e-9);
    QTest::keyClick(&view, Qt::Key_Up);
    EXPECT_NEAR(chart->window().yFrom, 0.18, 1e-9);
    QTest::keyClick(&view, Qt::Key_Left);
    QTest::keyClick(&view, Qt::Key_Down);
    EXPECT_NEAR(chart->window().xFrom, 0.1, 1e-9);
    EXPECT_NEAR(chart->window().yFrom, 0.1, 1e-9);
    QTest::keyClick(&view, Qt::Key_Minus);
    EXPECT_NEAR(chart->window().width(), 1, 1e-9);
    QTest::keyClick(&view, Qt::Key_Plus);
    QTest::keyClick(&view, Qt::Key_0);
    EXPECT_TRUE(chart->showsAll());
}

TEST_F(ChartGestures, ADragIsNoClick) {
    LayerBarsView bars(Qt::Vertical);
    LayerBars data;
    data.title = data.valueTitle = QStringLiteral("MACs");
    data.bars = {{QStringLiteral("a"), 1}, {QStringLiteral("b"), 2}};
    bars.setBars(data);
    bars.resize(600, 400);
    bars.show();
    finishEvents();
    int clicks = 0;
    QObject::connect(&bars, &LayerBarsView::layerClicked, [&] { ++clicks; });
    const QPoint middle = bars.mapFromScene(bars.plot()->plotArea().center());
    QTest::mouseClick(bars.viewport(), Qt::LeftButton, {}, middle);
    EXPECT_EQ(clicks, 1);
    bars.plot()->setWindow({0, 0.5, 0, 1});
    QTest::mousePress(bars.viewport(), Qt::LeftButton, {}, middle);
    const QPoint to = middle - QPoint(100, 0);
    QMouseEvent move(QEvent::MouseMove, to, bars.viewport()->mapToGlobal(to), Qt::NoButton,
                     Qt::LeftButton, {});
    QApplication::sendEvent(bars.viewport(), &move);
    QTest::mouseRelease(bars.viewport(), Qt::LeftButton, {}, to);
    EXPECT_EQ(clicks, 1);
    EXPECT_GT(bars.plot()->window().xFrom, 0.05);
}

TEST_F(ChartGestures, TheMenuCopiesAndZooms) {
    const auto action = [&](const char* name) {
        return view.findChild<QAction*>(QLatin1String(name));
    };
    for (const char* name : {"copyPicture", "copyData", "export-png", "export-svg", "export-pdf",
                             "export-csv", "zoomIn", "zoomOut", "showAll"})
        ASSERT_NE(action(name), nullptr) << name;
    EXPECT_EQ(view.contextMenuPolicy(), Qt::ActionsContextMenu);
    EXPECT_EQ(action("copyPicture")->shortcut(), QKeySequence(QStringLiteral("Ctrl+Shift+C")));
    action("zoomIn")->trigger();
    EXPECT_FALSE(chart->showsAll());
    action("showAll")->trigger();
    EXPECT_TRUE(chart->showsAll());

    action("copyPicture")->trigger();
    const QMimeData* copied = QApplication::clipboard()->mimeData();
    ASSERT_NE(copied, nullptr);
    EXPECT_EQ(qvariant_cast<QImage>(copied->imageData()).size(), QSize(1600, 1000));
    EXPECT_TRUE(copied->data(QStringLiteral("image/svg+xml")).contains("</svg>"));
    action("copyData")->trigger();
    const QString text = QApplication::clipboard()->text();
    EXPECT_EQ(text.count(u'\n'), 12);
    EXPECT_TRUE(text.startsWith(QStringLiteral("Series,Piece,x (1),y (dB)\nlp,1,0,0\nlp,1,1,2\n")));
}

TEST_F(ChartGestures, FilesAreWrittenWholeAndErrorsAreTold) {
    const QTemporaryDir folder;
    for (const FigureFile kind : kFigureFiles) {
        const QString file = folder.filePath(fileNameOf(chart->figureTitle(), kind));
        child<FigureActions>(view)->exportTo(file, kind);
        EXPECT_TRUE(QFile::exists(file)) << file.toStdString();
    }
    EXPECT_TRUE(QFile::exists(folder.filePath(QStringLiteral("a-chart-of-lines.svg"))));
    EXPECT_EQ(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden).size(), 4);

    QWidget window;
    auto* bar = new MessageBar(&window);
    view.setParent(&window);
    child<FigureActions>(view)->exportTo(folder.filePath(QStringLiteral("none/chart.png")),
                                         FigureFile::Png);
    EXPECT_TRUE(bar->text().contains(QStringLiteral("none/chart.png")))
        << bar->text().toStdString();
    EXPECT_FALSE(QFile::exists(folder.filePath(QStringLiteral("none/chart.png"))));
    EXPECT_THROW(writeFigure(*chart, FigureFile::Csv, "/proc/none/x.csv"), Error);
    view.setParent(nullptr);
}

TEST(FigureNames, AreFitForFiles) {
    EXPECT_EQ(fileNameOf(QStringLiteral("SQNR: layer1.0/conv1 (dB)"), FigureFile::Pdf),
              QStringLiteral("sqnr-layer1-0-conv1-db.pdf"));
    EXPECT_EQ(fileNameOf(QStringLiteral("../.."), FigureFile::Csv), QStringLiteral("figure.csv"));
    EXPECT_LE(fileNameOf(QString(500, u'x'), FigureFile::Png).size(), 84);
}

}  // namespace
}  // namespace lpstudio::test
