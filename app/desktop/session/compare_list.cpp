#include "app/desktop/session/compare_list.h"

#include <algorithm>

namespace lpstudio {

bool CompareList::contains(const CompareItem& item) const {
    return std::find(items_.begin(), items_.end(), item) != items_.end();
}

bool CompareList::add(const CompareItem& item) {
    if (isFull() || contains(item)) return false;
    items_.push_back(item);
    Q_EMIT changed();
    return true;
}

void CompareList::remove(const CompareItem& item) {
    if (std::erase(items_, item) > 0) Q_EMIT changed();
}

void CompareList::move(int from, int to) {
    const int count = static_cast<int>(items_.size());
    if (from == to || from < 0 || to < 0 || from >= count || to >= count) return;
    const auto first = items_.begin();
    if (from < to)
        std::rotate(first + from, first + from + 1, first + to + 1);
    else
        std::rotate(first + to, first + from, first + from + 1);
    Q_EMIT changed();
}

void CompareList::clear() {
    if (items_.empty()) return;
    items_.clear();
    Q_EMIT changed();
}

void CompareList::removeRun(RunId run) {
    const auto gone = std::erase_if(items_, [run](const CompareItem& item) {
        return item.kind == CompareItem::Kind::Candidate && item.run == run;
    });
    if (gone > 0) Q_EMIT changed();
}

}  // namespace lpstudio
