#pragma once

#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <utility>

namespace lpstudio {

/// Shared values by key, up to a number of bytes: the least recently used go first. Whoever holds a
/// value keeps it beyond that. Thread safe.
template <class Value>
class LruCache {
public:
    using Pointer = std::shared_ptr<const Value>;

    explicit LruCache(std::size_t limitBytes) : limit_(limitBytes) {}

    /// Null if there is none.
    Pointer find(const std::string& key) {
        const std::scoped_lock lock(mutex_);
        const auto found = index_.find(key);
        if (found == index_.end()) return nullptr;
        recent_.splice(recent_.begin(), recent_, found->second);
        return found->second->value;
    }

    /// Asks without using it.
    bool contains(const std::string& key) const {
        const std::scoped_lock lock(mutex_);
        return index_.contains(key);
    }

    /// Keeps the value, of `bytes`, unless it is larger than the limit, and returns it; where the
    /// key is known already, returns what it has.
    Pointer insert(const std::string& key, Pointer value, std::size_t bytes) {
        const std::scoped_lock lock(mutex_);
        if (const auto found = index_.find(key); found != index_.end()) return found->second->value;
        if (bytes > limit_) return value;
        recent_.push_front({key, value, bytes});
        index_[key] = recent_.begin();
        bytes_ += bytes;
        while (bytes_ > limit_) {
            bytes_ -= recent_.back().bytes;
            index_.erase(recent_.back().key);
            recent_.pop_back();
        }
        return value;
    }

    /// Of all values held now.
    std::size_t bytes() const {
        const std::scoped_lock lock(mutex_);
        return bytes_;
    }
    std::size_t limit() const { return limit_; }

private:
    struct Entry {
        std::string key;
        Pointer value;
        std::size_t bytes;
    };

    const std::size_t limit_;
    mutable std::mutex mutex_;  ///< guards what follows
    std::size_t bytes_ = 0;
    std::list<Entry> recent_;  ///< newest first
    std::unordered_map<std::string, typename std::list<Entry>::iterator> index_;
};

}  // namespace lpstudio
