#include "app/report/report_tables.h"

#include <QCoreApplication>
#include <QLocale>
#include <cmath>
#include <optional>

#include "app/charts/pareto_data.h"
#include "app/charts/spec_text.h"
#include "app/report/report_figures.h"
#include "core/number/lp.h"

namespace lpstudio {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("lpstudio::Report", text);
}

QString str(const std::string& text) {
    return QString::fromStdString(text);
}

/// Thousands are grouped by commas.
QString grouped(std::int64_t value) {
    return QLocale(QLocale::English).toString(static_cast<qlonglong>(value));
}

QString percent(double value) {
    return value >= 0 ? QString::number(value, 'f', 2) : tr("not measured");
}

/// Text of a quantity of a candidate; a dash where it is not known.
QString cell(const std::optional<ScoredCandidate>& candidate, const char* key) {
    if (!candidate) return QStringLiteral("–");
    const auto value = valueOf(*candidate, key, -1);
    return value ? valueText(paretoQuantity(key), *value) : QStringLiteral("–");
}

/// "43 % less", relative to the baseline.
QString change(const ScoredCandidate& candidate, const std::optional<ScoredCandidate>& baseline,
               const char* key) {
    if (!baseline) return {};
    const auto value = valueOf(candidate, key, -1), base = valueOf(*baseline, key, -1);
    if (!value || !base || *base == 0) return {};
    const double difference = 100 * (*value - *base) / *base;
    if (std::abs(difference) < 0.05) return tr("equal");
    const QString amount =
        QString::number(std::abs(difference), 'f', std::abs(difference) < 10 ? 1 : 0);
    return difference < 0 ? tr("%1 % less").arg(amount) : tr("%1 % more").arg(amount);
}

QString sentence(const ReportInput& input, const ScoredCandidate& chosen) {
    QString text = tr("Candidate %1 stores a weight in %2 on average")
                       .arg(QString::number(chosen.id.value),
                            valueText(paretoQuantity("weight-bits"), chosen.meanWeightBits));
    if (input.uniform8) {
        const QString size = change(chosen, input.uniform8, "model-size");
        if (!size.isEmpty() && size != tr("equal"))
            text += tr(", which makes the model %1 than uniform 8\u2011bit LP")
                        .arg(size.endsWith(tr("less")) ? size.chopped(4) + tr("smaller")
                                                       : size.chopped(4) + tr("larger"));
    }
    if (chosen.hasTop1()) {
        text += tr(". Its top-1 accuracy is %1 %").arg(percent(chosen.top1Percent));
        if (input.floatTop1Percent >= 0) {
            const double loss = input.floatTop1Percent - chosen.top1Percent;
            text += loss > 0.005 ? tr(", %1 percentage points below the float network's")
                                       .arg(QString::number(loss, 'f', 2))
                    : loss < -0.005 ? tr(", %1 percentage points above the float network's")
                                          .arg(QString::number(-loss, 'f', 2))
                                    : tr(", the float network's");
        }
    } else {
        text += tr(". Its top-1 accuracy was not measured");
    }
    return text + QLatin1Char('.');
}

std::vector<std::pair<QString, QString>> modelFacts(const ReportInput& input) {
    return {{tr("Input"),
             tr("%1 × %2 × %3 (C × H × W)").arg(input.channels).arg(input.height).arg(input.width)},
            {tr("Classes"), grouped(input.classes)},
            {tr("Quantizable layers"), grouped(static_cast<std::int64_t>(input.layers.size()))},
            {tr("Parameters"), grouped(input.parameters)},
            {tr("MACs per image"), grouped(input.macs)}};
}

std::vector<std::pair<QString, QString>> dataFacts(const ReportInput& input) {
    std::vector<std::pair<QString, QString>> facts;
    const auto add = [&](const QString& name, const std::optional<ReportData>& data) {
        if (data)
            facts.emplace_back(name,
                               tr("%1 images of %2").arg(grouped(data->images), str(data->path)));
    };
    add(tr("Calibration"), input.calibration);
    add(tr("Evaluation"), input.evaluation);
    return facts;
}

std::vector<std::pair<QString, QString>> runFacts(const ReportInput& input) {
    std::vector<std::pair<QString, QString>> facts;
    facts.emplace_back(tr("Project"), str(input.project));
    facts.emplace_back(tr("Run"), str(input.run));
    facts.emplace_back(tr("State"), str(input.state));
    facts.emplace_back(tr("Candidates scored"),
                       grouped(static_cast<std::int64_t>(input.candidates.size())));
    facts.emplace_back(tr("Time"), tr("%1 s").arg(QString::number(input.seconds, 'f', 1)));
    facts.emplace_back(tr("Seed"), QString::number(input.seed));
    if (!input.hardware.empty()) facts.emplace_back(tr("Hardware"), str(input.hardware));
    facts.emplace_back(tr("Program"), tr("LP Studio %1").arg(str(input.programVersion)));
    return facts;
}

}  // namespace

