#include "core/base/lru_cache.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "core/base/parallel.h"

namespace lpstudio {
namespace {

std::shared_ptr<const int> value(int number) {
    return std::make_shared<const int>(number);
}

TEST(LruCache, DropsWhatWasUsedLongestAgo) {
    LruCache<int> cache(30);
    cache.insert("a", value(1), 10);
    cache.insert("b", value(2), 10);
    cache.insert("c", value(3), 10);
    EXPECT_EQ(cache.bytes(), 30U);
    ASSERT_NE(cache.find("a"), nullptr);
    // Asking alone does not count.
    EXPECT_TRUE(cache.contains("b"));
    cache.insert("d", value(4), 5);
    EXPECT_FALSE(cache.contains("b"));
    EXPECT_EQ(cache.find("b"), nullptr);
    EXPECT_EQ(*cache.find("a"), 1);
    EXPECT_EQ(*cache.find("c"), 3);
    EXPECT_EQ(*cache.find("d"), 4);
    EXPECT_EQ(cache.bytes(), 25U);
    // One of the size of all.
    cache.insert("e", value(5), 30);
    EXPECT_EQ(cache.bytes(), 30U);
    EXPECT_FALSE(cache.contains("d"));
    EXPECT_EQ(*cache.find("e"), 5);
}

TEST(LruCache, ReturnsTheFirstValueOfAKeyAndNeverHoldsMoreThanItsLimit) {
    LruCache<int> cache(10);
    const auto first = cache.insert("a", value(1), 10);
    EXPECT_EQ(cache.insert("a", value(2), 10), first);
    EXPECT_EQ(cache.bytes(), 10U);
    // Too large to be kept: handed back all the same.
    EXPECT_EQ(*cache.insert("b", value(3), 11), 3);
    EXPECT_FALSE(cache.contains("b"));
    EXPECT_TRUE(cache.contains("a"));
    LruCache<int> none(0);
    EXPECT_EQ(*none.insert("a", value(1), 1), 1);
    EXPECT_EQ(none.bytes(), 0U);
    EXPECT_EQ(none.limit(), 0U);
}

TEST(LruCache, ServesSeveralThreads) {
    LruCache<int> cache(100);
    forEachParallel(2000, 4, [&](std::size_t i) {
        const int number = static_cast<int>(i % 40);
        const std::string key = std::to_string(number);
        const auto found = cache.find(key);
        EXPECT_EQ(found ? *found : *cache.insert(key, value(number), 5), number);
        EXPECT_LE(cache.bytes(), 100U);
    });
    EXPECT_EQ(cache.bytes(), 100U);
}

}  // namespace
}  // namespace lpstudio
