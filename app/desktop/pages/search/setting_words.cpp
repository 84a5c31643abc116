#include "app/desktop/pages/search/setting_words.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>
#include <string>
#include <variant>

#include "app/desktop/plot/number_text.h"
#include "core/base/error.h"

namespace lpstudio {
namespace {

constexpr char kContext[] = "SearchSettings";
/// Marks a text of the tables below for translation.
#define WORDS(text) QT_TRANSLATE_NOOP("SearchSettings", text)

struct ChoiceWords {
    const char *key, *name, *text;
    const char* brief = "";  ///< in a summary, where another text is better
};
constexpr ChoiceWords kChoices[] = {
    {"algorithm", "lpq", WORDS("LPQ")},
    {"algorithm", "nsga2", WORDS("NSGA-II")},
    {"objective", "global-local", WORDS("global-local contrast")},
    {"objective", "global", WORDS("global contrast")},
    {"objective", "kl", WORDS("KL divergence of logits"), WORDS("KL divergence")},
    {"objective", "mse", WORDS("squared error of logits"), WORDS("squared error")},
    {"cost", "bits", WORDS("weight bits")},
    {"cost", "energy", WORDS("energy")},
    {"cost", "latency", WORDS("latency")},
    {"cost", "edp", WORDS("energy × delay")},
    {"pooling", "kurtosis-3", WORDS("kurtosis-3")},
    {"pooling", "mean", WORDS("mean")},
    {"measure", "none", WORDS("nothing")},
    {"measure", "best", WORDS("the best candidate"), WORDS("the best")},
    {"measure", "front", WORDS("the whole front")},
    {"start", "informed", WORDS("informed")},
    {"start", "random", WORDS("random")},
};

const ChoiceWords* choiceWords(const Setting& setting, std::string_view name) {
    for (const ChoiceWords& choice : kChoices)
        if (std::string_view(setting.key) == choice.key && name == choice.name) return &choice;
    return nullptr;
}

struct ToPhrase {
    const Setting& setting;
    const SearchSettings& settings;