void writeSummary(PageWriter& page, const ReportInput& input) {
    const ScoredCandidate& chosen = chosenCandidate(input);
    page.heading(tr("Result"));
    page.paragraph(sentence(input, chosen));
    const bool uniform = input.uniform8.has_value();
    std::vector<TableColumn> columns = {{QString(), 0, Qt::AlignLeft, true},
                                        {tr("Float"), 88, Qt::AlignRight, false}};
    if (uniform) columns.push_back({tr("Uniform 8 bit"), 88, Qt::AlignRight, false});
    columns.push_back(
        {(input.chosenIsBest ? tr("Best (candidate %1)") : tr("Candidate %1")).arg(chosen.id.value),
         112, Qt::AlignRight, false});
    if (uniform) columns.push_back({tr("Against 8 bit"), 76, Qt::AlignRight, false});
    std::vector<TableRow> rows;
    const auto add = [&](const QString& name, const QString& floating, const QString& base,
                         const QString& value, const QString& against, bool bold) {
        TableRow row{{name, floating}, bold};
        if (uniform) row.cells.append(base);
        row.cells.append(value);
        if (uniform) row.cells.append(against);
        rows.push_back(row);
    };
    const QString dash = QStringLiteral("–");
    QString difference;
    if (uniform && input.uniform8->hasTop1() && chosen.hasTop1()) {
        const double points = chosen.top1Percent - input.uniform8->top1Percent;
        difference =
            tr("%1%2 points")
                .arg(points > 0 ? QStringLiteral("+") : QString(),
                     QString::number(points, 'f', 2).replace(QLatin1Char('-'), QChar(0x2212)));
    }
    add(tr("Top-1 accuracy (%)"), percent(input.floatTop1Percent),
        percent(uniform ? input.uniform8->top1Percent : -1), percent(chosen.top1Percent),
        difference, true);
    const auto addQuantity = [&](const char* key, const QString& floating, bool withChange = true) {
        if (!valueOf(chosen, key, -1)) return;
        add(paretoQuantity(key).title, floating, cell(input.uniform8, key), cell(chosen, key),
            withChange ? change(chosen, input.uniform8, key) : QString(), false);
    };
    addQuantity("weight-bits", tr("32 bit"));
    addQuantity("activation-bits", tr("32 bit"));
    addQuantity("model-size", valueText(paretoQuantity("model-size"),
                                        4.0 * static_cast<double>(input.parameters)));
    addQuantity("energy", dash);
    addQuantity("latency", dash);
    // These have no scale on which a share would mean something.
    addQuantity("compression", dash, false);
    addQuantity("contrast", dash, false);
    addQuantity("fitness", dash, false);
    page.table(columns, rows);
}

void writeFacts(PageWriter& page, const ReportInput& input) {
    page.heading(tr("Model"));
    page.facts({{tr("File"), str(input.modelFile)}, {tr("SHA-256"), str(input.modelSha256)}}, 1);
    page.facts(modelFacts(input), 2);
    page.heading(tr("Data and run"));
    page.facts(dataFacts(input), 1);
    page.facts(runFacts(input), 2);
    if (!input.settings.empty()) {
        page.heading(tr("Settings of the search"));
        std::vector<std::pair<QString, QString>> settings;
        for (const auto& [name, value] : input.settings)
            settings.emplace_back(str(name), str(value));
        page.facts(settings, 2);
    }
    page.heading(tr("How to make this file again"));
    page.code(str(input.command));
}

void writeLayers(PageWriter& page, const ReportInput& input) {
    page.heading(tr("Parameters of every layer"));
    page.paragraph(
        tr("LP<n, es, rs, sf>: word length n and exponent size es in bits, regime cap rs, "
           "scale factor sf; values are divided by 2^sf. A pinned layer (marked *) was "
           "set by the user or by rule and left alone by the search."));
    const std::vector<TableColumn> columns = {
        {tr("#"), 0, Qt::AlignRight, false},    {tr("Layer"), 0, Qt::AlignLeft, true},
        {tr("Kind"), 0, Qt::AlignLeft, false},  {tr("Parameters"), 0, Qt::AlignRight, false},
        {tr("MACs"), 0, Qt::AlignRight, false}, {tr("n"), 0, Qt::AlignRight, false},
        {tr("es"), 0, Qt::AlignRight, false},   {tr("rs"), 0, Qt::AlignRight, false},
        {tr("sf"), 0, Qt::AlignRight, false},   {tr("Activations"), 0, Qt::AlignLeft, false}};
    std::vector<TableRow> rows;
    int index = 0;
    for (const ReportLayer& layer : input.layers) {
        TableRow row;
        row.cells << QString::number(index++)
                  << str(layer.name) + (layer.pinned ? QStringLiteral(" *") : QString())
                  << str(layer.kind)
                  << (layer.parameters > 0 ? grouped(layer.parameters) : QStringLiteral("–"))
                  << grouped(layer.macs);
        const bool quantized = !layer.weights.empty() && layer.weights != "float";
        const auto lp = quantized ? lpParameters(*parseFormat(layer.weights)) : std::nullopt;
        if (lp) {
            row.cells << QString::number(lp->n) << QString::number(lp->es)
                      << QString::number(lp->rs)
                      << QString::number(lp->sf, 'f', 3).replace(QLatin1Char('-'), QChar(0x2212));
        } else {
            row.cells << QStringLiteral("–") << QStringLiteral("–") << QStringLiteral("–")
                      << (quantized ? shortSpec(str(layer.weights)) : tr("float"));
        }
        row.cells << (layer.activations.empty() ? tr("float") : shortSpec(str(layer.activations)));
        rows.push_back(row);
    }
    page.table(columns, rows);
}

}  // namespace lpstudio
