#include "app/desktop/widgets/image_list.h"

#include <gtest/gtest.h>

#include <QAbstractItemModelTester>
#include <QSignalSpy>

#include "app/desktop/pages/project/image_detail.h"

namespace lpstudio {
namespace {

using Outcome = ImageFilter::Outcome;

/// `count` images of one channel; image i is grey of value i, its label i mod 3.
std::shared_ptr<ImageSet> greys(int count, int side = 2) {
    auto set = std::make_shared<ImageSet>();
    set->channels = 1;
    set->height = set->width = side;
    for (int i = 0; i < count; ++i) {
        set->labels.push_back(i % 3);
        set->bytes.insert(set->bytes.end(), static_cast<std::size_t>(side) * side,
                          static_cast<std::uint8_t>(i));
    }
    return set;
}

Prediction of(int top) {
    Prediction one;
    one.classes[0] = top;
    one.probabilities[0] = 0.75F;
    return one;
}

std::vector<Prediction> predictions(const std::vector<int>& tops) {
    std::vector<Prediction> all;
    for (const int top : tops) all.push_back(of(top));
    return all;
}

class ImageListTest : public testing::Test {
protected:
    std::vector<std::size_t> shown() const {
        std::vector<std::size_t> all;
        for (int row = 0; row < list.rowCount(); ++row) all.push_back(list.imageAt(row));
        return all;
    }

