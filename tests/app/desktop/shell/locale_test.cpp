// Numbers on screen follow the user's locale; those in files, copies and JSON never do.
#include <QLineEdit>
#include <QLocale>
#include <QRegularExpression>
#include <QTableView>

#include "app/desktop/jobs/jobs.h"
#include "app/desktop/plot/number_text.h"
#include "app/desktop/widgets/data_table.h"
#include "app/desktop/widgets/export_dialog.h"
#include "app/desktop/widgets/page.h"
#include "app/project/export/config_read.h"
#include "tests/app/desktop/window_fixture.h"

namespace lpstudio {
namespace {

class LocaleTest : public WindowFixture {
protected:
    void SetUp() override {
        QLocale::setDefault(QLocale(QLocale::German, QLocale::Germany));
        WindowFixture::SetUp();
    }
    void TearDown() override {
        window.reset();
        QLocale::setDefault(QLocale::c());
    }
};

TEST_F(LocaleTest, NumbersToReadFollowIt) {
    EXPECT_EQ(shortText(1234.5, 5), QStringLiteral("1.234,5"));
    EXPECT_EQ(shortText(0.214), QStringLiteral("0,2140"));
    EXPECT_EQ(countText(54321), QStringLiteral("54.321"));
    EXPECT_EQ(siText(40.55e6, QStringLiteral("Hz")), QStringLiteral("40,55\u202FMHz"));
    EXPECT_EQ(percentText(0.4567), QStringLiteral("45,7 %"));
    EXPECT_EQ(percentText(0.000001), QStringLiteral("< 0,001 %"));
    EXPECT_EQ(durationText(4.21), QStringLiteral("4,2 s"));
    EXPECT_EQ(bytesText(2500), QStringLiteral("2,500\u202FkB"));
    // These are read by programs.
    EXPECT_EQ(fullText(1234.5), QStringLiteral("1234.5"));
    EXPECT_FALSE(fullText(2.5e-7).contains(u','));
}

TEST_F(LocaleTest, TablesShowItAndCopiesDoNot) {
    openAndWait();
    window->showPage(PageId::Hardware);
    ASSERT_TRUE(waitFor([&] { return !window->page(PageId::Hardware)->isBusy(); }));
    int commas = 0;
    for (const auto& [id, page] : window->pages())
        for (const DataTable* table : page->findChildren<DataTable*>()) {
            const QAbstractItemModel& model = *table->view()->model();
            for (int row = 0; row < model.rowCount(); ++row)
                for (int column = 0; column < model.columnCount(); ++column)
                    commas += static_cast<int>(
                        model.index(row, column).data(Qt::DisplayRole).toString().count(u','));
            // A field with a decimal comma would be in quotes.
            const QStringList lines = table->csv(false).split(u'\n', Qt::SkipEmptyParts);
            for (const QString& line : lines.mid(1)) {
                static const QRegularExpression decimal(QStringLiteral("\"\\d+,\\d+\""));
                EXPECT_FALSE(line.contains(decimal))
                    << pageNumber(id) << ": " << line.toStdString();
            }
        }
    EXPECT_GT(commas, 20) << "nothing on screen is in the locale";
}

TEST_F(LocaleTest, ExportedConfigurationsReadBackTheSame) {
    openAndWait();
    ASSERT_NO_FATAL_FAILURE(search(8));
    window->showPage(PageId::Pareto);
    ASSERT_TRUE(waitFor([&] { return !window->page(PageId::Pareto)->isBusy(); }));
    window->page(PageId::Pareto)->mainAction()->trigger();
    auto* dialog = window->findChild<ExportDialog*>();
    ASSERT_NE(dialog, nullptr);
    const QString stem = QString::fromStdString(dialog->options().stem);
    dialog->findChild<QLineEdit*>()->setText(folder.filePath(QStringLiteral("out")));
    dialog->accept();
    ASSERT_TRUE(waitFor([&] { return !window->jobs().exporter().isRunning(); }));
    const QString file = folder.filePath(QStringLiteral("out/%1.config.json").arg(stem));
    const Config config = readConfig(file.toStdString());
    EXPECT_DOUBLE_EQ(config.fitness, window->session().selection().best()->fitness);
}

}  // namespace
}  // namespace lpstudio
