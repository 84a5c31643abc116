#include "app/desktop/pages/distributions/distributions_page.h"

#include <QChartView>
#include <QCheckBox>
#include <QElapsedTimer>
#include <QLabel>
#include <QPushButton>
#include <QRadioButton>
#include <QSlider>
#include <QSpinBox>
#include <QTableView>
#include <QUndoStack>
#include <algorithm>

#include "app/desktop/charts/distribution_chart.h"
#include "app/desktop/charts/octave_chart.h"
#include "app/desktop/jobs/jobs.h"
#include "app/desktop/pages/distributions/distribution_view.h"
#include "app/desktop/pages/distributions/format_panel.h"
#include "app/desktop/pages/distributions/layer_tensors.h"
#include "app/desktop/plot/plot_geometry.h"
#include "app/desktop/widgets/data_table.h"
#include "app/desktop/widgets/facts_panel.h"
#include "app/desktop/widgets/lp_boxes.h"
#include "app/desktop/widgets/message_bar.h"
#include "core/base/error.h"
#include "core/number/lp.h"
#include "core/number/measures.h"
#include "tests/app/desktop/child.h"
#include "tests/app/desktop/events.h"
#include "tests/app/desktop/window_fixture.h"

namespace lpstudio {
namespace {

class DistributionsTest : public WindowFixture {
protected:
    void open() {
        openAndWait();
        window->showPage(PageId::Distributions);
        ASSERT_TRUE(rest());
    }
    bool rest() {
        return waitFor([&] { return !shown()->isBusy(); });
    }
    DistributionsPage* shown() { return page<DistributionsPage>(PageId::Distributions); }
    QString readOut(const char* name) {
        return child<FactsPanel>(child<FormatPanel>(shown()))->value(QString::fromUtf8(name));
    }
    void addRow(int row) {
        QTableView* view = shown()->table()->view();
        QTest::mouseClick(view->viewport(), Qt::LeftButton, Qt::ControlModifier,
                          view->visualRect(view->model()->index(row, 0)).center());
    }
    QStringList names() {
        QStringList list;
        for (const auto& tensor : chartIn<DistributionChart>(shown())->data().tensors)
            list << tensor.name;
        return list;
    }
    QString nameOf(int layer) {
        const auto& layers = window->session().selection().network()->layers();
        return QString::fromStdString(layers[static_cast<std::size_t>(layer)].name);
    }
};

TEST_F(DistributionsTest, TheHandSeesAnEstimateAndThenTheExactFigures) {
    ASSERT_NO_FATAL_FAILURE(open());
    const QString exact = readOut("SQNR");
    EXPECT_FALSE(exact.contains(u'~'));
    auto* panel = child<FormatPanel>(shown());
    panel->findChild<QSlider*>()->setValue(60);
    EXPECT_TRUE(readOut("SQNR").startsWith(u'~')) << "at once, without the event loop";
    EXPECT_TRUE(readOut("Zeroed").startsWith(u'~'));
    EXPECT_TRUE(readOut("Saturated").startsWith(u'~'));
    EXPECT_TRUE(shown()->isBusy());
    const double about = readOut("SQNR").mid(1).section(u' ', 0, 0).toDouble();
    ASSERT_TRUE(rest());
    EXPECT_FALSE(readOut("SQNR").contains(u'~'));
    EXPECT_TRUE(readOut("Codes used").contains(QStringLiteral("of 256")));
    const auto& network = window->session().selection().network();
    const Measures truth = measure(LpFormat(panel->parameters()).quantizer(Rounding::Nearest),
                                   network->weights(LayerIndex(0)), "test");
    EXPECT_NEAR(readOut("SQNR").section(u' ', 0, 0).toDouble(), truth.sqnrDb, 0.01);
    EXPECT_NEAR(about, truth.sqnrDb, 0.05);
}

TEST_F(DistributionsTest, ExactFiguresAreThoseOfTheLastPosition) {
    ASSERT_NO_FATAL_FAILURE(open());
    auto* panel = child<FormatPanel>(shown());
    for (int n = 8; n >= 3; --n) {
        child<LpBoxes>(panel)->n()->setValue(n);
        finishEvents();
    }
    ASSERT_TRUE(rest());
    EXPECT_TRUE(readOut("Codes used").endsWith(QStringLiteral("of 8")));
}

TEST_F(DistributionsTest, AWideFitRunsInTheBackgroundAndCanBeStopped) {
    ASSERT_NO_FATAL_FAILURE(open());
    auto* panel = child<FormatPanel>(shown());
    child<LpBoxes>(panel)->n()->setValue(LpParameters::kMaxWidth);
    ASSERT_TRUE(rest());
    const LpParameters before = panel->parameters();
    const QString text = child<QPushButton>(panel, "fit")->text();
    Job* job = shown()->ownJobs().at(1);
    child<QPushButton>(panel, "fit")->click();
    EXPECT_TRUE(job->isRunning()) << "the click comes back at once";
    EXPECT_TRUE(child<QPushButton>(panel, "fit")->text().contains(QStringLiteral("Stop")));
    EXPECT_TRUE(child<QPushButton>(panel, "fit")->isEnabled());
    child<QPushButton>(panel, "fit")->click();
    ASSERT_TRUE(waitFor([&] { return !job->isRunning(); }));
    EXPECT_EQ(panel->parameters(), before);
    EXPECT_EQ(child<QPushButton>(panel, "fit")->text(), text);
    EXPECT_EQ(window->messageBar()->text(), QString());

    child<LpBoxes>(panel)->n()->setValue(5);
    ASSERT_TRUE(rest());
    child<QPushButton>(panel, "fit")->click();
    ASSERT_TRUE(rest());
    const auto weights = window->session().selection().network()->weights(LayerIndex(0));
    EXPECT_EQ(panel->parameters(), fitLp(5, MagnitudeTable(weights)));
    EXPECT_NE(panel->parameters(), before);
}

TEST_F(DistributionsTest, TheMarkIsOfTheShapeUnderTheHand) {
    ASSERT_NO_FATAL_FAILURE(open());
    auto* panel = child<FormatPanel>(shown());
    child<LpBoxes>(panel)->n()->setValue(4);
    child<LpBoxes>(panel)->es()->setValue(0);
    child<LpBoxes>(panel)->rs()->setValue(3);
    ASSERT_TRUE(rest());
    const auto weights = window->session().selection().network()->weights(LayerIndex(0));
    const double best = lpParameters(*LpFormat(4, 0, 3).fit(MagnitudeTable(weights)))->sf;
    QStringList texts;
    for (const QLabel* label : panel->findChildren<QLabel*>()) texts << label->text();
    EXPECT_TRUE(texts.contains(QStringLiteral("fitted %1").arg(best, 0, 'f', 3)))
        << texts.join(u'|').toStdString();
}

TEST_F(DistributionsTest, UseForThisLayerIsAStepOfTheWorkingCandidate) {
    ASSERT_NO_FATAL_FAILURE(openAndWait());
    ASSERT_NO_FATAL_FAILURE(search(8));
    window->showPage(PageId::Distributions);
    window->session().selection().setLayer(2);
    ASSERT_TRUE(rest());
    auto* panel = child<FormatPanel>(shown());
    panel->setParameters({4, 1, 2, 0.25});
    ASSERT_TRUE(child<QPushButton>(panel, "use")->isEnabled());
    child<QPushButton>(panel, "use")->click();
    EXPECT_EQ(window->messageBar()->text(), QString());
    WorkingCandidate& working = window->session().working();
    ASSERT_TRUE(working.exists());
    EXPECT_EQ(working.gene(2), (LpParameters{4, 1, 2, 0.25}));
    EXPECT_EQ(working.editedLayers(), std::vector<int>{2});
    window->session().undoStack().undo();
    EXPECT_TRUE(working.editedLayers().empty());
    // Wider than an accelerator takes, or not of weights: the button says why.
    child<LpBoxes>(panel)->n()->setValue(12);
    EXPECT_FALSE(child<QPushButton>(panel, "use")->isEnabled());
    EXPECT_TRUE(child<QPushButton>(panel, "use")->toolTip().contains(u'8'));
    child<LpBoxes>(panel)->n()->setValue(8);
    EXPECT_TRUE(child<QPushButton>(panel, "use")->isEnabled());
    child<QRadioButton>(shown(), "activations")->click();
    ASSERT_TRUE(rest());
    EXPECT_FALSE(child<QPushButton>(panel, "use")->isEnabled());
    EXPECT_FALSE(child<QPushButton>(panel, "use")->toolTip().isEmpty());
}

TEST_F(DistributionsTest, BothChartsZoomTogether) {
    ASSERT_NO_FATAL_FAILURE(open());
    DistributionChart* chart = chartIn<DistributionChart>(shown());
    OctaveChart* octaves = chartIn<OctaveChart>(shown());
    chart->zoomAt(4, chart->plotArea().center());
    EXPECT_NEAR(chart->window().width(), 0.25, 1e-9);
    EXPECT_EQ(chart->window().height(), 1);
    EXPECT_EQ(octaves->window(), chart->window());
    octaves->panBy({20, 0});
    EXPECT_EQ(octaves->window(), chart->window());
    // The hand on the format leaves the place alone.
    const PlotRange part = chart->window();
    child<LpBoxes>(shown())->n()->setValue(5);
    ASSERT_TRUE(rest());
    EXPECT_EQ(chart->window(), part);
    // Another scale is another picture.
    shown()->showView(QStringLiteral("log2"));
    ASSERT_TRUE(rest());
    EXPECT_TRUE(chart->showsAll());
    EXPECT_TRUE(octaves->showsAll());
}

TEST_F(DistributionsTest, SeveralLayersLieOverEachOther) {
    ASSERT_NO_FATAL_FAILURE(open());
    EXPECT_EQ(names(), QStringList{nameOf(0)});
    addRow(2);
    addRow(4);
    ASSERT_TRUE(rest());
    EXPECT_EQ(names(), (QStringList{nameOf(0), nameOf(2), nameOf(4)}));
    EXPECT_EQ(window->session().selection().layerNumber(), 4);
    // The last clicked is the one the format is tried on.
    EXPECT_EQ(shown()->table()->selectedRows(), (std::vector<int>{0, 2, 4}));
    addRow(4);
    ASSERT_TRUE(rest());
    EXPECT_EQ(names(), (QStringList{nameOf(0), nameOf(2)}));
    EXPECT_EQ(window->session().selection().layerNumber(), 2);
    window->session().selection().setLayer(5);
    ASSERT_TRUE(rest());
    EXPECT_EQ(names(), QStringList{nameOf(5)});
    shown()->table()->view()->selectAll();
    ASSERT_TRUE(rest());
    EXPECT_EQ(names().size(), 6) << "no more than can be told apart";
    EXPECT_TRUE(names().contains(nameOf(5)));
    EXPECT_FALSE(window->grab().isNull());
}

TEST_F(DistributionsTest, PrecisionPerOctaveFollowsTheHand) {
    ASSERT_NO_FATAL_FAILURE(open());
    const auto before = chartIn<OctaveChart>(shown())->steps();
    ASSERT_FALSE(before.isEmpty());
    child<LpBoxes>(shown())->n()->setValue(5);
    EXPECT_NE(chartIn<OctaveChart>(shown())->steps(), before) << "at once, without the event loop";
    shown()->showView(QStringLiteral("log2"));
    ASSERT_TRUE(rest());
    const auto plot = [](const QChart* chart) { return chart->plotArea(); };
    EXPECT_NEAR(plot(chartIn<DistributionChart>(shown())).left(),
                plot(chartIn<OctaveChart>(shown())).left(), 1);
    EXPECT_NEAR(plot(chartIn<DistributionChart>(shown())).right(),
                plot(chartIn<OctaveChart>(shown())).right(), 1);
    const auto visibleCharts = [&] {
        const auto views = child<DistributionView>(shown())->findChildren<QChartView*>();
        return std::count_if(views.begin(), views.end(),
                             [](const QChartView* view) { return view->isVisible(); });
    };
    EXPECT_EQ(visibleCharts(), 2);
    child<QCheckBox>(shown(), "octaves")->click();
    EXPECT_EQ(visibleCharts(), 1);
    shown()->showView(QStringLiteral("layers"));
    ASSERT_TRUE(rest());
    EXPECT_EQ(names().size(), 4);
    shown()->showView({});
    ASSERT_TRUE(rest());
    EXPECT_EQ(names(), QStringList{nameOf(0)});
}

TEST_F(DistributionsTest, ActivationsAreCollectedOnceAndShown) {
    ASSERT_NO_FATAL_FAILURE(open());
    child<QRadioButton>(shown(), "activations")->click();
    ASSERT_TRUE(waitFor([&] { return shown()->ownJobs().front()->isRunning(); }));
    ASSERT_TRUE(rest());
    EXPECT_EQ(window->messageBar()->text(), QString());
    const Layer& layer = *window->session().selection().layer();
    const auto& tensors = chartIn<DistributionChart>(shown())->data().tensors;
    ASSERT_EQ(tensors.size(), 1U);
    const auto all = static_cast<std::int64_t>(layer.inputElements * 128);
    EXPECT_LE(tensors[0].linear.total, static_cast<std::int64_t>(kSampledValues) + 1);
    EXPECT_GE(tensors[0].linear.total,
              std::min(all, static_cast<std::int64_t>(kSampledValues) / 2));
    EXPECT_TRUE(readOut("SQNR").endsWith(QStringLiteral("dB")));
    int runs = 0;
    QObject::connect(shown()->ownJobs().front(), &Job::started, [&] { ++runs; });
    window->session().selection().setLayer(3);
    ASSERT_TRUE(rest());
    EXPECT_EQ(names(), QStringList{nameOf(3)});
    EXPECT_EQ(runs, 0) << "one pass collects all layers";
    shown()->showView({});
    ASSERT_TRUE(rest());
    EXPECT_EQ(chartIn<DistributionChart>(shown())->data().tensors[0].linear.total,
              window->session().selection().layer()->parameters);
}

TEST_F(DistributionsTest, CollectingCanBeCancelled) {
    ASSERT_NO_FATAL_FAILURE(open());
    child<QRadioButton>(shown(), "activations")->click();
    Job* job = shown()->ownJobs().front();
    ASSERT_TRUE(waitFor([&] { return job->isRunning(); }));
    job->cancel();
    ASSERT_TRUE(rest());
    EXPECT_EQ(window->messageBar()->text(), QString());
    EXPECT_TRUE(chartIn<DistributionChart>(shown())->data().tensors.empty());
    EXPECT_FALSE(child<FormatPanel>(shown())->isEnabled());
    window->session().selection().setLayer(1);
    ASSERT_TRUE(rest());
    EXPECT_EQ(names(), QStringList{nameOf(1)});
    EXPECT_TRUE(child<FormatPanel>(shown())->isEnabled());
}

TEST_F(DistributionsTest, TheSampleIsEverySthValue) {
    ASSERT_NO_FATAL_FAILURE(open());
    const auto& network = *window->session().selection().network();
    const auto& store = *window->session().store();
    const auto set = window->session().assets()->images(store.datasets().front(), network.card());
    std::vector<std::size_t> images(40);
    for (std::size_t i = 0; i < images.size(); ++i) images[i] = 3 * i;
    const auto all = sampleActivations(network, *set, images, SIZE_MAX);
    const auto part = sampleActivations(network, *set, images, 5000);
    ASSERT_EQ(part.layers.size(), network.layers().size());
    for (const Layer& layer : network.layers()) {
        const auto at = static_cast<std::size_t>(layer.index.value);
        const auto &whole = all.layers[at].first, &kept = part.layers[at].first;
        EXPECT_EQ(whole.all, static_cast<std::size_t>(layer.inputElements) * images.size());
        EXPECT_EQ(whole.values.size(), whole.all);
        EXPECT_EQ(kept.all, whole.all);
        ASSERT_LE(kept.values.size(), 5000U);
        ASSERT_GE(kept.values.size(), std::min<std::size_t>(whole.all, 2500));
        const std::size_t step = (whole.all + kept.values.size() - 1) / kept.values.size();
        for (std::size_t i = 0; i < kept.values.size(); ++i)
            ASSERT_EQ(kept.values[i], whole.values[i * step]) << layer.name << ' ' << i;
    }
    std::stop_source stop;
    stop.request_stop();
    EXPECT_THROW(sampleActivations(network, *set, images, 5000, stop.get_token()), Cancelled);
}

}  // namespace
}  // namespace lpstudio
