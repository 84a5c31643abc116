#include "app/desktop/pages/pareto/candidate_filter.h"

#include <QRegularExpression>
#include <QStringList>
#include <array>
#include <limits>
#include <optional>
#include <utility>

#include "app/desktop/plot/number_entry.h"
#include "app/desktop/plot/translate.h"

namespace lpstudio {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// Short words for the keys of quantities.
constexpr std::array<std::pair<const char*, const char*>, 13> kWords = {
    {{"bits", "weight-bits"},
     {"abits", "activation-bits"},
     {"score", "contrast"},
     {"cost", "compression"},
     {"fitness", "fitness"},
     {"energy", "energy"},
     {"latency", "latency"},
     {"size", "model-size"},
     {"loss", "top1-loss"},
     {"top1", "top1"},
     {"area", "area"},
     {"tops", "efficiency"},
     {"number", "number"}}};

std::optional<std::string> keyOf(const QString& word) {
    for (const auto& [name, key] : kWords)
        if (word.compare(QLatin1String(name), Qt::CaseInsensitive) == 0 ||
            word.compare(QLatin1String(key), Qt::CaseInsensitive) == 0)
            return key;
    return std::nullopt;
}

}  // namespace

CandidateFilter::CandidateFilter(const QString& text) {
    QStringList unknown;
    // Blanks around a comparison belong to it.
    static const QRegularExpression around(QStringLiteral(R"(\s*(<=|>=|<|>|=|≤|≥)\s*)"));
    QString joined = text;
    joined.replace(around, QStringLiteral("\\1"));
    for (const QString& word : joined.split(u' ', Qt::SkipEmptyParts)) {
        if (addComparison(word) || addNumbers(word)) continue;
        if (word.contains(QRegularExpression(QStringLiteral("[<>=≤≥]")))) {
            unknown << word;
        } else if (word.compare(QLatin1String("front"), Qt::CaseInsensitive) == 0) {
            conditions_.push_back({Condition::Kind::Front, {}, 0, 0, false, false, {}});
        } else {
            conditions_.push_back({Condition::Kind::RunName, {}, 0, 0, false, false, word});
        }
    }
    if (!unknown.isEmpty())
        problem_ = tr("Not understood: %1").arg(unknown.join(QStringLiteral(", ")));
}

bool CandidateFilter::addComparison(const QString& word) {
    static const QRegularExpression form(QStringLiteral(R"(^([\w-]+)(<=|>=|<|>|=|≤|≥)(.+)$)"));
    const QRegularExpressionMatch match = form.match(word);
    if (!match.hasMatch()) return false;
    const auto key = keyOf(match.captured(1));
    const auto value = numberEntry(match.captured(3));
    if (!key || !value) return false;
    const QString sign = match.captured(2);
    Condition condition{Condition::Kind::Range, *key, -kInfinity, kInfinity, false, false, {}};
    const bool less = sign.startsWith(u'<') || sign == QStringLiteral("≤");
    const bool more = sign.startsWith(u'>') || sign == QStringLiteral("≥");
    if (!more) condition.most = *value;
    if (!less) condition.least = *value;
    condition.openMost = sign == QStringLiteral("<");
    condition.openLeast = sign == QStringLiteral(">");
    conditions_.push_back(condition);
    return true;
}

bool CandidateFilter::addNumbers(const QString& word) {
    static const QRegularExpression form(QStringLiteral("^([0-9]+)(?:-([0-9]+))?$"));
    const QRegularExpressionMatch match = form.match(word);
    if (!match.hasMatch()) return false;
    const double first = match.captured(1).toDouble();
    const double last = match.captured(2).isEmpty() ? first : match.captured(2).toDouble();
    conditions_.push_back({Condition::Kind::Range, "number", first, last, false, false, {}});
    return true;
}

std::vector<std::uint8_t> CandidateFilter::rows(const CandidateColumns& columns,
                                                std::span<const std::uint8_t> onFront) const {
    std::vector<std::uint8_t> kept(columns.size(), 1);
    for (const Condition& condition : conditions_) {
        switch (condition.kind) {
            case Condition::Kind::Range: {
                const std::vector<double>& values = columns.of(condition.key);
                for (std::size_t row = 0; row < kept.size(); ++row) {
                    const double value = values[row];
                    // Written so that a value that is not known fails.
                    const bool holds =
                        (condition.openLeast ? value > condition.least
                                             : value >= condition.least) &&
                        (condition.openMost ? value < condition.most : value <= condition.most);
                    if (!holds) kept[row] = 0;
                }
                break;
            }
            case Condition::Kind::Front:
                for (std::size_t row = 0; row < kept.size(); ++row)
                    if (onFront.empty() || onFront[row] == 0) kept[row] = 0;
                break;
            case Condition::Kind::RunName: {
                std::vector<bool> named;
                for (const CandidateColumns::Run& run : columns.runs)
                    named.push_back(run.name.contains(condition.text, Qt::CaseInsensitive));
                for (std::size_t row = 0; row < kept.size(); ++row)
                    if (!named[columns.runOf[row]]) kept[row] = 0;
                break;
            }
        }
    }
    return kept;
}

QString CandidateFilter::names() {
    QStringList list;
    for (const auto& [name, key] : kWords) list << QLatin1String(name);
    return list.join(QStringLiteral(", "));
}

}  // namespace lpstudio
