// Bundles and files that moved, as the desktop shows them.
#include <QAction>
#include <QLineEdit>
#include <QToolButton>
#include <QTreeWidget>
#include <fstream>

#include "app/desktop/jobs/import_job.h"
#include "app/desktop/jobs/jobs.h"
#include "app/desktop/pages/project/project_page.h"
#include "app/desktop/pages/project/project_tree.h"
#include "app/desktop/shell/project_files.h"
#include "app/desktop/widgets/asset_notice.h"
#include "app/desktop/widgets/message_bar.h"
#include "tests/app/desktop/child.h"
#include "tests/app/desktop/window_fixture.h"

namespace lpstudio {
namespace {

namespace fs = std::filesystem;

class BundleWindow : public WindowFixture {
protected:
    void save(const fs::path& file) {
        jobs().project().saveBundle(file);
        ASSERT_TRUE(waitFor([&] { return fs::exists(file); }));
        ASSERT_EQ(window->messageBar()->text(), QString());
    }
    bool isOpen(const fs::path& file) {
        return waitFor([&] {
            return session().store() && fs::equivalent(session().store()->file(), file) &&
                   session().selection().network() && !jobs().isLoading();
        });
    }
    QTreeWidgetItem* itemNamed(const QString& name) {
        for (QTreeWidgetItemIterator it(child<ProjectTree>(page<ProjectPage>(PageId::Project)));
             *it != nullptr; ++it)
            if ((*it)->text(0) == name) return *it;
        return nullptr;
    }
};

TEST_F(BundleWindow, AProjectIsSavedAsABundleAndOpenedFromIt) {
    openAndWait();
    ASSERT_NO_FATAL_FAILURE(save(at("given.lpz")));
    const std::string sha256 = session().store()->models()[0].sha256;
    // The folder is asked for; a new one beside the bundle is proposed.
    fs::create_directories(at("given"));
    window->openProject(at("given.lpz"));
    auto* dialog = window->findChild<UnpackDialog*>();
    ASSERT_NE(dialog, nullptr);
    EXPECT_EQ(dialog->folder(), at("given-2"));
    child<QLineEdit>(dialog, "folder")->setText(QString::fromStdString(at("mine").string()));
    dialog->accept();
    ASSERT_TRUE(isOpen(at("mine/project.lps")));
    EXPECT_EQ(window->messageBar()->text(), QString());
    EXPECT_EQ(session().projectName(), QStringLiteral("mine"));
    EXPECT_EQ(session().store()->models()[0].sha256, sha256);
    EXPECT_EQ(session().store()->models()[0].file.parent_path(), at("mine/models"));
}

TEST_F(BundleWindow, ABundleThatIsRefusedLeavesTheProjectOpen) {
    openAndWait();
    ASSERT_NO_FATAL_FAILURE(save(at("good.lpz")));
    fs::copy_file(at("good.lpz"), at("cut.lpz"));
    fs::resize_file(at("cut.lpz"), fs::file_size(at("good.lpz")) / 2);
    jobs().project().openBundle(at("cut.lpz"), at("cut"));
    ASSERT_TRUE(waitFor([&] { return !window->messageBar()->text().isEmpty(); }));
    EXPECT_TRUE(window->messageBar()->text().contains(QStringLiteral("cut.lpz")));
    EXPECT_FALSE(fs::exists(at("cut")));
    EXPECT_EQ(session().store()->file(), project);
    jobs().project().saveBundle(at("no/where.lpz"));
    ASSERT_TRUE(waitFor(
        [&] { return window->messageBar()->text().contains(QStringLiteral("where.lpz")); }));
}

TEST_F(BundleWindow, SavingHasItsKeyAndNeedsAProject) {
    QAction* save = nullptr;
    for (QAction* action : window->findChildren<QAction*>())
        if (action->shortcut() == QKeySequence(Qt::CTRL | Qt::Key_S)) save = action;
    ASSERT_NE(save, nullptr);
    EXPECT_FALSE(save->isEnabled());
    openAndWait();
    EXPECT_TRUE(save->isEnabled());
}

TEST_F(BundleWindow, MissingAndChangedFilesAreShownAndLocated) {
    openAndWait();
    fs::path model, calibration;
    {
        const ProjectStore& store = *session().store();
        model = store.models()[0].file;
        calibration = store.datasets()[0].path;
    }
    fs::create_directories(at("a"));
    for (const fs::path& file : {model, fs::path(model).replace_extension(".json")})
        fs::copy_file(file, at("a") / file.filename());
    fs::copy_file(calibration, at("a") / calibration.filename());
    // An IDX file is the same only with its labels.
    std::string labels = calibration.filename().string();
    if (const auto images = labels.find("-images-idx3"); images != std::string::npos) {
        labels.replace(images, std::string("-images-idx3").size(), "-labels-idx1");
        fs::copy_file(calibration.parent_path() / labels, at("a") / labels);
    }
    {
        ProjectStore store = ProjectStore::open(project);
        store.moveModel(store.models()[0].id, at("a") / model.filename());
        store.moveDataset(store.datasets()[0].id, at("a") / calibration.filename());
    }
    fs::rename(at("a"), at("b"));
    window->openProject(project);
    window->showPage(PageId::Project);
    const std::int64_t id = session().store()->models()[0].id;
    ASSERT_TRUE(waitFor([&] {
        return jobs().project().assetStates() != nullptr &&
               jobs().project().assetStates()->models.at(id) == AssetState::Missing;
    }));
    const QString name = QString::fromStdString(session().store()->models()[0].name);
    ASSERT_NE(itemNamed(name), nullptr);
    EXPECT_EQ(itemNamed(name)->text(1), QStringLiteral("missing"));
    auto* page1 = page<ProjectPage>(PageId::Project);
    child<ProjectTree>(page1)->setCurrentItem(itemNamed(name));
    EXPECT_TRUE(child<AssetNotice>(page1)->text().startsWith(QStringLiteral("Missing")));
    EXPECT_TRUE(child<QToolButton>(child<AssetNotice>(page1), "locate")->isVisible());
    // Another file is refused.
    jobs().project().locate(ProjectAsset::Model, id, at("b") / calibration.filename());
    ASSERT_TRUE(waitFor(
        [&] { return window->messageBar()->text().contains(QStringLiteral("another file")); }));
    // The right one brings the image set beside it along.
    jobs().project().locate(ProjectAsset::Model, id, at("b") / model.filename());
    ASSERT_TRUE(waitFor([&] {
        return jobs().project().assetStates()->models.at(id) == AssetState::Present &&
               session().selection().network() != nullptr;
    }));
    EXPECT_EQ(jobs().project().assetStates()->datasets.begin()->second, AssetState::Present);
    EXPECT_NE(itemNamed(name)->text(1), QStringLiteral("missing"));
    EXPECT_EQ(child<AssetNotice>(page1)->text(), QString());
    // Changed while the program was away.
    std::ofstream(at("b") / model.filename(), std::ios::app) << 'x';
    window->openProject(project);
    EXPECT_TRUE(waitFor([&] {
        const QTreeWidgetItem* item = itemNamed(name);
        return item != nullptr && item->text(1) == QStringLiteral("changed");
    }));
}

TEST_F(BundleWindow, FilesThatWereMadeAreListed) {
    openAndWait();
    std::ofstream(at("r.pdf")) << "%PDF";
    session().store()->addArtifact(artifactOf("report", at("r.pdf"), {}));
    Q_EMIT session().contentChanged();
    ASSERT_NE(itemNamed(QStringLiteral("r.pdf")), nullptr);
    EXPECT_EQ(itemNamed(QStringLiteral("r.pdf"))->text(1), QStringLiteral("Report, 4\u202FB"));
    child<ProjectTree>(page<ProjectPage>(PageId::Project))
        ->setCurrentItem(itemNamed(QStringLiteral("r.pdf")));
    session().edits().remove(ProjectAsset::Artifact, session().store()->artifacts()[0].id,
                             QStringLiteral("r.pdf"));
    EXPECT_EQ(itemNamed(QStringLiteral("r.pdf")), nullptr);
    EXPECT_TRUE(fs::exists(at("r.pdf")));
}

}  // namespace
}  // namespace lpstudio
