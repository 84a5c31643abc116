// What the tooltips of the Pareto page say.
#include "app/desktop/jobs/workbench.h"
#include "app/desktop/pages/pareto/pareto_page.h"
#include "app/desktop/pages/pareto/width_strip.h"
#include "app/desktop/widgets/candidate_facts.h"
#include "app/desktop/widgets/facts_panel.h"
#include "app/desktop/widgets/theme.h"

namespace lpstudio {
namespace {

QString line(const QString& name, const QString& value) {
    return QStringLiteral("<tr><td>%1&nbsp;&nbsp;</td><td align=\"right\">%2</td></tr>")
        .arg(name.toHtmlEscaped(), value.toHtmlEscaped());
}

}  // namespace

QString ParetoPage::hoverText(CandidateId id) const {
    const ScoredCandidate* candidate = ownCandidate(id);
    if (candidate == nullptr) return {};
    QString rows;
    for (const Fact& fact : candidateFacts(*candidate, -1)) rows += line(fact.name, fact.value);
    std::vector<int> widths;
    for (const LpParameters& gene : candidate->candidate.genes) widths.push_back(gene.n);
    QString text = QStringLiteral("<table cellspacing=\"0\">%1</table>").arg(rows);
    if (!widths.empty())
        text +=
            QStringLiteral("<p>%1<br>%2</p>")
                .arg(tr("Weight widths, first layer to last:").toHtmlEscaped(),
                     widthStripElement(widths, Theme::instance().charts(), devicePixelRatioF()));
    return text;
}

QString ParetoPage::rowText(std::size_t row) const {
    if (!columns_ || row >= columns_->size()) return {};
    if (columns_->runOf[row] == 0) return hoverText(columns_->ids[row]);
    QString rows = line(tr("Candidate"), tr("%1 of %2")
                                             .arg(QString::number(columns_->ids[row].value),
                                                  columns_->runs[columns_->runOf[row]].name));
    const auto& quantities = paretoQuantities();
    for (std::size_t i = 0; i < quantities.size(); ++i) {
        const double value = columns_->values[i][row];
        if (value != value || quantities[i].better == Better::Neither) continue;
        rows += line(quantities[i].title, valueText(quantities[i], value));
    }
    return QStringLiteral("<table cellspacing=\"0\">%1</table>").arg(rows);
}

QString ParetoPage::otherText(RunId run, CandidateId id) const {
    const auto row = columns_ ? columns_->rowOf(run, id) : std::nullopt;
    return row ? rowText(*row) : QString();
}

}  // namespace lpstudio
