#include "app/desktop/session/compare_list.h"

#include <algorithm>

namespace lpstudio {

bool CompareList::contains(const ColumnSource& source) const {
    return std::find(sources_.begin(), sources_.end(), source) != sources_.end();
}

bool CompareList::add(const ColumnSource& source) {
    if (isFull() || contains(source)) return false;
    sources_.push_back(source);
    Q_EMIT changed();
    return true;
}

void CompareList::remove(const ColumnSource& source) {
    if (std::erase(sources_, source) > 0) Q_EMIT changed();
}

void CompareList::move(int from, int to) {
    const int count = static_cast<int>(sources_.size());
    if (from == to || from < 0 || to < 0 || from >= count || to >= count) return;
    const auto first = sources_.begin();
    if (from < to)
        std::rotate(first + from, first + from + 1, first + to + 1);
    else
        std::rotate(first + to, first + from, first + from + 1);
    Q_EMIT changed();
}

void CompareList::clear() {
    if (sources_.empty()) return;
    sources_.clear();
    Q_EMIT changed();
}

void CompareList::removeRun(RunId run) {
    const auto gone = std::erase_if(sources_, [run](const ColumnSource& source) {
        return source.kind == ColumnSource::Kind::Candidate && source.run == run;
    });
    if (gone > 0) Q_EMIT changed();
}

}  // namespace lpstudio
