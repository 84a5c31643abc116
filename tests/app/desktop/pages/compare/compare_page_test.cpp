#include "app/desktop/pages/compare/compare_page.h"

#include <QAction>
#include <QCheckBox>
#include <QElapsedTimer>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableView>
#include <QToolButton>
#include <QUndoStack>
#include <cmath>

#include "app/desktop/jobs/jobs.h"
#include "app/desktop/pages/compare/column_bar.h"
#include "app/desktop/pages/compare/compare_actions.h"
#include "app/desktop/pages/compare/compare_table.h"
#include "app/desktop/pages/compare/compare_tool_bar.h"
#include "app/desktop/pages/compare/compare_view.h"
#include "app/desktop/pages/compare/layer_editor.h"
#include "app/desktop/pages/compare/summary_table.h"
#include "app/desktop/widgets/data_table.h"
#include "app/desktop/widgets/lp_boxes.h"
#include "app/desktop/widgets/message_bar.h"
#include "tests/app/desktop/child.h"
#include "tests/app/desktop/window_fixture.h"

namespace lpstudio {
namespace {

class ComparePageTest : public WindowFixture {
protected:
    void openRun() {
        openAndWait();
        search(8);
        window->showPage(PageId::Compare);
        compare = page<ComparePage>(PageId::Compare);
    }
    void settle() {
        ASSERT_TRUE(waitFor([&] { return !compare->isBusy(); }));
        ASSERT_EQ(window->messageBar()->text(), QString());
    }
    RunId run() { return *session().selection().run(); }
    double value(SummaryTable::Row row, int item) {
        return child<SummaryTable>(compare)->value(row, item);
    }

