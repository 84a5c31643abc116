#include <malloc.h>

#include <QCommandLineParser>
#include <QSize>
#include <climits>
#include <clocale>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>

#include "app/desktop/shell/application.h"
#include "app/desktop/shell/main_window.h"
#include "app/desktop/shell/pictures.h"
#include "app/desktop/shell/translation.h"
#include "app/desktop/widgets/icons.h"
#include "app/desktop/widgets/system_appearance.h"
#include "app/desktop/widgets/theme.h"
#include "core/base/error.h"
#include "core/base/version.h"
#include "core/network/network.h"

namespace {

using namespace lpstudio;

bool isSet(const char* variable) {
    const char* value = std::getenv(variable);
    return value != nullptr && *value != '\0';
}

struct Options {
    QCommandLineParser parser;
    QCommandLineOption help = parser.addHelpOption();
    QCommandLineOption version = parser.addVersionOption();
    QCommandLineOption pictures{
        QStringLiteral("pictures"),
        QStringLiteral("Render every page of the project to PNG files in <dir> and exit."),
        QStringLiteral("dir")};
    QCommandLineOption size{QStringLiteral("size"),
                            QStringLiteral("Of the window in the pictures (default 1440x900)."),
                            QStringLiteral("WxH"), QStringLiteral("1440x900")};
    QCommandLineOption scale{QStringLiteral("scale"),
                             QStringLiteral("Pixels of a screen for each of the window, 1 to 4."),
                             QStringLiteral("factor")};
    QCommandLineOption example{QStringLiteral("example"),
                               QStringLiteral("Open the example project.")};

    Options() {
        parser.setApplicationDescription(
            QStringLiteral("Explores neural networks in Logarithmic Posit formats."));
        parser.addOptions({pictures, size, scale, example});
        parser.addPositionalArgument(QStringLiteral("project"),
                                     QStringLiteral("Project file (.lps) or bundle (.lpz)."),
                                     QStringLiteral("[project]"));
    }

    /// What is wrong with the arguments; empty if nothing.
    QString parse(const QStringList& arguments) {
        if (!parser.parse(arguments))
            return parser.errorText() + QStringLiteral(" See lpstudio --help.");
        if (parser.isSet(help) || parser.isSet(version)) return {};
        if (parser.positionalArguments().size() > 1)
            return QStringLiteral("one project at a time: give one .lps file");
        if (parser.isSet(pictures) && parser.positionalArguments().isEmpty())
            return QStringLiteral("--pictures needs a project: lpstudio --pictures DIR P.lps");
        if (!pictureSize().isValid())
            return QStringLiteral("--size %1: give width and height in pixels, 1280x800")
                .arg(parser.value(size));
        if (parser.isSet(scale)) {
            const double factor = parser.value(scale).toDouble();
            if (!(factor >= 1 && factor <= 4))
                return QStringLiteral("--scale %1: give a factor from 1 to 4")
                    .arg(parser.value(scale));
        }
        return {};
    }

    /// Invalid if it cannot be read or is no size of a window.
    QSize pictureSize() const {
        const QStringList parts = parser.value(size).split(QLatin1Char('x'));
        if (parts.size() != 2) return {};
        const QSize read(parts[0].toInt(), parts[1].toInt());
        const bool sane = read.width() >= 640 && read.height() >= 480 && read.width() <= 10000 &&
                          read.height() <= 10000;
        return sane ? read : QSize();
    }
};

int fail(const QString& message, int status) {
    std::fprintf(stderr, "lpstudio: %s\n", qPrintable(message));
    return status;
}

}  // namespace

int main(int argc, char** argv) {
    // LibTorch frees and asks for the same large blocks again and again; without these the kernel
    // clears them every time.
    mallopt(M_MMAP_THRESHOLD, 1 << 30);
    mallopt(M_TRIM_THRESHOLD, INT_MAX);
    // One arena for all threads: the others' grow by 64 MB at a time, and what is larger would be
    // mapped anew for every layer (a quarter of MobileNet's time on two cores).
    mallopt(M_ARENA_MAX, 1);

    Options options;
    // The platform asks for its scale before there is an application.
    for (int i = 1; i + 1 < argc; ++i)
        if (std::strcmp(argv[i], "--scale") == 0) qputenv("QT_SCALE_FACTOR", argv[i + 1]);
    const bool display = isSet("DISPLAY") || isSet("WAYLAND_DISPLAY") || isSet("QT_QPA_PLATFORM");
    if (!display) {
        // QApplication would abort, so all that needs no window is settled before there is one.
        QStringList arguments;
        for (int i = 0; i < argc; ++i) arguments << QString::fromLocal8Bit(argv[i]);
        if (const QString problem = options.parse(arguments); !problem.isEmpty())
            return fail(problem, 2);
        const QCommandLineParser& parser = options.parser;
        if (!parser.isSet(options.help) && !parser.isSet(options.version) &&
            !parser.isSet(options.pictures))
            return fail(QStringLiteral("no display (DISPLAY and WAYLAND_DISPLAY are not set); run "
                                       "./dev demo, or use lpstudio-cli, which needs none"),
                        1);
        qputenv("QT_QPA_PLATFORM", "offscreen");
    }

    const Application app(argc, argv);
    QApplication::setApplicationName(QStringLiteral("lpstudio"));
    QApplication::setOrganizationName(QStringLiteral("lpstudio"));
    QApplication::setApplicationDisplayName(QStringLiteral("LP Studio"));
    QApplication::setApplicationVersion(QString::fromUtf8(kVersion));
    QApplication::setWindowIcon(applicationIcon());
    // QApplication has taken over the system's locale. Numbers on screen follow it through QLocale;
    // those in files, specs and JSON must not.
    std::setlocale(LC_NUMERIC, "C");
    // Without the options of Qt itself (-style, -platform), which it has taken out.
    if (const QString problem = options.parse(QApplication::arguments()); !problem.isEmpty())
        return fail(problem, 2);
    QCommandLineParser& parser = options.parser;
    if (parser.isSet(options.help)) parser.showHelp(0);
    if (parser.isSet(options.version)) parser.showVersion();
    const QStringList files = parser.positionalArguments();

    try {
        if (parser.isSet(options.pictures)) {
            renderPictures(files.front().toStdString(),
                           parser.value(options.pictures).toStdString(), options.pictureSize());
            return 0;
        }
        installTranslations(QLocale());
        Theme::instance().apply(Theme::remembered(), false);
        SystemAppearance::instance().ask();
        MainWindow mainWindow;
        mainWindow.restoreLayout();
        mainWindow.fitToScreen();
        if (!files.isEmpty())
            mainWindow.openProject(files.front().toStdString());
        else if (parser.isSet(options.example))
            mainWindow.openExample();
        mainWindow.show();
        return QApplication::exec();
    } catch (const std::exception& error) {
        return fail(QString::fromUtf8(error.what()), 1);
    }
}
