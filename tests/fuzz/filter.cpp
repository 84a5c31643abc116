// What users type above the table of candidates.

#include <QString>

#include "app/desktop/pages/pareto/candidate_filter.h"
#include "tests/fuzz/fuzz.h"

using namespace lpstudio;

namespace {

CandidateColumns someColumns() {
    std::vector<ScoredCandidate> list(6);
    for (std::size_t i = 0; i < list.size(); ++i) {
        list[i].id = CandidateId(static_cast<std::int64_t>(i));
        list[i].meanWeightBits = 3.5 + static_cast<double>(i);
        list[i].contrast = 1.0 / static_cast<double>(i + 1);
        list[i].hardware.energyPicojoules = i % 2 == 0 ? 1e6 : 0;
    }
    CandidateColumns columns;
    columns.addRun({RunId(1), QStringLiteral("First run"), {}, {}, 0, 0}, list);
    columns.addRun({RunId(2), QString::fromUtf8("näch 2"), {92.5, 4e7}, {}, 0, 0}, list);
    return columns;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const CandidateColumns columns = someColumns();
    const std::vector<std::uint8_t> onFront = {1, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 1};
    const QString text =
        QString::fromUtf8(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
    const CandidateFilter filter(text);
    const auto kept = filter.rows(columns, onFront);
    fuzz::require(kept.size() == columns.size(), "a verdict on each row");
    // Twice the same conditions ask for the same; a blank ends a word unless a sign follows.
    const CandidateFilter twice(text + QStringLiteral(" front ") + text);
    const auto both = twice.rows(columns, onFront);
    const QString signs = QStringLiteral("<>=\u2264\u2265");
    const QString bare = text.trimmed();
    if (bare.isEmpty() || signs.contains(bare.front()) || signs.contains(bare.back())) return 0;
    for (std::size_t row = 0; row < kept.size(); ++row)
        fuzz::require(both[row] == (kept[row] & onFront[row]), "all words of a line hold");
    return 0;
}