    ImageList list;
    QAbstractItemModelTester tester{&list, QAbstractItemModelTester::FailureReportingMode::Fatal};
};

TEST_F(ImageListTest, ShowsLabelsByNameOrNumber) {
    list.setImages(greys(4), {"cat", "dog"});
    ASSERT_EQ(list.rowCount(), 4);
    EXPECT_EQ(list.index(1).data().toString(), QStringLiteral("dog"));
    EXPECT_EQ(list.index(2).data().toString(), QStringLiteral("2"));
    auto named = greys(3);
    named->classNames = {"a", "b", "c"};
    list.setImages(named, {"cat", "dog"});
    EXPECT_EQ(list.index(2).data().toString(), QStringLiteral("c")) << "the set's own names";
    list.setImages(nullptr, {});
    EXPECT_EQ(list.rowCount(), 0);
}

TEST_F(ImageListTest, FiltersByOutcomeLabelPredictionAndPart) {
    list.setImages(greys(6), {});  // labels 0 1 2 0 1 2
    ImageVerdicts verdicts;
    verdicts.floating = predictions({0, 1, 0, 0, 2, 2});
    list.setVerdicts(verdicts);
    list.setFilter({Outcome::Wrong, {}, {}, {}});
    EXPECT_EQ(shown(), (std::vector<std::size_t>{2, 4}));
    EXPECT_EQ(list.rowOf(4), 1);
    EXPECT_EQ(list.rowOf(3), -1);
    list.setFilter({Outcome::Right, 0, {}, {}});
    EXPECT_EQ(shown(), (std::vector<std::size_t>{0, 3}));
    list.setFilter({Outcome::All, {}, 2, {}});
    EXPECT_EQ(shown(), (std::vector<std::size_t>{4, 5}));
    // The quantized network counts where it has been run; it has not come to the end yet.
    verdicts.quantized = predictions({1, 1, 0, 0});
    list.setVerdicts(verdicts);
    list.setFilter({Outcome::Wrong, {}, {}, {}});
    EXPECT_EQ(shown(), (std::vector<std::size_t>{0, 2}));
    list.setFilter({Outcome::Differ, {}, {}, {}});
    EXPECT_EQ(shown(), (std::vector<std::size_t>{0}));
    list.setParts({1, 0, 2, 2, 0, 0});
    list.setFilter({Outcome::All, {}, {}, 2});
    EXPECT_EQ(shown(), (std::vector<std::size_t>{2, 3}));
    EXPECT_EQ(list.index(0).data(ImageList::PartRole).toInt(), 2);
}

TEST_F(ImageListTest, CountsWhatIsRightAndConfused) {
    list.setImages(greys(6), {});
    list.addVerdicts(false, 0, predictions({0, 1, 0}));
    list.addVerdicts(false, 3, predictions({0, 2, 2}));
    list.addVerdicts(true, 0, predictions({1, 1}));
    list.addVerdicts(true, 5, predictions({1}));  // a gap: refused
    EXPECT_EQ(list.verdicts().quantized.size(), 2U);
    ImageTally tally = list.tally();
    EXPECT_EQ(tally.judged, 2U);
    EXPECT_EQ(tally.right, 1U);
    EXPECT_EQ(tally.compared, 2U);
    EXPECT_EQ(tally.differing, 1U);
    list.setVerdicts({predictions({0, 1, 0, 0, 2, 2}), {}});
    tally = list.tally();
    EXPECT_EQ(tally.judged, 6U);
    EXPECT_EQ(tally.right, 4U);
    EXPECT_EQ(list.confusion(3), (std::vector<std::size_t>{2, 0, 0, 0, 1, 1, 1, 0, 1}));
    EXPECT_EQ(list.index(2).data().toString(), QStringLiteral("2, predicted as 0"));
    EXPECT_TRUE(list.index(2).data(Qt::ToolTipRole).toString().contains(QStringLiteral("75")));
    EXPECT_FALSE(list.index(2).data(ImageList::RightRole).toBool());
}

TEST_F(ImageListTest, AnotherSetForgetsAllOfTheFormer) {
    list.setImages(greys(6), {});
    list.setVerdicts({predictions({0, 0, 0, 0, 0, 0}), {}});
    list.setParts({1, 1, 1, 1, 1, 1});
    list.setFilter({Outcome::Wrong, {}, {}, {}});
    list.setImages(greys(5), {});
    EXPECT_EQ(list.rowCount(), 5);
    EXPECT_EQ(list.prediction(0), nullptr);
    EXPECT_FALSE(list.hasParts());
}

TEST_F(ImageListTest, NewVerdictsThatMoveNoImageKeepTheRows) {
    list.setImages(greys(6), {});
    QSignalSpy resets(&list, &QAbstractItemModel::modelReset);
    QSignalSpy changes(&list, &QAbstractItemModel::dataChanged);
    list.addVerdicts(false, 0, predictions({0, 1}));
    EXPECT_EQ(resets.count(), 0);
    EXPECT_EQ(changes.count(), 1);
    list.setFilter({Outcome::Right, {}, {}, {}});
    EXPECT_EQ(resets.count(), 1);
    list.addVerdicts(false, 2, predictions({2}));
    EXPECT_EQ(resets.count(), 2);
}

TEST_F(ImageListTest, PicturesAreMadeOnDemandAndTheirMemoryIsBounded) {
    const int count = 1200, side = 128;
    list.setImages(greys(count, side), {});
    EXPECT_EQ(list.thumbnail(0, side, false), nullptr);
    const QPixmap* first = list.thumbnail(0, side, true);
    ASSERT_NE(first, nullptr);
    EXPECT_EQ(first->size(), QSize(side, side));
    EXPECT_EQ(list.thumbnail(0, side, false), first) << "kept";
    for (std::size_t image = 0; image < count; ++image)
        ASSERT_NE(list.thumbnail(image, side, true), nullptr);
    EXPECT_LE(list.thumbnailBytes(), ImageList::kMostBytes);
    EXPECT_GT(list.thumbnailBytes(), ImageList::kMostBytes / 2);
    EXPECT_EQ(list.thumbnail(0, side, false), nullptr) << "the oldest went";
    EXPECT_NE(list.thumbnail(count - 1, side, false), nullptr);
    EXPECT_EQ(list.thumbnail(count - 1, 64, false), nullptr) << "another size is another picture";
}

TEST(Thumbnail, TakesTheMeanOfThePixelsBehindEach) {
    ImageSet set;
    set.channels = 3;
    set.height = 2;
    set.width = 4;
    set.labels = {0};
    set.bytes = {0, 100, 50, 50, 200, 100, 50, 50,    // red
                 0, 0,   0,  0,  0,   0,   0,  0,     // green
                 9, 9,   9,  9,  9,   9,   9,  255};  // blue
    const QImage small = thumbnailOf(set, 0, 2);
    ASSERT_EQ(small.size(), QSize(2, 1));
    EXPECT_EQ(small.pixel(0, 0), qRgb(100, 0, 9));
    EXPECT_EQ(small.pixel(1, 0), qRgb(50, 0, 71));  // (9 + 9 + 9 + 255) / 4 = 70.5
    const QImage same = thumbnailOf(set, 0, 72);
    ASSERT_EQ(same.size(), QSize(4, 2)) << "not enlarged";
    EXPECT_EQ(same.pixel(3, 1), qRgb(50, 0, 255));
    EXPECT_EQ(imageOf(set, 0), same);
}

TEST(Thumbnail, FloatsAreCutAndGreyHasOneChannel) {
    ImageSet set;
    set.channels = 2;
    set.height = 1;
    set.width = 3;
    set.labels = {0, 0};
    set.floats = {0, 0, 0, 0, 0, 0, -1.0F, 0.5F, 2.0F, 9, 9, 9};
    const QImage image = imageOf(set, 1);
    ASSERT_EQ(image.size(), QSize(3, 1));
    EXPECT_EQ(image.pixel(0, 0), qRgb(0, 0, 0));
    EXPECT_EQ(image.pixel(1, 0), qRgb(128, 128, 128));
    EXPECT_EQ(image.pixel(2, 0), qRgb(255, 255, 255));
}

TEST(PredictionTable, ShowsBothNetworksAndMarksTheLabel) {
    PredictionTable table;
    const QAbstractItemModelTester tester(&table,
                                          QAbstractItemModelTester::FailureReportingMode::Fatal);
    EXPECT_EQ(table.rowCount(), 0);
    Prediction floating = of(1), quantized = of(0);
    floating.classes[1] = 0;
    floating.probabilities[1] = 0.25F;
    table.setPredictions(floating, quantized, 1,
                         [](int label) { return QStringLiteral("class %1").arg(label); });
    ASSERT_EQ(table.rowCount(), 2);
    EXPECT_EQ(table.index(0, PredictionTable::FloatClass).data().toString(),
              QStringLiteral("class 1 ✓"));
    EXPECT_EQ(table.index(0, PredictionTable::FloatClass).data(FullRole).toString(),
              QStringLiteral("class 1"));
    EXPECT_EQ(table.index(0, PredictionTable::QuantizedClass).data().toString(),
              QStringLiteral("class 0"));
    EXPECT_DOUBLE_EQ(table.index(1, PredictionTable::FloatShare).data(ShareRole).toDouble(), 0.25);
    EXPECT_EQ(table.index(1, PredictionTable::QuantizedClass).data().toString(), QString());
}

}  // namespace
}  // namespace lpstudio
