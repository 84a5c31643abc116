#include <QChartView>
#include <QDir>
#include <QFile>
#include <QImageReader>
#include <QProcess>
#include <QStandardPaths>
#include <QXmlStreamReader>
#include <set>

#include "app/desktop/jobs/jobs.h"
#include "app/desktop/plot/figure.h"
#include "app/desktop/plot/plot_chart.h"
#include "app/desktop/widgets/figure_actions.h"
#include "app/desktop/widgets/message_bar.h"
#include "app/desktop/widgets/page.h"
#include "app/desktop/widgets/theme.h"
#include "tests/app/desktop/window_fixture.h"

// Every chart of every page as the files that a user gets.

namespace lpstudio {
namespace {

class ChartExport : public WindowFixture {
protected:
    /// Of a page that is shown, those that can be seen.
    static std::vector<FigureActions*> figuresOf(const Page& page) {
        std::vector<FigureActions*> figures;
        for (FigureActions* actions : page.findChildren<FigureActions*>())
            if (static_cast<QWidget*>(actions->parent())->isVisible()) figures.push_back(actions);
        return figures;
    }
    /// LPSTUDIO_FIGURES names a folder in which the files stay, to be looked at.
    QString write(FigureActions& actions, FigureFile kind) {
        const QString kept = qEnvironmentVariable("LPSTUDIO_FIGURES");
        const QDir target(kept.isEmpty() ? folder.path() : kept);
        const QString file = target.filePath(fileNameOf(actions.figure().figureTitle(), kind));
        QFile::remove(file);
        actions.exportTo(file, kind);
        EXPECT_EQ(window->messageBar()->text(), QString());
        EXPECT_TRUE(QFile::exists(file));
        return file;
    }
    static QString squeezed(const QString& text) {
        // A font may draw "fi" as one sign, which pdftotext tells.
        QString result = text.normalized(QString::NormalizationForm_KC);
        return result.remove(u' ').remove(u'\n').remove(QChar(0x200B));
    }
    static bool hasPdfToText() {
        return !QStandardPaths::findExecutable(QStringLiteral("pdftotext")).isEmpty();
    }

    void checkPng(FigureActions& actions) {
        const QImage image(write(actions, FigureFile::Png));
        const QSizeF shown = actions.figure().figureSize();
        if (shown.width() >= 480) {
            EXPECT_NEAR(image.width(), 2 * shown.width(), 3);
        }
        if (shown.height() >= 300) {
            EXPECT_NEAR(image.height(), 2 * shown.height(), 3);
        }
        std::set<QRgb> colors;
        for (int y = 0; y < image.height(); y += 3)
            for (int x = 0; x < image.width(); x += 3) colors.insert(image.pixel(x, y));
        EXPECT_GT(colors.size(), 3U) << "nothing is drawn";
        EXPECT_EQ(image.pixelColor(1, 1), QColor(Qt::white)) << "not the theme for paper";
    }
    void checkSvg(FigureActions& actions) {
        QFile file(write(actions, FigureFile::Svg));
        ASSERT_TRUE(file.open(QIODevice::ReadOnly));
        QXmlStreamReader reader(&file);
        QString texts;
        int paths = 0;
        while (!reader.atEnd()) {
            reader.readNext();
            if (!reader.isStartElement()) continue;
            if (reader.name() == QLatin1String("path")) ++paths;
            if (reader.name() == QLatin1String("text")) texts += reader.readElementText();
        }
        EXPECT_FALSE(reader.hasError()) << reader.errorString().toStdString();
        EXPECT_GT(paths, 2);
        const QString title = actions.figure().figureTitle();
        EXPECT_TRUE(squeezed(texts).contains(squeezed(title)))
            << title.toStdString() << " is not among " << texts.toStdString();
    }
    void checkPdf(FigureActions& actions) {
        const QString file = write(actions, FigureFile::Pdf);
        if (!hasPdfToText()) return;
        QProcess program;
        program.start(QStringLiteral("pdftotext"),
                      {QStringLiteral("-raw"), file, QStringLiteral("-")});
        ASSERT_TRUE(program.waitForFinished());
        EXPECT_EQ(program.exitCode(), 0);
        const QString text = QString::fromUtf8(program.readAllStandardOutput());
        const QString title = actions.figure().figureTitle();
        EXPECT_TRUE(squeezed(text).contains(squeezed(title)))
            << title.toStdString() << " is not in\n"
            << text.toStdString();
        EXPECT_EQ(text.count(u'\f'), 1) << "one page";
    }
    void checkCsv(FigureActions& actions) {
        QFile file(write(actions, FigureFile::Csv));
        ASSERT_TRUE(file.open(QIODevice::ReadOnly));
        const QByteArray csv = file.readAll();
        const FigureTable table = actions.figure().figureTable();
        // So short a search is over before its speed has been taken.
        if (actions.figure().figureTitle() != QStringLiteral("Speed")) {
            EXPECT_GT(table.rows(), 0U);
        }
        EXPECT_EQ(csv.count('\n'), static_cast<qsizetype>(table.rows()) + 1);
        const auto columns = static_cast<std::size_t>(table.header().size());
        for (const auto& record : table.records()) EXPECT_EQ(record.size(), columns);
    }

