#include <malloc.h>

#include <QApplication>
#include <QCommandLineParser>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>

#include "app/windows/icons.h"
#include "app/windows/main_window.h"
#include "app/windows/pictures.h"
#include "app/windows/theme.h"
#include "core/error.h"
#include "core/model/network.h"
#include "core/version.h"

namespace {

using namespace lpstudio;

bool isSet(const char* variable) {
    const char* value = std::getenv(variable);
    return value != nullptr && *value != '\0';
}

/// Options that must be known before there is a QApplication, which dies without a display.
bool wantsWindow(int argc, char** argv, bool& pictures) {
    bool window = true;
    for (int i = 1; i < argc; ++i) {
        for (const char* option : {"--help", "--help-all", "-h", "--version", "-v"})
            if (std::strcmp(argv[i], option) == 0) window = false;
        if (std::strncmp(argv[i], "--pictures", 10) == 0) pictures = true;
    }
    if (argc > 1 && std::strcmp(argv[1], "-platform") == 0) return false;  // Qt's own choice
    return window;
}

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

    bool pictures = false;
    const bool window = wantsWindow(argc, argv, pictures);
    const bool display = isSet("DISPLAY") || isSet("WAYLAND_DISPLAY") || isSet("QT_QPA_PLATFORM");
    if (!display && window && !pictures)
        return fail(QStringLiteral("no display (DISPLAY and WAYLAND_DISPLAY are not set); run "
                                   "./dev demo, or use lpstudio-cli, which needs none"),
                    1);
    if (!display) qputenv("QT_QPA_PLATFORM", "offscreen");

    QApplication app(argc, argv);
    QApplication::setApplicationName(QStringLiteral("lpstudio"));
    QApplication::setOrganizationName(QStringLiteral("lpstudio"));
    QApplication::setApplicationDisplayName(QStringLiteral("LP Studio"));
    QApplication::setApplicationVersion(QString::fromUtf8(kVersion));
    QApplication::setWindowIcon(applicationIcon());

    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Explores neural networks in Logarithmic Posit formats."));
    const QCommandLineOption help = parser.addHelpOption();
    const QCommandLineOption version = parser.addVersionOption();
    const QCommandLineOption picturesOption(
        QStringLiteral("pictures"),
        QStringLiteral("Render every page of the project to PNG files in <dir> and exit."),
        QStringLiteral("dir"));
    const QCommandLineOption exampleOption(QStringLiteral("example"),
                                           QStringLiteral("Open the example project."));
    parser.addOptions({picturesOption, exampleOption});
    parser.addPositionalArgument(QStringLiteral("project"), QStringLiteral("Project file (.lps)."),
                                 QStringLiteral("[project]"));
    if (!parser.parse(QCoreApplication::arguments()))
        return fail(parser.errorText() + QStringLiteral(" See lpstudio --help."), 2);
    if (parser.isSet(help)) parser.showHelp(0);
    if (parser.isSet(version)) parser.showVersion();
    const QStringList files = parser.positionalArguments();
    if (files.size() > 1)
        return fail(QStringLiteral("one project at a time: give one .lps file"), 2);
    if (parser.isSet(picturesOption) && files.isEmpty())
        return fail(QStringLiteral("--pictures needs a project: lpstudio --pictures DIR P.lps"), 2);

    try {
        setThreads(0);
        if (parser.isSet(picturesOption)) {
            renderPictures(files.front().toStdString(), parser.value(picturesOption).toStdString());
            return 0;
        }
        Theme::instance().apply(Theme::remembered(), false);
        MainWindow mainWindow;
        if (!files.isEmpty())
            mainWindow.openProject(files.front().toStdString());
        else if (parser.isSet(exampleOption))
            mainWindow.openExample();
        mainWindow.show();
        return QApplication::exec();
    } catch (const std::exception& error) {
        return fail(QString::fromUtf8(error.what()), 1);
    }
}
