#include "app/desktop/pages/pareto/pareto_charts.h"

#include <QBuffer>
#include <QPainter>
#include <algorithm>
#include <utility>

#include "app/desktop/charts/parallel_view.h"
#include "app/desktop/charts/pareto_view.h"
#include "app/desktop/pages/pareto/pareto_actions.h"
#include "app/desktop/pages/pareto/pareto_rows.h"
#include "app/desktop/widgets/chart_view.h"
#include "app/desktop/widgets/facts_panel.h"
#include "app/desktop/widgets/figure_actions.h"
#include "app/desktop/widgets/theme.h"

namespace lpstudio {
namespace {

constexpr int kHeight = 16, kMostCell = 18, kLeastForText = 9;

QString line(const QString& name, const QString& value) {
    return QStringLiteral("<tr><td>%1&nbsp;&nbsp;</td><td align=\"right\">%2</td></tr>")
        .arg(name.toHtmlEscaped(), value.toHtmlEscaped());
}

}  // namespace

ParetoCharts::ParetoCharts(const ParetoRows& rows, const ParetoActions& actions)
    : rows_(rows), actions_(actions), points_(new ParetoView), lines_(new ParallelView) {
    addWidget(points_);
    addWidget(lines_);
    ChartView::follow(points_);
    ChartView::follow(lines_);
    new FigureActions(points_, *points_->paretoChart(), points_->paretoChart());
    new FigureActions(lines_, *lines_->parallelChart(), nullptr);
    points_->setHoverText([this](CandidateId id) { return tipOf(id); });
    points_->setOtherText([this](RunId run, CandidateId id) {
        const auto& columns = rows_.columns();
        const auto row = columns ? columns->rowOf(run, id) : std::nullopt;
        return row ? tipOfRow(*row) : QString();
    });
    lines_->setHoverText([this](std::size_t row) { return tipOfRow(row); });
}

void ParetoCharts::showPoints(const ParetoChoice& choice, std::vector<ParetoMark> marks) {
    ParetoData shown = paretoData(*rows_.columns(), choice, rows_.excluded(), rows_.outside());
    shown.marks = std::move(marks);
    points_->setData(std::move(shown));
    points_->paretoChart()->setLimits(rows_.limits());
    points_->paretoChart()->setRegion(rows_.region());
}

void ParetoCharts::showLines(std::vector<std::string> axes, const std::string& color) {
    ParallelData shown;
    shown.columns = rows_.columns();
    shown.axes = std::move(axes);
    shown.color = color;
    shown.limits = rows_.limits();
    shown.excluded = rows_.excluded();
    const ParetoRows::Mask onFront = rows_.onFront();
    for (std::size_t row = 0; row < onFront.size(); ++row)
        if (onFront[row] != 0) shown.always.push_back(static_cast<std::uint32_t>(row));
    lines_->parallelChart()->setData(std::move(shown));
}

void ParetoCharts::setSelected(std::optional<CandidateId> id, std::optional<std::size_t> row) {
    points_->setSelected(id);
    lines_->parallelChart()->setSelected(row);
}

QString ParetoCharts::tipOf(CandidateId id) const {
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
                                           points_->devicePixelRatioF()));
    return text;
}

QString ParetoCharts::tipOfRow(std::size_t row) const {
    const auto& columns = rows_.columns();
    if (!columns || row >= columns->size()) return {};
    if (rows_.isOwn(row)) return tipOf(columns->ids[row]);
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
