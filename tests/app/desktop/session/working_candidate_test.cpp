#include "app/desktop/session/working_candidate.h"

#include <gtest/gtest.h>

#include <QAction>
#include <QSignalSpy>
#include <QUndoStack>

#include "app/desktop/jobs/jobs.h"
#include "app/desktop/pages/hardware/design_panel.h"
#include "app/desktop/pages/hardware/hardware_page.h"
#include "core/base/error.h"
#include "tests/app/desktop/window_fixture.h"

namespace lpstudio {
namespace {

ScoredCandidate someCandidate() {
    ScoredCandidate scored;
    scored.id = CandidateId(17);
    scored.candidate.genes.assign(3, {8, 2, 3, 0.5});
    return scored;
}

class WorkingCandidateTest : public testing::Test {
protected:
    QUndoStack stack;
    WorkingCandidate working{stack};
};

TEST_F(WorkingCandidateTest, EveryChangeIsAStepThatNamesItself) {
    QSignalSpy changed(&working, &WorkingCandidate::changed);
    EXPECT_FALSE(working.exists());
    working.start(RunId(1), someCandidate());
    EXPECT_EQ(stack.undoText(), QStringLiteral("copy of candidate 17"));
    EXPECT_EQ(working.state().base, CandidateId(17));
    const LpParameters narrow{4, 1, 2, 0.25};
    working.setGene(1, narrow, QStringLiteral("conv2"));
    EXPECT_EQ(stack.undoText(), QStringLiteral("change of conv2"));
    EXPECT_EQ(working.gene(1), narrow);
    EXPECT_EQ(working.editedLayers(), std::vector<int>{1});
    EXPECT_EQ(changed.size(), 2);
    // What changes nothing is no step.
    working.setGene(1, narrow, QStringLiteral("conv2"));
    EXPECT_EQ(stack.count(), 2);
    EXPECT_EQ(changed.size(), 2);

    stack.undo();
    EXPECT_EQ(working.gene(1), (LpParameters{8, 2, 3, 0.5}));
    EXPECT_TRUE(working.editedLayers().empty());
    stack.undo();
    EXPECT_FALSE(working.exists());
    stack.redo();
    stack.redo();
    EXPECT_EQ(working.gene(1), narrow);
    working.discard();
    EXPECT_FALSE(working.exists());
    stack.undo();
    EXPECT_EQ(working.gene(1), narrow);
}

TEST_F(WorkingCandidateTest, ParametersThatNoAcceleratorTakesAreRefused) {
    EXPECT_THROW(working.setGene(0, {8, 2, 3, 0}, {}), UsageError);
    working.start(RunId(1), someCandidate());
    EXPECT_THROW(working.setGene(0, {9, 2, 3, 0}, {}), UsageError);
    EXPECT_THROW(working.setGene(0, {4, 2, 3, 0}, {}), UsageError);
    EXPECT_THROW(working.setGene(0, {8, 2, 8, 0}, {}), UsageError);
    EXPECT_THROW(working.setGene(3, {8, 2, 3, 0}, {}), UsageError);
    EXPECT_THROW(working.setGene(-1, {8, 2, 3, 0}, {}), UsageError);
    EXPECT_THROW(working.setCandidate({}, {}), UsageError);
    EXPECT_THROW(working.start(RunId(1), Candidate{{{12, 2, 3, 0}}}, {}), UsageError);
    EXPECT_EQ(stack.count(), 1);
}

TEST_F(WorkingCandidateTest, SeveralLayersAreOneStep) {
    working.start(RunId(1), someCandidate());
    Candidate all = working.candidate();
    for (LpParameters& gene : all.genes) gene = {4, 1, 2, 0};
    working.setCandidate(all, QStringLiteral("4 bits everywhere"));
    EXPECT_EQ(working.editedLayers().size(), 3U);
    EXPECT_EQ(stack.count(), 2);
    stack.undo();
    EXPECT_EQ(working.candidate(), someCandidate().candidate);
}

class SessionEditTest : public WindowFixture {};

TEST_F(SessionEditTest, WithoutACandidateThePageToGoToIsNamed) {
    openAndWait();
    QSignalSpy told(&window->session().messages(), &Messages::problem);
    EXPECT_FALSE(window->session().useForLayer(0, {4, 1, 2, 0}));
    ASSERT_EQ(told.size(), 1);
    EXPECT_TRUE(told.front().front().toString().contains(QStringLiteral("page Search")));
}

TEST_F(SessionEditTest, ALayersParametersBeginAWorkingCandidateThatIsCompared) {
    openAndWait();
    search(6);
    Session& session = window->session();
    ASSERT_TRUE(session.useForLayer(1, {4, 1, 2, 0}));
    EXPECT_EQ(session.working().gene(1), (LpParameters{4, 1, 2, 0}));
    EXPECT_EQ(session.working().gene(0), session.selection().candidate()->candidate.genes[0]);
    EXPECT_TRUE(session.compareList().contains(ColumnSource::working()));
    session.addToCompare(*session.selection().run(), CandidateId(2));
    EXPECT_EQ(session.compareList().sources().size(), 2U);
    session.removeFromCompare(*session.selection().run(), CandidateId(2));
    EXPECT_EQ(session.compareList().sources().size(), 1U);

    // The Edit menu undoes what the page that is shown has edited.
    window->showPage(PageId::Pareto);
    const auto undo = [&](const QString& text) {
        const auto actions = window->findChildren<QAction*>();
        const auto found = std::find_if(actions.begin(), actions.end(),
                                        [&](const QAction* one) { return one->text() == text; });
        return found == actions.end() ? nullptr : *found;
    };
    const QString layer = QString::fromStdString(session.selection().network()->layers()[1].name);
    QAction* const action = undo(QStringLiteral("Undo change of %1").arg(layer));
    ASSERT_NE(action, nullptr);
    window->showPage(PageId::Hardware);
    EXPECT_EQ(session.undoGroup().activeStack(), page<HardwarePage>(PageId::Hardware)->undoStack());
    window->showPage(PageId::Pareto);
    action->trigger();
    EXPECT_TRUE(session.working().editedLayers().empty());

    session.edits().removeRun(*session.selection().run());
    EXPECT_FALSE(session.working().exists());
    EXPECT_EQ(session.undoStack().count(), 0);
    EXPECT_TRUE(session.compareList().sources().empty());
}

}  // namespace
}  // namespace lpstudio
