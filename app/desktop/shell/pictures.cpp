#include "app/desktop/shell/pictures.h"

#include <QAction>
#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QPixmap>
#include <QThread>

#include "app/desktop/jobs/jobs.h"
#include "app/desktop/shell/command_palette.h"
#include "app/desktop/shell/main_window.h"
#include "app/desktop/widgets/message_bar.h"
#include "app/desktop/widgets/page.h"
#include "app/desktop/widgets/theme.h"
#include "core/base/error.h"

namespace lpstudio {
namespace {

constexpr qint64 kPatienceMilliseconds = 120000;

/// Layouts and charts settle over a few rounds of events after the last work has ended.
void settle(MainWindow& window, const Page& page) {
    QElapsedTimer clock;
    clock.start();
    const auto fail = [&](const QString& why) {
        throw Error("page " + page.title().toStdString() + ": " + why.toStdString());
    };
    while (window.jobs().isLoading() || page.isBusy()) {
        QApplication::processEvents(QEventLoop::AllEvents, 20);
        QThread::msleep(2);
        if (clock.elapsed() > kPatienceMilliseconds)
            fail(QStringLiteral("still loading after two minutes"));
    }
    clock.restart();
    while (clock.elapsed() < 250) {
        QApplication::processEvents(QEventLoop::AllEvents, 20);
        QThread::msleep(2);
    }
    if (const QString problem = window.messageBar()->text(); !problem.isEmpty()) fail(problem);
}

void save(MainWindow& window, const QString& file) {
    if (!window.grab().save(file)) throw Error(file.toStdString() + ": cannot be written");
}

}  // namespace

void renderPictures(const std::filesystem::path& project, const std::filesystem::path& directory,
                    QSize size) {
    const QDir dir(QString::fromStdString(directory.string()));
    if (!dir.mkpath(QStringLiteral(".")))
        throw Error(directory.string() + ": cannot be made; give a folder that can be written");
    MainWindow window;
    window.jobs().project().open(project);
    window.resize(size);
    window.show();
    for (const bool dark : {false, true}) {
        Theme::instance().apply(dark ? ThemeMode::Dark : ThemeMode::Light, false);
        const QString theme = dark ? QStringLiteral("dark") : QStringLiteral("light");
        for (const auto& [id, page] : window.pages()) {
            window.showPage(id);
            const QString prefix =
                QStringLiteral("%1-%2-").arg(pageNumber(id), 2, 10, QChar(u'0')).arg(page->name());
            for (const QString& view : QStringList{QString()} + page->views()) {
                page->showView(view);
                settle(window, *page);
                save(window, dir.filePath(prefix + (view.isEmpty() ? view : view + u'-') + theme +
                                          QStringLiteral(".png")));
            }
            page->showView({});
        }
        window.showPage(PageId::Search);
        window.actionsOfWindow().help->trigger();
        settle(window, *window.currentPage());
        save(window, dir.filePath(QStringLiteral("09-help-%1.png").arg(theme)));
        window.actionsOfWindow().help->trigger();
        window.commandPalette()->open();
        window.commandPalette()->line()->setText(QStringLiteral("pro"));
        settle(window, *window.currentPage());
        save(window, dir.filePath(QStringLiteral("10-palette-%1.png").arg(theme)));
        window.commandPalette()->close();
    }
}

}  // namespace lpstudio
