#include "app/desktop/charts/cloud_raster.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "app/desktop/plot/plot_geometry.h"

namespace lpstudio::test {
namespace {

const PlotMap kMap{{0, 100, 0, 100}, 0, 0, 100, 100};

QImage clear() {
    QImage image(100, 100, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    return image;
}

CloudStyle style() {
    CloudStyle made;
    made.groups = {QColor(255, 0, 0), QColor(0, 255, 0)};
    made.excluded = QColor(0, 0, 255);
    made.shades.fill(QColor(9, 9, 9));
    made.shades[100] = QColor(10, 200, 30);
    made.radius = 3;
    return made;
}

TEST(SplatCloud, PaintsRoundDotsWhereThePointsAre) {
    QImage image = clear();
    const std::vector<ParetoPoint> points{{CandidateId(0), 30.5, 69.5}};
    splatCloud(image, kMap, points, {}, {}, style());
    EXPECT_EQ(image.pixel(30, 30), qRgb(255, 0, 0));
    double area = 0;
    for (int y = 0; y < 100; ++y)
        for (int x = 0; x < 100; ++x) {
            const int alpha = qAlpha(image.pixel(x, y));
            area += alpha / 255.0;
            if (std::hypot(x - 30, y - 30) > 3.6) {
                EXPECT_EQ(alpha, 0) << x << ' ' << y;
            }
        }
    EXPECT_NEAR(area, M_PI * 3 * 3, 3);
}

TEST(SplatCloud, CutsDotsOffAtTheBorders) {
    QImage image = clear();
    std::vector<ParetoPoint> points;
    const double nan = std::numeric_limits<double>::quiet_NaN();
    for (const double x : {-1e300, -50.0, -2.0, 0.0, 99.5, 102.0, 1e300, nan})
        for (const double y : {-1e300, -2.0, 0.0, 99.5, 102.0, 1e300, nan})
            points.push_back({CandidateId(0), x, y});
    splatCloud(image, kMap, points, {}, {}, style());
    EXPECT_GT(qAlpha(image.pixel(0, 99)), 200);
    EXPECT_EQ(qAlpha(image.pixel(50, 50)), 0);
}

TEST(SplatCloud, BlendsLikeAPainter) {
    QImage image = clear();
    CloudStyle translucent = style();
    translucent.groups = {QColor(200, 100, 50, 128)};
    const std::vector<ParetoPoint> twice(2, {CandidateId(0), 50.5, 50.5});
    splatCloud(image, kMap, twice, {}, {}, translucent);
    const QColor seen = QColor::fromRgba(qUnpremultiply(image.pixel(50, 49)));
    const QColor color = image.pixelColor(50, 49);
    EXPECT_NEAR(color.alpha(), 255 * (1 - 0.5 * 0.5), 2);
    EXPECT_NEAR(color.red(), 200, 3);
    EXPECT_NEAR(color.green(), 100, 3);
    EXPECT_TRUE(seen.isValid());
}

TEST(SplatCloud, GivesEachPointItsLook) {
    QImage image = clear();
    std::vector<ParetoPoint> points;
    for (int i = 0; i < 4; ++i) points.push_back({CandidateId(i), 10.5 + 20 * i, 50.5});
    PointLooks looks;
    looks.shades = {100, 0, 100, 100};
    looks.excluded = {0, 0, 1, 0};
    looks.outside = {0, 0, 0, 1};
    looks.sizes = {0, 7, 0, 0};
    splatCloud(image, kMap, points, looks, {}, style());
    EXPECT_EQ(image.pixelColor(10, 49), QColor(10, 200, 30));
    EXPECT_EQ(image.pixelColor(30, 49), QColor(9, 9, 9));
    EXPECT_EQ(image.pixelColor(50, 49), QColor(0, 0, 255));
    EXPECT_NEAR(image.pixelColor(70, 49).alpha(), 64, 2);
    // Sizes from the least radius to the most.
    EXPECT_EQ(qAlpha(image.pixel(10 + 4, 49)), 0);
    EXPECT_GT(qAlpha(image.pixel(30 + 4, 49)), 0);
    // Groups where there are no shades.
    image = clear();
    const std::vector<std::uint8_t> groups{0, 1, 0, 1};
    splatCloud(image, kMap, points, {}, groups, style());
    EXPECT_EQ(image.pixelColor(30, 49), QColor(0, 255, 0));
}

TEST(ScaleColor, GrowsInLuminance) {
    // What order survives in when colours are not told apart, on both grounds.
    for (const bool dark : {false, true}) {
        double last = -1;
        for (int i = 0; i <= 100; ++i) {
            const QColor c = scaleColor(ChartTheme::of(dark), i / 100.0);
            const auto linear = [](double v) {
                return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
            };
            const double luminance = 0.2126 * linear(c.redF()) + 0.7152 * linear(c.greenF()) +
                                     0.0722 * linear(c.blueF());
            EXPECT_GT(luminance, last - 1e-4) << i;
            last = luminance;
        }
    }
}

}  // namespace
}  // namespace lpstudio::test
