// main() of the tests that need a QApplication: no display, settings of their own, and a test fails
// if Qt prints a warning.
#include <gtest/gtest.h>

#include <QApplication>
#include <QFile>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <mutex>

namespace {

std::mutex mutex;
QStringList warnings;

void collect(QtMsgType type, const QMessageLogContext&, const QString& message) {
    // The offscreen platform says these of every window and of every popup.
    if (type == QtDebugMsg || type == QtInfoMsg ||
        message.contains(QStringLiteral("propagateSizeHints")) ||
        message.startsWith(QStringLiteral("This plugin does not support raise")) ||
        message.startsWith(QStringLiteral("This plugin does not support grabbing")))
        return;
    const std::lock_guard lock(mutex);
    warnings << message;
}

class WarningListener final : public testing::EmptyTestEventListener {
    void OnTestEnd(const testing::TestInfo&) override {
        const std::lock_guard lock(mutex);
        for (const QString& warning : warnings)
            ADD_FAILURE() << "Qt warned: " << warning.toStdString();
        warnings.clear();
    }
};

}  // namespace

int main(int argc, char** argv) {
    testing::InitGoogleTest(&argc, argv);
    const QTemporaryDir home;
    for (const char* variable : {"HOME", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME"})
        qputenv(variable, home.path().toUtf8());
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QFile(home.path()).setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    qInstallMessageHandler(collect);
    QApplication app(argc, argv);
    QApplication::setApplicationName(QStringLiteral("lpstudio-test"));
    QApplication::setOrganizationName(QStringLiteral("lpstudio-test"));
    // The default listener prints after ours has added its failures.
    auto& listeners = testing::UnitTest::GetInstance()->listeners();
    listeners.Append(new WarningListener);
    return RUN_ALL_TESTS();
}
