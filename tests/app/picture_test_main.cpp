#include <gtest/gtest.h>

#include <QApplication>

int main(int argc, char** argv) {
    // Also while CMake lists the tests, which has no display.
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    ::testing::InitGoogleTest(&argc, argv);
    QApplication application(argc, argv);
    return RUN_ALL_TESTS();
}