    ComparePage* compare = nullptr;
};

TEST_F(ComparePageTest, AnEmptyPageOffersWhatFillsIt) {
    openRun();
    ASSERT_TRUE(child<CompareToolBar>(compare)->baselinesAction()->isEnabled());
    EXPECT_TRUE(compare->columns().empty());
    child<CompareToolBar>(compare)->baselinesAction()->trigger();
    settle();
    ASSERT_EQ(compare->columns().size(), 3U);
    EXPECT_EQ(compare->columns()[0].source.kind, ColumnSource::Kind::Candidate);
    const QTableView* view = compare->table()->view();
    for (int item = 0; item < 3; ++item)
        EXPECT_FALSE(view->isColumnHidden(CompareTable::FirstItem + item)) << item;
    EXPECT_TRUE(view->isColumnHidden(
        child<CompareView>(compare)->model()->figureColumn(0, CompareTable::Sqnr)));
    const ScoredCandidate& chosen = *session().selection().candidate();
    EXPECT_DOUBLE_EQ(value(SummaryTable::WeightBits, 0), chosen.meanWeightBits);
    EXPECT_DOUBLE_EQ(value(SummaryTable::ActivationBits, 0), chosen.meanActivationBits);
    EXPECT_DOUBLE_EQ(value(SummaryTable::Bytes, 0), chosen.modelBytes);
    // The same accelerator says the same as in the search.
    EXPECT_NEAR(value(SummaryTable::Energy, 0), chosen.hardware.energyPicojoules,
                1e-6 * chosen.hardware.energyPicojoules);
    EXPECT_NEAR(value(SummaryTable::Latency, 0), chosen.hardware.latencySeconds,
                1e-6 * chosen.hardware.latencySeconds);
    EXPECT_DOUBLE_EQ(value(SummaryTable::WeightBits, 1), 8);
    EXPECT_GT(value(SummaryTable::Sqnr, 1), value(SummaryTable::Sqnr, 2));
    // Layers stand in the order of their difference.
    const QAbstractItemModel* rows = compare->table()->view()->model();
    EXPECT_EQ(rows->rowCount(), static_cast<int>(session().selection().network()->layers().size()));
    for (int row = 1; row < rows->rowCount(); ++row)
        EXPECT_GE(rows->index(row - 1, CompareTable::Spread).data(RawRole).toDouble(),
                  rows->index(row, CompareTable::Spread).data(RawRole).toDouble());
    child<CompareToolBar>(compare)->orderBox()->setChecked(false);
    EXPECT_EQ(rows->index(0, 0).data().toString().toStdString(),
              session().selection().network()->layers()[0].name);
    session().compareList().clear();
    EXPECT_TRUE(compare->columns().empty());
}

TEST_F(ComparePageTest, ComparesTheBestSoFarWhileTheSearchRuns) {
    openAndWait();
    compare = page<ComparePage>(PageId::Compare);
    window->showPage(PageId::Compare);
    QAction* baselines = child<CompareToolBar>(compare)->baselinesAction();
    EXPECT_FALSE(baselines->isEnabled());
    CandidateId best{-1};
    QObject watch;
    QObject::connect(&session().selection(), &Selection::candidatesAdded, &watch, [&] {
        if (best.value >= 0 || session().selection().candidates()->empty()) return;
        best = session().selection().best()->id;
        EXPECT_TRUE(baselines->isEnabled());
        baselines->trigger();
    });
    search(8);
    settle();
    ASSERT_FALSE(compare->columns().empty());
    EXPECT_EQ(compare->columns().front().source, ColumnSource::ofCandidate(run(), best));
}

TEST_F(ComparePageTest, AnEditShowsItsEstimateAtOnceAndIsUndone) {
    openRun();
    const ScoredCandidate chosen = *session().selection().candidate();
    child<CompareActions>(compare)->beginWorking(run(), chosen.id);
    session().addToCompare(run(), CandidateId(0));
    settle();
    ASSERT_EQ(compare->columns().size(), 2U);
    EXPECT_TRUE(child<LayerEditor>(compare)->isVisible());
    const double bits = value(SummaryTable::WeightBits, 0);
    const double sqnr = child<CompareView>(compare)->model()->layer(1, 0)->sqnrDb;
    const LpParameters before = session().working().gene(1);
    const LpParameters after{before.n == 2 ? 3 : 2, 0, 1, before.sf};

    QElapsedTimer clock;
    clock.start();
    ASSERT_TRUE(child<CompareActions>(compare)->editLayer(
        1, QString::fromStdString(LpFormat(after).spec())));
    settle();
    RecordProperty("edit_milliseconds", static_cast<int>(clock.elapsed()));
    EXPECT_EQ(session().working().gene(1), after);
    EXPECT_NE(value(SummaryTable::WeightBits, 0), bits);
    EXPECT_NE(child<CompareView>(compare)->model()->layer(1, 0)->sqnrDb, sqnr);
    EXPECT_EQ(child<CompareView>(compare)->model()->layer(1, 0)->weightBits, after.n);
    EXPECT_TRUE(child<CompareView>(compare)->model()->isEdited(1, 0));
    // It is no longer what was measured.
    EXPECT_TRUE(std::isnan(value(SummaryTable::Score, 0)));

    session().undoStack().undo();
    settle();
    EXPECT_EQ(value(SummaryTable::WeightBits, 0), bits);
    EXPECT_EQ(child<CompareView>(compare)->model()->layer(1, 0)->sqnrDb, sqnr);
    EXPECT_DOUBLE_EQ(value(SummaryTable::Score, 0), chosen.contrast);
}

TEST_F(ComparePageTest, ASpecThatLeavesSomethingOpenIsFitted) {
    openRun();
    child<CompareActions>(compare)->beginWorking(run(), session().selection().candidate()->id);
    settle();
    ASSERT_TRUE(child<CompareActions>(compare)->editLayer(2, QStringLiteral("3")));
    settle();
    const LpParameters fitted = session().working().gene(2);
    EXPECT_EQ(fitted.n, 3);
    const double best = child<CompareView>(compare)->model()->layer(2, 0)->sqnrDb;
    LpParameters off = fitted;
    off.sf += 0.5;
    child<CompareActions>(compare)->editLayer(2, QString::fromStdString(LpFormat(off).spec()));
    settle();
    EXPECT_LT(child<CompareView>(compare)->model()->layer(2, 0)->sqnrDb, best);

    QSignalSpy told(&session().messages(), &Messages::problem);
    for (const char* wrong : {"int:4", "lp:9", "lp:4,7", "nonsense"})
        EXPECT_FALSE(child<CompareActions>(compare)->editLayer(2, QLatin1String(wrong)) &&
                     waitFor([&] { return !compare->isBusy(); }) && told.isEmpty())
            << wrong;
    EXPECT_GE(told.size(), 3);
    EXPECT_EQ(session().working().gene(2), off);
}

TEST_F(ComparePageTest, TheSteppersEditTheChosenLayer) {
    openRun();
    child<CompareActions>(compare)->beginWorking(run(), session().selection().candidate()->id);
    settle();
    compare->table()->view()->selectRow(0);
    LayerEditor* editor = child<LayerEditor>(compare);
    const int layer = editor->layer();
    EXPECT_EQ(layer, session().selection().layerNumber());
    const int n = child<LpBoxes>(editor)->n()->value();
    child<LpBoxes>(editor)->n()->setValue(n == 8 ? 7 : n + 1);
    settle();
    EXPECT_EQ(session().working().gene(layer).n, child<LpBoxes>(editor)->n()->value());
    EXPECT_TRUE(child<QLabel>(editor, "figures")->text().contains(QStringLiteral("dB")));
    EXPECT_TRUE(child<QPushButton>(editor, "reset")->isEnabled());
    child<QPushButton>(editor, "reset")->click();
    settle();
    EXPECT_EQ(session().working().gene(layer).n, n);
    EXPECT_TRUE(session().working().editedLayers().empty());
    EXPECT_EQ(session().undoStack().count(), 3);
}

TEST_F(ComparePageTest, CtrlZInAStepperTakesItsStepBack) {
    openRun();
    window->activateWindow();
    child<CompareActions>(compare)->beginWorking(run(), session().selection().candidate()->id);
    settle();
    compare->table()->view()->selectRow(0);
    LayerEditor* editor = child<LayerEditor>(compare);
    const int layer = editor->layer();
    LpBoxes* boxes = child<LpBoxes>(editor);
    // With room in both directions.
    session().working().setGene(layer, {6, 2, 3, 0.25}, QStringLiteral("a layer"));
    settle();
    for (QAbstractSpinBox* box :
         {static_cast<QAbstractSpinBox*>(boxes->n()), static_cast<QAbstractSpinBox*>(boxes->es()),
          static_cast<QAbstractSpinBox*>(boxes->rs()),
          static_cast<QAbstractSpinBox*>(boxes->sf())}) {
        const LpParameters before = session().working().gene(layer);
        box->setFocus();
        // Towards where there is room.
        const int key = box == boxes->n() && before.n == 8 ? Qt::Key_Down : Qt::Key_Up;
        QTest::keyClick(box, static_cast<Qt::Key>(key));
        LpParameters after = session().working().gene(layer);
        if (after == before) {
            QTest::keyClick(box, Qt::Key_Down);
            after = session().working().gene(layer);
        }
        ASSERT_NE(after, before) << box->accessibleName().toStdString();
        QTest::keyClick(box, Qt::Key_Z, Qt::ControlModifier);
        EXPECT_EQ(session().working().gene(layer), before) << box->accessibleName().toStdString();
        QTest::keyClick(box, Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        EXPECT_EQ(session().working().gene(layer), after);
        QTest::keyClick(box, Qt::Key_Z, Qt::ControlModifier);
        settle();
    }
}

TEST_F(ComparePageTest, ASavedCandidateIsScoredAsTheSearchScores) {
    openRun();
    // Unchanged it must come to the very score that the search gave it.
    const RunId searched = run();
    const ScoredCandidate chosen = *session().selection().candidate();
    child<CompareActions>(compare)->beginWorking(searched, chosen.id);
    settle();
    child<CompareActions>(compare)->save(QStringLiteral("the same"));
    settle();
    const auto runs = session().store()->runs();
    ASSERT_EQ(runs.size(), 2U);
    const RunRecord& hand = runs.back();
    EXPECT_EQ(hand.kind, RunKind::Manual);
    EXPECT_EQ(hand.derivedFrom, searched);
    const ScoredCandidate saved = session().store()->candidate(hand.id, CandidateId(0));
    EXPECT_EQ(saved.candidate, chosen.candidate);
    // Other threads may round otherwise.
    EXPECT_NEAR(saved.contrast, chosen.contrast, 1e-5 * chosen.contrast);
    EXPECT_DOUBLE_EQ(saved.compression, chosen.compression);
    EXPECT_NEAR(saved.fitness, chosen.fitness, 1e-5 * chosen.fitness);
    EXPECT_DOUBLE_EQ(saved.modelBytes, chosen.modelBytes);
    EXPECT_DOUBLE_EQ(saved.hardware.energyPicojoules, chosen.hardware.energyPicojoules);
    EXPECT_EQ(session().store()->candidateNote(hand.id, CandidateId(0)).name, "the same");
    EXPECT_TRUE(
        session().compareList().contains(ColumnSource::ofCandidate(hand.id, CandidateId(0))));

    // What is of no search cannot be resumed, and the report and export take it as any other.
    jobs().loading().chooseCandidate(hand.id, CandidateId(0));
    ASSERT_TRUE(waitFor([&] { return session().selection().run() == hand.id; }));
    window->showPage(PageId::Search);
    ASSERT_NE(window->page(PageId::Search)->secondAction(), nullptr);
    EXPECT_FALSE(window->page(PageId::Search)->secondAction()->isVisible());
}

TEST_F(ComparePageTest, Top1IsMeasuredInTheBackground) {
    openAndWait();
    window->showPage(PageId::Search);
    search(6);
    window->showPage(PageId::Compare);
    compare = page<ComparePage>(PageId::Compare);
    child<CompareActions>(compare)->beginUniform(8);
    settle();
    ASSERT_EQ(compare->columns().size(), 1U);
    session().compareList().add(ColumnSource::floating());
    settle();
    // The run has no evaluation set: what to do is said.
    QSignalSpy told(&session().messages(), &Messages::problem);
    child<CompareActions>(compare)->measure({0, 1});
    ASSERT_TRUE(waitFor([&] { return !told.isEmpty(); }));
    EXPECT_TRUE(told.front().front().toString().contains(QStringLiteral("evaluation set")));
}

TEST_F(ComparePageTest, ColumnsAreNamedPinnedMovedAndRemoved) {
    openRun();
    session().addToCompare(run(), CandidateId(0));
    session().addToCompare(run(), CandidateId(1));
    settle();
    session().edits().setCandidateNote(run(), {CandidateId(1), "narrow", "a note", true});
    EXPECT_EQ(compare->columns()[1].title, QStringLiteral("narrow"));
    EXPECT_TRUE(child<CompareView>(compare)->bar()->button(1)->text().startsWith(u'★'));
    EXPECT_EQ(session().undoStack().undoText(), QStringLiteral("pin on candidate 1"));
    session().undoStack().undo();
    EXPECT_EQ(compare->columns()[1].title, QStringLiteral("Candidate 1"));
    EXPECT_FALSE(session().store()->candidateNote(run(), CandidateId(1)).starred);
    session().undoStack().redo();
    Q_EMIT child<CompareView>(compare)->bar()->moveRequested(1, 0);
    EXPECT_EQ(compare->columns()[0].title, QStringLiteral("narrow"));
    Q_EMIT child<CompareView>(compare)->bar()->removeRequested(0);
    ASSERT_EQ(compare->columns().size(), 1U);
    EXPECT_EQ(compare->columns()[0].source.candidate, CandidateId(0));
    // The pin outlives the column.
    EXPECT_TRUE(session().store()->candidateNote(run(), CandidateId(1)).starred);
}

TEST_F(ComparePageTest, NamesAndNotesOfTheProjectAreUndone) {
    openRun();
    session().edits().rename(AnnotatedItem::Run, run().value, QStringLiteral("mine"));
    EXPECT_EQ(session().store()->run(run()).name, "mine");
    EXPECT_EQ(session().selection().runRecord().name, "mine");
    const qint64 model = session().selection().model();
    const std::string name = session().store()->model(model).name;
    session().edits().rename(AnnotatedItem::Model, model, QStringLiteral("net"));
    session().edits().setNotes(AnnotatedItem::Model, model, QStringLiteral("pruned"));
    EXPECT_EQ(session().store()->model(model).notes, "pruned");
    QSignalSpy told(&session().messages(), &Messages::problem);
    const int steps = session().undoStack().count();
    session().edits().rename(AnnotatedItem::Model, model, QStringLiteral("  "));
    EXPECT_EQ(told.size(), 1);
    EXPECT_EQ(session().undoStack().count(), steps);
    for (int i = 0; i < 3; ++i) session().undoStack().undo();
    EXPECT_EQ(session().store()->model(model).name, name);
    EXPECT_EQ(session().store()->model(model).notes, "");
    EXPECT_NE(session().store()->run(run()).name, "mine");
}

TEST_F(ComparePageTest, TheMenuOffersCandidatesAndBaselinesAndTheTableIsExported) {
    openRun();
    AddColumnMenu* menu = child<CompareToolBar>(compare)->addMenu();
    Q_EMIT menu->aboutToShow();
    EXPECT_TRUE(menu->actions().front()->text().startsWith(QStringLiteral("Chosen candidate")));
    menu->actions().front()->trigger();
    session().compareList().add(ColumnSource::uniform("int:4", "int:8"));
    session().compareList().add(ColumnSource::floating());
    settle();
    ASSERT_EQ(compare->columns().size(), 3U);
    // Its decoders are for LP.
    EXPECT_TRUE(std::isnan(value(SummaryTable::Energy, 1)));
    EXPECT_FALSE(compare->columns()[1].figures->estimateProblem.empty());
    const QString file = folder.filePath(QStringLiteral("c.csv"));
    compare->exportCsv(file);
    QFile written(file);
    ASSERT_TRUE(written.open(QIODevice::ReadOnly));
    const QStringList lines = QString::fromUtf8(written.readAll()).split(u'\n');
    EXPECT_EQ(lines.size(), static_cast<int>(session().selection().network()->layers().size()) + 3);
    EXPECT_TRUE(lines[0].startsWith(QStringLiteral("layer,weight_bits_spread,")));
    EXPECT_TRUE(lines[1].startsWith(QStringLiteral("all layers,")));
    QSignalSpy told(&session().messages(), &Messages::problem);
    compare->exportCsv(QStringLiteral("/nowhere/at-all/c.csv"));
    EXPECT_EQ(told.size(), 1);
}

}  // namespace
}  // namespace lpstudio
