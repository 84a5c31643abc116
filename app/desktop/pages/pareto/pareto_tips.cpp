#include "app/desktop/pages/pareto/pareto_tips.h"

#include <QBuffer>
#include <QPainter>
#include <QWidget>
#include <algorithm>

#include "app/desktop/charts/pareto_quantities.h"
#include "app/desktop/pages/pareto/pareto_actions.h"
#include "app/desktop/pages/pareto/pareto_rows.h"
#include "app/desktop/widgets/facts_panel.h"
#include "app/desktop/widgets/theme.h"

namespace lpstudio {
namespace {

constexpr int kHeight = 16, kMostCell = 18, kLeastForText = 9;

QString line(const QString& name, const QString& value) {
    return QStringLiteral("<tr><td>%1&nbsp;&nbsp;</td><td align=\"right\">%2</td></tr>")
        .arg(name.toHtmlEscaped(), value.toHtmlEscaped());
}

}  // namespace

QString ParetoTips::ofCandidate(CandidateId id) const {
    const ScoredCandidate* candidate = actions_.candidate(id);
    if (candidate == nullptr) return {};
    QString rows;
    for (const Fact& fact : candidateFacts(*candidate, -1)) rows += line(fact.name, fact.value);
    std::vector<int> widths;
    for (const LpParameters& gene : candidate->candidate.genes) widths.push_back(gene.n);
    QString text = QStringLiteral("<table cellspacing=\"0\">%1</table>").arg(rows);
    if (!widths.empty())
        text += QStringLiteral("<p>%1<br>%2</p>")
                    .arg(tr("Weight widths, first layer to last:").toHtmlEscaped(),
                         widthStripElement(widths, Theme::instance().charts(),
                                           view_.devicePixelRatioF()));
    return text;
}

QString ParetoTips::ofRow(std::size_t row) const {
    const auto& columns = rows_.columns();
    if (!columns || row >= columns->size()) return {};
    if (rows_.isOwn(row)) return ofCandidate(columns->ids[row]);
    QString rows = line(tr("Candidate"), tr("%1 of %2")
                                             .arg(QString::number(columns->ids[row].value),
                                                  columns->runs[columns->runOf[row]].name));
    const auto& quantities = paretoQuantities();
    for (std::size_t i = 0; i < quantities.size(); ++i) {
        const double value = columns->values[i][row];
        if (value != value || quantities[i].better == Better::Neither) continue;
        rows += line(quantities[i].title, valueText(quantities[i], value));
    }
    return QStringLiteral("<table cellspacing=\"0\">%1</table>").arg(rows);
}

QString ParetoTips::ofOther(RunId run, CandidateId id) const {
    const auto& columns = rows_.columns();
    const auto row = columns ? columns->rowOf(run, id) : std::nullopt;
    return row ? ofRow(*row) : QString();
}

QImage widthStrip(const std::vector<int>& widths, const ChartTheme& theme, int width,
                  double ratio) {
    if (widths.empty()) return {};
    const int count = static_cast<int>(widths.size());
    const int cell = std::clamp(width / count, 2, kMostCell);
    QImage image(QSize(static_cast<int>(cell * count * ratio), static_cast<int>(kHeight * ratio)),
                 QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(ratio);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    QFont font = theme.labelFont();
    font.setPixelSize(10);
    painter.setFont(font);
    for (int i = 0; i < count; ++i) {
        const int bits = widths[static_cast<std::size_t>(i)];
        const QColor color = theme.widthColor(bits);
        // A gap between cells, as long as there is room for one.
        const QRect rect(i * cell, 0, cell > 3 ? cell - 1 : cell, kHeight);
        painter.fillRect(rect, color);
        if (cell < kLeastForText) continue;
        painter.setPen(qGray(color.rgb()) > 140 ? Qt::black : Qt::white);
        painter.drawText(rect, Qt::AlignCenter, QString::number(bits));
    }
    return image;
}

QString widthStripElement(const std::vector<int>& widths, const ChartTheme& theme, double ratio) {
    const QImage image = widthStrip(widths, theme, 260, ratio);
    if (image.isNull()) return {};
    QByteArray png;
    QBuffer buffer(&png);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    const QSize size = (QSizeF(image.size()) / ratio).toSize();
    return QStringLiteral("<img width=\"%1\" height=\"%2\" src=\"data:image/png;base64,%3\">")
        .arg(size.width())
        .arg(size.height())
        .arg(QString::fromLatin1(png.toBase64()));
}

}  // namespace lpstudio
