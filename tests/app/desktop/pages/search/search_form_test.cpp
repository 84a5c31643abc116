// The set-up of a search: estimate, problems, pins, duplicates.
#include <QAbstractItemModelTester>
#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QSpinBox>
#include <QUndoStack>
#include <QWidget>

#include "app/desktop/jobs/jobs.h"
#include "app/desktop/pages/search/algorithm_group.h"
#include "app/desktop/pages/search/data_group.h"
#include "app/desktop/pages/search/lock_table.h"
#include "app/desktop/pages/search/search_form.h"
#include "app/desktop/pages/search/search_page.h"
#include "app/desktop/pages/search/search_panel.h"
#include "app/desktop/pages/search/search_timing.h"
#include "app/desktop/pages/search/setting_words.h"
#include "app/desktop/plot/number_text.h"
#include "app/desktop/widgets/data_table.h"
#include "core/base/error.h"
#include "tests/app/desktop/child.h"
#include "tests/app/desktop/window_fixture.h"
#include "tests/core/study/changed_setting.h"

namespace lpstudio {
namespace {

class SearchFormTest : public WindowFixture {
protected:
    SearchForm& form() { return *child<SearchForm>(page<SearchPage>(PageId::Search)); }
    QPushButton* button(const QString& text) {
        for (QPushButton* one : form().findChildren<QPushButton*>())
            if (one->text() == text) return one;
        return nullptr;
    }
};

std::vector<Layer> threeLayers() {
    std::vector<Layer> layers(3);
    const char* names[] = {"a", "b", "c"};
    const std::int64_t parameters[] = {100, 200, 700};
    for (int i = 0; i < 3; ++i) {
        layers[static_cast<std::size_t>(i)].index = LayerIndex(i);
        layers[static_cast<std::size_t>(i)].name = names[i];
        layers[static_cast<std::size_t>(i)].parameters = parameters[i];
        layers[static_cast<std::size_t>(i)].block = i / 2;
    }
    return layers;
}

TEST(SearchEstimateTest, CountsCandidatesAndWhatComesBefore) {
    SearchSettings settings;
    settings.common.population = 10;
    settings.lpq.passes = 2;
    settings.lpq.cycles = 3;
    settings.lpq.diversity = 4;
    SearchEffort effort = effortOf(settings, threeLayers());
    EXPECT_EQ(effort.blocks, 2);
    EXPECT_EQ(effort.candidates, 10 + 2 * 3 * 2 * 5);
    EXPECT_EQ(effort.sensitivities, 3 * 7);
    settings.locks = {{"b", "lp:8"}};
    settings.widths = {2, 4, 8};
    settings.common.maxCandidates = 25;
    effort = effortOf(settings, threeLayers());
    EXPECT_EQ(effort.candidates, 25);
    EXPECT_EQ(effort.sensitivities, 2 * 3);
    settings.start = StartKind::Random;
    EXPECT_EQ(effortOf(settings, threeLayers()).sensitivities, 0);
}

TEST(SearchEstimateTest, TimeGrowsWithImagesAndEndsAtTheLimit) {
    SearchSettings settings;
    settings.images = 100;
    const SearchEffort effort{200, 50, 2};
    const SearchRate rate{1000, SearchRate::Source::Search};
    EXPECT_DOUBLE_EQ(secondsOf(effort, settings, rate), 25);
    settings.images = 200;
    EXPECT_DOUBLE_EQ(secondsOf(effort, settings, rate), 50);
    settings.common.timeLimitSeconds = 5;
    EXPECT_DOUBLE_EQ(secondsOf(effort, settings, rate), 15);
}

TEST(SearchEstimateTest, SaysWhereTheRateComesFrom) {
    SearchSettings settings;
    settings.images = 100;
    const auto text = [&](std::optional<SearchRate> rate) {
        return estimateText(settings, threeLayers(), rate);
    };
    EXPECT_FALSE(text({}).contains(QStringLiteral("candidates/s")));
    EXPECT_TRUE(text(SearchRate{500, SearchRate::Source::Search})
                    .contains(QStringLiteral("last search here (5.00 candidates/s)")));
    EXPECT_TRUE(text(SearchRate{500, SearchRate::Source::Timing})
                    .contains(QStringLiteral("based on float inference")));
    EXPECT_TRUE(text(SearchRate{500, SearchRate::Source::Run})
                    .contains(QStringLiteral("at the rate of the chosen run (5.00 candidates/s)")));
}

TEST(SearchEstimateTest, CountsWhatIsMeasuredAfterwards) {
    SearchSettings settings;
    settings.images = 100;
    settings.common.maxCandidates = 100;
    settings.start = StartKind::Random;
    const SearchRate rate{100, SearchRate::Source::Search};
    EXPECT_DOUBLE_EQ(secondsOfPass(2000, rate), 20);
    const auto text = [&](Top1Scope scope, std::int64_t images) {
        settings.measure = scope;
        return estimateText(settings, threeLayers(), rate, images);
    };
    const QString search = durationText(100), both = durationText(140);
    EXPECT_TRUE(text(Top1Scope::Best, 0).contains(search));
    EXPECT_FALSE(text(Top1Scope::Best, 0).contains(QStringLiteral("top-1")));
    EXPECT_TRUE(text(Top1Scope::None, 2000).contains(search));
    EXPECT_FALSE(text(Top1Scope::None, 2000).contains(QStringLiteral("top-1")));
    // The float network and the best.
    EXPECT_TRUE(text(Top1Scope::Best, 2000).contains(both));
    EXPECT_TRUE(text(Top1Scope::Best, 2000)
                    .endsWith(QStringLiteral("%1 of it for top-1").arg(durationText(40))));
    EXPECT_TRUE(text(Top1Scope::Front, 2000).contains(both));
    EXPECT_TRUE(text(Top1Scope::Front, 2000)
                    .contains(QStringLiteral("%1 more for each").arg(durationText(20))));
}

TEST(SearchEstimateTest, PinsBoundTheMeanWidth) {
    SearchSettings settings;
    settings.widths = {3, 4};
    EXPECT_DOUBLE_EQ(narrowestMeanBits(settings, threeLayers()), 3);
    settings.locks = {{"c", "lp:8"}};
    EXPECT_DOUBLE_EQ(narrowestMeanBits(settings, threeLayers()), 0.3 * 3 + 0.7 * 8);
}

TEST_F(SearchFormTest, TheChosenRunTellsOfTheNext) {
    openAndWait();
    search(6);
    QSettings().clear();
    window->showPage(PageId::Search);
    RunRecord run = selection().runRecord();
    run.seconds = 2;
    run.candidates = 40;
    const auto choose = [&] {
        selection().setRun(run, selection().runContext(), selection().candidates());
    };
    choose();
    const auto images = static_cast<int>(selection().runSettings().images);
    child<QSpinBox>(form(), "setting-images")->setValue(2 * images);
    const QString chosen = QStringLiteral("at the rate of the chosen run (10.0 candidates/s)");
    EXPECT_TRUE(form().estimate().contains(chosen)) << form().estimate().toStdString();
    // Too short to say anything.
    run.seconds = 0.5;
    choose();
    EXPECT_FALSE(form().estimate().contains(QStringLiteral("chosen run")));
    run.seconds = 2;
    run.kind = RunKind::Manual;
    choose();
    EXPECT_FALSE(form().estimate().contains(QStringLiteral("chosen run")));
    QSettings().clear();
}

TEST_F(SearchFormTest, TheNetworkIsTimedWhereNoSearchHasBeen) {
    openAndWait();
    QSettings().clear();
    window->showPage(PageId::Search);
    ASSERT_TRUE(waitFor(
        [&] { return form().estimate().contains(QStringLiteral("based on float inference")); }));
    const std::string sha = selection().network()->sha256().substr(0, 16);
    QSettings().setValue(
        QStringLiteral("search/imagesPerSecond/%1/lpq").arg(QString::fromStdString(sha)), 1280.0);
    child<QSpinBox>(form(), "setting-images")->setValue(64);
    EXPECT_TRUE(form().estimate().contains(QStringLiteral("last search here (20.0 candidates/s)")))
        << form().estimate().toStdString();
    child<QSpinBox>(form(), "setting-images")->setValue(128);
    EXPECT_TRUE(form().estimate().contains(QStringLiteral("(10.0 candidates/s)")));
    QSettings().clear();
}

TEST_F(SearchFormTest, WhatIsWrongStandsBesideItsField) {
    openAndWait();
    window->showPage(PageId::Search);
    EXPECT_TRUE(form().problems().isEmpty());
    const auto* how = child<AlgorithmGroup>(form());
    auto* widths = child<QWidget>(form(), "setting-widths");
    auto* target = child<QWidget>(form(), "setting-target_bits");
    auto* images = child<QSpinBox>(form(), "setting-images");
    auto* seed = child<QLineEdit>(form(), "setting-seed");
    for (int bits = 2; bits <= 8; ++bits)
        child<QCheckBox>(form(), "setting-widths-" + std::to_string(bits))->setChecked(false);
    EXPECT_FALSE(how->problemOf(widths).isEmpty());
    EXPECT_THROW(form().settings(), UsageError);
    child<QCheckBox>(form(), "setting-widths-4")->setChecked(true);
    EXPECT_TRUE(how->problemOf(widths).isEmpty());

    child<QCheckBox>(form(), "limitBits")->click();
    child<QDoubleSpinBox>(form(), "targetBits")->setValue(3);
    EXPECT_FALSE(how->problemOf(target).isEmpty());
    child<QDoubleSpinBox>(form(), "targetBits")->setValue(4);
    EXPECT_TRUE(how->problemOf(target).isEmpty());
    // The pins bind the mean as well.
    form().locks().setEndsLocked(true);
    EXPECT_FALSE(how->problemOf(target).isEmpty());
    child<QDoubleSpinBox>(form(), "targetBits")->setValue(8);

    images->setValue(100000);
    EXPECT_FALSE(child<DataGroup>(form())->problemOf(images).isEmpty());
    EXPECT_THROW(form().request(), UsageError);
    images->setValue(16);
    seed->setText(QStringLiteral("seven"));
    EXPECT_FALSE(child<BudgetGroup>(form())->problemOf(seed).isEmpty());
    seed->setText(QStringLiteral("18446744073709551615"));
    EXPECT_TRUE(form().problems().isEmpty());
    EXPECT_EQ(form().settings().common.seed, std::numeric_limits<std::uint64_t>::max());
    EXPECT_EQ(form().request().settings.widths, std::vector{4});
}

TEST_F(SearchFormTest, PaperAndDefaultsAreAButtonAway) {
    openAndWait();
    form().locks().setEndsLocked(true);
    child<QLineEdit>(form(), "setting-seed")->setText(QStringLiteral("5"));
    child<QSpinBox>(form(), "setting-population")->setValue(99);
    button(QStringLiteral("Paper settings"))->click();
    SearchSettings paper;
    makePaper(paper);
    paper.common.seed = 5;
    paper.locks = form().locks().locks();
    ASSERT_EQ(paper.locks.size(), 2U);
    EXPECT_EQ(toJsonText(form().settings()), toJsonText(paper));
    button(QStringLiteral("Defaults"))->click();
    EXPECT_EQ(toJsonText(form().settings()), toJsonText(SearchSettings{}));
}

TEST_F(SearchFormTest, ADuplicateHasAllOfTheRun) {
    openAndWait();
    const auto& store = window->session().store();
    SearchSettings settings;
    settings.common.targetBits = 4.123456;
    settings.common.seed = std::numeric_limits<std::uint64_t>::max() - 1;
    settings.common.timeLimitSeconds = 0.25;
    settings.temperature = 0.0123456;
    settings.scoreFunction = ScoreFunction::Kl;
    settings.pooling = Pooling::Mean;
    settings.maxExponentSize = 2;
    settings.sfRange = 0.5;
    settings.batch = 16;
    settings.images = 24;
    settings.locks = {{selection().network()->layers()[1].name, "lp:6,1,3"}};
    RunRecord run;
    run.name = "to be copied";
    run.model = selection().model();
    run.calibration = store->datasets()[1].id;
    run.evaluation = store->datasets()[0].id;
    run.settings = toJsonText(settings);
    const RunId id = store->beginRun(run);
    store->endRun(id, RunState::Stopped, {}, 0);
    window->jobs().loading().chooseRun(id);
    ASSERT_TRUE(waitFor([&] { return selection().run() == id; }));
    ASSERT_TRUE(child<QAction>(page<SearchPage>(PageId::Search), "duplicateSettings")->isEnabled());
    child<QAction>(page<SearchPage>(PageId::Search), "duplicateSettings")->trigger();
    EXPECT_EQ(toJsonText(form().settings()), run.settings);
    const SearchRequest request = form().request();
    EXPECT_EQ(request.calibration.id, run.calibration);
    ASSERT_TRUE(request.evaluation.has_value());
    EXPECT_EQ(request.evaluation->id, run.evaluation);
    EXPECT_FALSE(request.resume.has_value());
    // Changed by hand the fields count again.
    child<QDoubleSpinBox>(form(), "targetBits")->setValue(5.5);
    EXPECT_EQ(form().settings().common.targetBits, 5.5);
}

TEST_F(SearchFormTest, EveryRowOfTheTableIsAFieldOrTold) {
    openAndWait();
    for (const Setting& setting : settingTable()) {
        SearchSettings changed;
        test::change(setting, changed);
        form().setSettings(changed);
        const auto* field =
            form().findChild<QWidget*>(QStringLiteral("setting-") + QLatin1String(setting.key));
        QString kept;
        for (const QLabel* label : form().findChildren<QLabel*>())
            if (label->text().startsWith(QStringLiteral("Kept from the run"))) kept = label->text();
        if (field != nullptr) {
            EXPECT_FALSE(field->accessibleName().isEmpty()) << setting.key;
            EXPECT_EQ(kept, QString()) << setting.key;
        } else {
            EXPECT_TRUE(kept.contains(settingPhrase(setting, changed))) << setting.key;
        }
        if (std::string_view(setting.key) != "pins") {
            EXPECT_EQ(settingText(setting, form().settings()), settingText(setting, changed))
                << setting.key;
        }
        form().setSettings({});
        EXPECT_EQ(toJsonText(form().settings()), toJsonText({})) << setting.key;
    }
}

TEST_F(SearchFormTest, PinsAreEditedInTheirTable) {
    openAndWait();
    window->showPage(PageId::Search);
    LockTable& locks = form().locks();
    const QAbstractItemModelTester tester(&locks);
    const auto& layers = selection().network()->layers();
    ASSERT_EQ(locks.rowCount(), static_cast<int>(layers.size()));
    const auto cell = [&](int row) { return locks.index(row, LockTable::Lock); };
    EXPECT_TRUE(locks.flags(cell(0)) & Qt::ItemIsEditable);
    EXPECT_FALSE(locks.flags(locks.index(0, LockTable::Name)) & Qt::ItemIsEditable);
    EXPECT_TRUE(locks.setData(cell(1), QStringLiteral(" 6 "), Qt::EditRole));
    EXPECT_EQ(locks.locks(), (LockTable::Locks{{layers[1].name, "lp:6"}}));
    EXPECT_EQ(form().settings().locks, locks.locks());

    // What is no LP format stays to be mended.
    locks.setData(cell(2), QStringLiteral("int:8"), Qt::EditRole);
    EXPECT_TRUE(locks.problem().contains(QString::fromStdString(layers[2].name)));
    EXPECT_THROW(form().settings(), UsageError);
    EXPECT_FALSE(form().estimate().isEmpty());
    locks.setData(cell(2), QString(), Qt::EditRole);
    EXPECT_EQ(locks.problem(), QString());

    EXPECT_FALSE(child<QCheckBox>(form(), "lockEnds")->isChecked());
    child<QCheckBox>(form(), "lockEnds")->click();
    EXPECT_TRUE(locks.endsLocked());
    EXPECT_EQ(locks.locks().size(), 3U);
    locks.setData(cell(0), QStringLiteral("lp:7"), Qt::EditRole);
    EXPECT_FALSE(child<QCheckBox>(form(), "lockEnds")->isChecked());

    locks.setLocks({{"no.such", "lp:8"}});
    EXPECT_EQ(locks.rowCount(), static_cast<int>(layers.size()) + 1);
    EXPECT_TRUE(locks.problem().contains(QStringLiteral("no.such")));
    EXPECT_THROW(form().settings(), UsageError);
    locks.pin({locks.rowCount() - 1}, {});
    EXPECT_NO_THROW(form().settings());
}

TEST_F(SearchFormTest, EditsOfPinsAreUndone) {
    openAndWait();
    LockTable& locks = form().locks();
    QUndoStack& undo = window->session().undoStack();
    const int before = undo.count();
    child<QCheckBox>(form(), "lockEnds")->click();
    const auto ends = locks.locks();
    ASSERT_EQ(ends.size(), 2U);
    locks.setData(locks.index(1, LockTable::Lock), QStringLiteral("4"), Qt::EditRole);
    // Saying the same again is no edit.
    locks.setData(locks.index(1, LockTable::Lock), QStringLiteral("lp:4"), Qt::EditRole);
    EXPECT_EQ(undo.count(), before + 2);
    undo.undo();
    EXPECT_EQ(locks.locks(), ends);
    undo.undo();
    EXPECT_TRUE(locks.locks().empty());
    EXPECT_FALSE(child<QCheckBox>(form(), "lockEnds")->isChecked());
    undo.redo();
    undo.redo();
    EXPECT_EQ(locks.locks().size(), 3U);
}

TEST_F(SearchFormTest, TheEditorOfPinsTakesTheStorysPlace) {
    openAndWait();
    window->showPage(PageId::Search);
    LocksPanel* editor = child<LocksPanel>(page<SearchPage>(PageId::Search));
    EXPECT_FALSE(editor->isVisible());
    child<QPushButton>(form(), "locks")->click();
    EXPECT_TRUE(editor->isVisible());
    child<DataTable>(editor)->setCurrentRow(2);
    for (QPushButton* one : editor->findChildren<QPushButton*>())
        if (one->text() == QStringLiteral("Lock at 8 bits")) one->click();
    EXPECT_EQ(form().settings().locks,
              (LockTable::Locks{{selection().network()->layers()[2].name, "lp:8"}}));
    for (QPushButton* one : editor->findChildren<QPushButton*>())
        if (one->text() == QStringLiteral("Done")) one->click();
    EXPECT_FALSE(editor->isVisible());
}

}  // namespace
}  // namespace lpstudio
