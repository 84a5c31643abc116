#include <gtest/gtest.h>

#include <QAction>
#include <QApplication>
#include <QHelpEvent>
#include <QTest>
#include <QToolTip>
#include <cmath>
#include <optional>
#include <vector>

#include "app/desktop/charts/pareto_view.h"
#include "app/desktop/pages/hardware/hardware_layers.h"
#include "app/desktop/pages/hardware/influence_view.h"
#include "app/desktop/plot/plot_geometry.h"
#include "tests/app/desktop/events.h"

// Charts of the pages Hardware and Pareto under the hand.

namespace lpstudio::test {
namespace {

template <class View>
void show(View& view) {
    view.resize(800, 500);
    view.setVisible(true);
    finishEvents();
}

QPoint inView(const ChartView& view, const QPointF& inChart) {
    return view.mapFromScene(view.chart()->mapToScene(inChart));
}

QPoint rowInView(const ChartView& view, int row, int count) {
    const QRectF area = view.chart()->plotArea();
    return inView(view, {area.center().x(), area.top() + (row + 0.5) / count * area.height()});
}

template <class Signal, class View>
void clickRows(View& view, Signal signal, int count) {
    std::optional<int> clicked;
    QObject::connect(&view, signal, [&](int row) { clicked = row; });
    for (int row = 0; row < count; ++row) {
        clicked.reset();
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, rowInView(view, row, count));
        EXPECT_EQ(clicked, row);
    }
    clicked.reset();
    QTest::mouseClick(view.viewport(), Qt::RightButton, {}, rowInView(view, 0, count));
    const QPointF title(view.chart()->plotArea().center().x(), 3);
    QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, inView(view, title));
    EXPECT_FALSE(clicked);
}

/// A moment after the mouse has come to rest Qt asks for a tooltip of its own; the one that is
/// shown must outlive that.
void expectTipStays(QAbstractScrollArea& view, const QPoint& at) {
    ASSERT_TRUE(QToolTip::isVisible());
    const QString text = QToolTip::text();
    EXPECT_FALSE(text.isEmpty());
    QHelpEvent rest(QEvent::ToolTip, at, view.viewport()->mapToGlobal(at));
    QApplication::sendEvent(view.viewport(), &rest);
    EXPECT_FALSE(QTest::qWaitFor([] { return !QToolTip::isVisible(); }, 600));
    EXPECT_EQ(QToolTip::text(), text);
}

TEST(RooflineView, AClickChoosesTheLayer) {
    Roofline roofline{64e9, {256e9}, {}};
    roofline.points = {{"conv1", 100, 128e9, 256e9, 256e9, false},
                       {"fc", 1, 16e9, 64e9, 256e9, true}};
    RooflineView view;
    view.roofline()->setRoofline(roofline);
    show(view);
    std::optional<int> clicked;
    QObject::connect(&view, &RooflineView::layerClicked, [&](int layer) { clicked = layer; });
    const QRectF area = view.chart()->plotArea();
    const PlotMap map{view.roofline()->range(), area.left(), area.top(), area.width(),
                      area.height()};
    for (int i = 0; i < 2; ++i) {
        const RooflinePoint& point = roofline.points[static_cast<std::size_t>(i)];
        const QPoint at =
            inView(view, {map.x(std::log10(point.intensity)), map.y(std::log10(point.achieved))});
        const QImage before = view.grab().toImage();
        QTest::mouseMove(view.viewport(), at);
        finishEvents();
        EXPECT_NE(view.grab().toImage(), before);  // ringed
        EXPECT_EQ(view.cursor().shape(), Qt::PointingHandCursor);
        expectTipStays(view, at);
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, at);
        EXPECT_EQ(clicked, i);
        EXPECT_EQ(view.roofline()->selected(), i);
    }
    clicked.reset();
    QTest::mouseMove(view.viewport(), inView(view, area.topLeft() + QPointF(30, 30)));
    QTest::mouseClick(view.viewport(), Qt::LeftButton, {},
                      inView(view, area.topLeft() + QPointF(30, 30)));
    EXPECT_FALSE(clicked);
    EXPECT_EQ(view.roofline()->selected(), 1);
    EXPECT_EQ(view.cursor().shape(), Qt::ArrowCursor);
}

TEST(ParetoView, TheTooltipOfAPointStays) {
    ParetoView view;
    std::vector<ScoredCandidate> candidates(2);
    for (int i = 0; i < 2; ++i) {
        ScoredCandidate& one = candidates[static_cast<std::size_t>(i)];
        one.id = CandidateId(i);
        one.meanWeightBits = 2 + 2 * i;
        one.contrast = 3 - 2 * i;
    }
    view.setData(paretoData(candidates, "weight-bits", "contrast", -1));
    show(view);
    const QRectF area = view.paretoChart()->plotArea();
    const PlotMap map{view.paretoChart()->range(), area.left(), area.top(), area.width(),
                      area.height()};
    const QPoint at =
        view.mapFromScene(view.paretoChart()->mapToScene(QPointF(map.x(4), map.y(1))));
    QTest::mouseMove(view.viewport(), at);
    expectTipStays(view, at);
    EXPECT_TRUE(QToolTip::text().contains(QStringLiteral("Candidate 1")));
}

TEST(InfluenceView, AClickChoosesTheRow) {
    InfluenceView view;
    view.influences()->setInfluences({QStringLiteral("Influences"),
                                      QStringLiteral("Energy"),
                                      QStringLiteral("J"),
                                      1,
                                      {{QStringLiteral("a"), 0.5, 2, QStringLiteral("derived")},
                                       {QStringLiteral("b"), 0.9, 1, QStringLiteral("assumed")}}});
    show(view);
    clickRows(view, &InfluenceView::rowClicked, 2);
}

TEST(ComparisonView, AClickChoosesTheRow) {
    ComparisonView view;
    view.comparison()->setComparison(
        {QStringLiteral("Energy"),
         QStringLiteral("Energy"),
         QStringLiteral("J"),
         {{QStringLiteral("a"), 1, {}}, {QStringLiteral("b"), 2, {}}, {QStringLiteral("c"), 3, {}}},
         1});
    show(view);
    clickRows(view, &ComparisonView::rowClicked, 3);
}

}  // namespace
}  // namespace lpstudio::test