    /// How many figures a view of a page has; checks them all.
    std::size_t checkView(Page& page) {
        const auto figures = figuresOf(page);
        for (FigureActions* actions : figures) {
            SCOPED_TRACE(page.name().toStdString() + ": " +
                         actions->figure().figureTitle().toStdString());
            EXPECT_FALSE(actions->figure().figureTitle().isEmpty());
            if (auto* chart = dynamic_cast<PlotChart*>(&actions->figure()))
                for (const QAbstractAxis* axis : chart->axes())
                    if (axis->isVisible()) {
                        EXPECT_FALSE(axis->titleText().isEmpty());
                    }
            checkPng(*actions);
            checkSvg(*actions);
            checkPdf(*actions);
            checkCsv(*actions);
        }
        return figures.size();
    }
};

TEST_F(ChartExport, EveryChartOfEveryPage) {
    ASSERT_NO_FATAL_FAILURE(openAndWait());
    ASSERT_NO_FATAL_FAILURE(search(12));
    Theme::instance().apply(ThemeMode::Dark, false);
    std::map<QString, std::size_t> found;
    eachView([&](Page& page, const QString& view) {
        SCOPED_TRACE(view.toStdString());
        found[page.name()] += checkView(page);
    });
    for (const auto& [id, page] : window->pages())
        for (QChartView* view : page->findChildren<QChartView*>())
            EXPECT_NE(view->findChild<FigureActions*>(), nullptr)
                << page->name().toStdString() << ": a chart without a menu";
    EXPECT_GE(found[QStringLiteral("distributions")], 8U);  // two charts in four views
    EXPECT_GE(found[QStringLiteral("formats")], 3U);
    EXPECT_GE(found[QStringLiteral("search")], 2U);
    EXPECT_GE(found[QStringLiteral("pareto")], 1U);
    EXPECT_GE(found[QStringLiteral("hardware")], 3U);
    EXPECT_GE(found[QStringLiteral("project")], 1U);
    Theme::instance().apply(ThemeMode::Light, false);
}

TEST_F(ChartExport, AFolderThatCannotBeWrittenIsTold) {
    ASSERT_NO_FATAL_FAILURE(openAndWait());
    window->showPage(PageId::Distributions);
    settle(*window->page(PageId::Distributions));
    const auto figures = figuresOf(*window->page(PageId::Distributions));
    ASSERT_FALSE(figures.empty());
    figures.front()->exportTo(QStringLiteral("/proc/none/chart.png"), FigureFile::Png);
    EXPECT_TRUE(window->messageBar()->isVisible());
    EXPECT_TRUE(window->messageBar()->text().contains(QStringLiteral("/proc/none/chart.png")))
        << window->messageBar()->text().toStdString();
}

}  // namespace
}  // namespace lpstudio
