#include "app/desktop/widgets/candidate_facts.h"

#include <QCoreApplication>

#include "app/desktop/plot/number_text.h"

namespace lpstudio {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("lpstudio", text);
}

Fact number(const QString& name, double value, const QString& unit = {}) {
    return {name, shortText(value) + unit, exactText(value) + unit};
}

}  // namespace

std::vector<Fact> candidateFacts(const ScoredCandidate& candidate, double floatTop1Percent) {
    std::vector<Fact> facts{
        {tr("Candidate"), QString::number(candidate.id.value), {}},
        number(tr("Fitness"), candidate.fitness),
        number(tr("Score"), candidate.contrast),
        number(tr("Compression"), candidate.compression),
        number(tr("Mean weight width"), candidate.meanWeightBits, tr(" bit")),
        number(tr("Mean activation width"), candidate.meanActivationBits, tr(" bit")),
        {tr("Model size"), bytesText(candidate.modelBytes),
         exactText(candidate.modelBytes) + tr(" bytes")}};
    const HardwareCost& cost = candidate.hardware;
    if (cost.latencySeconds > 0) {
        facts.push_back({tr("Energy per image"), siText(cost.joules(), QStringLiteral("J")),
                         exactText(cost.energyPicojoules) + tr(" pJ")});
        facts.push_back({tr("Latency per image"), siText(cost.latencySeconds, QStringLiteral("s")),
                         exactText(cost.latencySeconds) + tr(" s")});
    }
    facts.push_back(candidate.hasTop1() ? number(tr("Top-1"), candidate.top1Percent, tr(" %"))
                                        : Fact{tr("Top-1"), tr("not measured"), {}});
    if (floatTop1Percent >= 0)
        facts.push_back(number(tr("Float top-1"), floatTop1Percent, tr(" %")));
    return facts;
}

}  // namespace lpstudio
