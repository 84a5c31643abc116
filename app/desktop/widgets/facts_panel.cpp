#include "app/desktop/widgets/facts_panel.h"

#include <QFrame>
#include <QGridLayout>
#include <QLabel>
#include <algorithm>

#include "app/desktop/plot/number_text.h"
#include "app/desktop/plot/translate.h"

namespace lpstudio {
namespace {

/// Short values are never cut; long ones (paths, hashes) may be.
constexpr int kWideAtLeast = 136;

}  // namespace

FactsPanel::FactsPanel(int columns, QWidget* parent)
    : QWidget(parent), columns_(columns), grid_(new QGridLayout(this)) {
    grid_->setContentsMargins(0, 0, 0, 0);
    grid_->setHorizontalSpacing(16);
    grid_->setVerticalSpacing(4);
    for (int column = 0; column < columns_; ++column) grid_->setColumnStretch(2 * column + 1, 1);
}

void FactsPanel::setFacts(const std::vector<Fact>& facts) {
    const bool sameNames =
        facts.size() == facts_.size() &&
        std::equal(facts.begin(), facts.end(), facts_.begin(),
                   [](const Fact& a, const Fact& b) { return a.name == b.name; });
    facts_ = facts;
    const int rows = (static_cast<int>(facts.size()) + columns_ - 1) / columns_;
    const auto place = [&](int i) { return std::pair{i % rows, 2 * (i / rows)}; };
    if (!sameNames) {
        while (QLayoutItem* item = grid_->takeAt(0)) {
            delete item->widget();
            delete item;
        }
        for (int i = 0; i < static_cast<int>(facts.size()); ++i) {
            const auto [row, column] = place(i);
            QLabel* name = makeQuietLabel(facts[static_cast<std::size_t>(i)].name);
            auto* value = new QLabel;
            value->setTextInteractionFlags(Qt::TextSelectableByMouse);
            value->setTextFormat(Qt::PlainText);
            // A long path must not widen the whole window; the tooltip has it all.
            value->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
            grid_->addWidget(name, row, column);
            grid_->addWidget(value, row, column + 1);
        }
    }
    for (int i = 0; i < static_cast<int>(facts.size()); ++i) {
        const auto [row, column] = place(i);
        const Fact& fact = facts[static_cast<std::size_t>(i)];
        auto* label = static_cast<QLabel*>(grid_->itemAtPosition(row, column + 1)->widget());
        label->setText(fact.value);
        label->setMinimumWidth(std::min(label->sizeHint().width(), kWideAtLeast));
        label->setToolTip(fact.tip.isEmpty() ? fact.value : fact.tip);
    }
}

QString FactsPanel::value(const QString& name) const {
    for (const Fact& fact : facts_)
        if (fact.name == name) return fact.value;
    return {};
}

QWidget* makeHeading(const QString& text) {
    auto* label = new QLabel(text);
    label->setProperty("heading", true);
    return label;
}

QLabel* makeQuietLabel(const QString& text) {
    auto* label = new QLabel(text);
    label->setProperty("quiet", true);
    return label;
}

QWidget* makeSeparator() {
    auto* line = new QFrame;
    line->setProperty("separator", true);
    line->setFixedHeight(1);
    return line;
}

namespace {

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
