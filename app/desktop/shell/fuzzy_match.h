#pragma once

#include <QString>
#include <optional>
#include <vector>

namespace lpstudio {

/// How well a pattern fits a text.
struct FuzzyMatch {
    int score = 0;               ///< larger is better; only differences mean something
    std::vector<int> positions;  ///< of the matched letters in the text, ascending
};

/// Every word of `pattern` (separated by spaces, in any order) must be found in `text`: its letters
/// in their order, case and accents aside. Letters that follow each other, begin a word or begin
/// the text count more; letters left out between them count against. Empty if some word is not
/// found; an empty pattern fits all with score 0.
std::optional<FuzzyMatch> fuzzyMatch(const QString& pattern, const QString& text);

}  // namespace lpstudio