    QString operator()(const SettingMember<int>& member) const {
        return countText(member.of(settings));
    }
    QString operator()(const SettingMember<std::int64_t>& member) const {
        return countText(member.of(settings));
    }
    QString operator()(const SettingMember<std::uint64_t>& member) const {
        return QString::number(member.of(settings));
    }
    QString operator()(const SettingMember<double>& member) const {
        return std::string_view(setting.unit) == "s" ? durationText(member.of(settings))
                                                     : briefText(member.of(settings));
    }
    QString operator()(const SettingMember<std::vector<int>>& member) const {
        QStringList values;
        for (const int value : member.of(settings)) values << QString::number(value);
        return values.join(u'/');
    }
    QString operator()(const ChoiceMember& choice) const {
        return choiceText(setting, choice.name(settings), true);
    }
    template <class T>
    QString operator()(const SettingMember<T>&) const {
        return QString::fromStdString(settingTitle(setting, settings));
    }
};

}  // namespace

const std::vector<SettingWords>& settingWords() {
    static const std::vector<SettingWords> words{
        {.key = "images",
         .group = SettingGroup::Data,
         .name = WORDS("Images"),
         .tip = WORDS("Images drawn from the calibration set"),
         .summary = WORDS("%1 images"),
         .summaryPlace = 13},
        {.key = "measure",
         .group = SettingGroup::Data,
         .name = WORDS("Top-1 of"),
         .tip = WORDS("What is measured on the evaluation images once the search has ended: each "
                      "candidate is a pass over all of them, and the float network another"),
         .summary = WORDS("top-1 of %1"),
         .summaryPlace = 25},
        {.key = "pins",
         .group = SettingGroup::Data,
         .name = WORDS("Locked layers"),
         .tip = WORDS("Layers the search does not change"),
         .summary = WORDS("%1 locked layers"),
         .summaryPlace = 5},
        {.key = "algorithm",
         .group = SettingGroup::Algorithm,
         .name = WORDS("Algorithm"),
         .tip = WORDS("LPQ: the paper's genetic search for the one best candidate.\n"
                      "NSGA-II: a Pareto search over score, energy, latency and model size.")},
        {.key = "widths",
         .group = SettingGroup::Algorithm,
         .name = WORDS("Widths"),
         .tip = WORDS("Word lengths that weights may take, in bits"),
         .summary = WORDS("widths %1"),
         .summaryPlace = 2},
        {.key = "target_bits",
         .group = SettingGroup::Algorithm,
         .name = WORDS("Mean width"),
         .tip = WORDS("The best is the best-scored candidate at or under this mean width"),
         .box = WORDS("at most"),
         .suffix = WORDS(" bit"),
         .decimals = 2,
         .step = 0.25,
         .summary = WORDS("at most %1 bit"),
         .summaryPlace = 1},
        {.key = "objective",
         .group = SettingGroup::Algorithm,
         .name = WORDS("Objective"),
         .tip = WORDS("How a quantized run is compared with the float run. With a bound on the "
                      "width, the mean squared error of the logits found the best candidates; "
                      "without one, the contrast balances the cost."),
         .summary = "%1",
         .summaryPlace = 3},
        {.key = "temperature",
         .group = SettingGroup::Algorithm,
         .name = WORDS("Temperature"),
         .tip = WORDS("τ of the contrastive loss"),
         .decimals = 3,
         .step = 0.05,
         .summary = WORDS("temperature %1"),
         .summaryPlace = 12},
        {.key = "cost",
         .group = SettingGroup::Algorithm,
         .name = WORDS("Cost"),
         .tip = WORDS("Cost that the score minimises")},
        {.key = "lambda",
         .group = SettingGroup::Algorithm,
         .name = WORDS("Cost exponent"),
         .tip = WORDS("lambda: exponent of the cost in the score"),
         .decimals = 2,
         .step = 0.1,
         .summary = WORDS("cost exponent %1"),
         .summaryPlace = 11},
        {.key = "hardware",
         .group = SettingGroup::Algorithm,
         .name = WORDS("Hardware"),
         .tip = WORDS("Accelerator on which candidates are estimated"),
         .summary = WORDS("%1 on %2"),
         .summaryPlace = 4},
        {.key = "start",
         .group = SettingGroup::Algorithm,
         .name = WORDS("Initial population"),
         .tip = WORDS("Half of the initial population is seeded from the sensitivity of each "
                      "layer; otherwise all candidates but one are random, as published"),
         .box = WORDS("Seed from layer sensitivity"),
         .summary = WORDS("%1 start"),
         .summaryPlace = 14},
        {.key = "bias_correction",
         .group = SettingGroup::Algorithm,
         .name = WORDS("Bias correction"),
         .tip = WORDS("Shifts each output channel so that its mean over the calibration images is "
                      "that of the float network; helps most with depthwise convolutions"),
         .box = WORDS("Correct the output means"),
         .summary = WORDS("bias correction"),
         .summaryPlace = 15},
        {.key = "population",
         .group = SettingGroup::Budget,
         .name = WORDS("Population"),
         .tip = WORDS("K: size of the population, also drawn at the start"),
         .summary = WORDS("population %1"),
         .summaryPlace = 6},
        {.key = "generations",
         .group = SettingGroup::Budget,
         .name = WORDS("Generations"),
         .tip = WORDS("Each generation makes as many children as the population has members and "
                      "keeps the best of both"),
         .summary = WORDS("%1 generations"),
         .summaryPlace = 7},
        {.key = "passes",
         .group = SettingGroup::Budget,
         .name = WORDS("Passes"),
         .tip = WORDS("P: passes of the search over all blocks"),
         .summary = WORDS("%1 passes"),
         .summaryPlace = 8},
        {.key = "cycles",
         .group = SettingGroup::Budget,
         .name = WORDS("Cycles"),
         .tip = WORDS("C: children made per block and pass"),
         .summary = WORDS("%1 cycles"),
         .summaryPlace = 9},
        {.key = "diversity",
         .group = SettingGroup::Budget,
         .name = WORDS("Diversity"),
         .tip = WORDS("D: random parents crossed with each child"),
         .summary = WORDS("diversity %1"),
         .summaryPlace = 10},
        {.key = "max_candidates",
         .group = SettingGroup::Budget,
         .name = WORDS("Max. candidates"),
         .tip = WORDS("Stop after this many candidates"),
         .atLeast = WORDS("unlimited"),
         .step = 100,
         .summary = WORDS("at most %1 candidates"),
         .summaryPlace = 16},
        {.key = "time_limit",
         .group = SettingGroup::Budget,
         .name = WORDS("Time limit"),
         .tip = WORDS("Stop after this many seconds of search"),
         .atLeast = WORDS("unlimited"),
         .suffix = WORDS(" s"),
         .decimals = 1,
         .step = 60,
         .summary = WORDS("at most %1"),
         .summaryPlace = 17},
        {.key = "seed",
         .group = SettingGroup::Budget,
         .name = WORDS("Seed"),
         .tip = WORDS("The same seed and settings give the same candidates"),
         .summary = WORDS("seed %1"),
         .summaryPlace = 18},
        {.key = "pooling",
         .group = SettingGroup::None,
         .summary = WORDS("%1 pooling"),
         .summaryPlace = 19},
        {.key = "es_max",
         .group = SettingGroup::None,
         .summary = WORDS("es up to %1"),
         .summaryPlace = 20},
        {.key = "rs_max",
         .group = SettingGroup::None,
         .summary = WORDS("rs up to %1"),
         .summaryPlace = 21},
        {.key = "sf_range",
         .group = SettingGroup::None,
         .summary = WORDS("sf within ± %1"),
         .summaryPlace = 22},
        {.key = "batch",
         .group = SettingGroup::None,
         .summary = WORDS("%1 images at once"),
         .summaryPlace = 23},
        {.key = "cache_mib",
         .group = SettingGroup::None,
         .summary = WORDS("cache of %1 MiB"),
         .summaryPlace = 24},
    };
    return words;
}

const SettingWords& wordsOf(std::string_view key) {
    for (const SettingWords& words : settingWords())
        if (words.key == key) return words;
    throw Error("the form has no words for the setting \"" + std::string(key) + "\"");
}

QString settingTr(const char* text) {
    return text[0] == '\0' ? QString() : QCoreApplication::translate(kContext, text);
}

QString choiceText(const Setting& setting, std::string_view name, bool brief) {
    if (const ChoiceWords* choice = choiceWords(setting, name))
        return settingTr(brief && choice->brief[0] != '\0' ? choice->brief : choice->text);
    return QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
}

bool hasChoiceText(const Setting& setting, std::string_view name) {
    return choiceWords(setting, name) != nullptr;
}

QString settingPhrase(const Setting& setting, const SearchSettings& settings) {
    const std::string_view key = setting.key;
    if (key == "pins" && settings.locks.size() == 1) return settingTr(WORDS("1 locked layer"));
    const QString text = settingTr(wordsOf(key).summary);
    if (key == "hardware")
        return text.arg(QString::fromUtf8(costName(settings.cost)),
                        QString::fromStdString(settings.hardware));
    if (key == "pins") return text.arg(settings.locks.size());
    return text.contains(QStringLiteral("%1"))
               ? text.arg(std::visit(ToPhrase{setting, settings}, setting.value))
               : text;
}

QString settingsSummary(const SearchSettings& settings) {
    std::vector<const SettingWords*> rows;
    for (const SettingWords& words : settingWords())
        if (words.summaryPlace > 0) rows.push_back(&words);
    std::ranges::sort(rows, {}, &SettingWords::summaryPlace);
    QStringList parts;
    for (const SettingWords* words : rows) {
        const Setting& setting = settingOf(words->key);
        // The accelerator's row speaks for the cost as well.
        const bool usual =
            isUsual(setting, settings) &&
            (std::string_view(words->key) != "hardware" || isUsual(settingOf("cost"), settings));
        if (!usual && applies(setting, settings.algorithm))
            parts << settingPhrase(setting, settings);
    }
    return parts.isEmpty() ? settingTr(WORDS("defaults")) : parts.join(QStringLiteral(", "));
}

}  // namespace lpstudio
