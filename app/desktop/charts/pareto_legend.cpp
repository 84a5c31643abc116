#include "app/desktop/charts/pareto_legend.h"

#include <QFontMetricsF>
#include <QLinearGradient>
#include <QPainter>
#include <algorithm>

#include "app/desktop/charts/cloud_raster.h"
#include "app/desktop/plot/chart_theme.h"

namespace lpstudio {
namespace {

constexpr double kWidth = 144, kGap = 16, kBar = 12;
/// Runs that are named; of more the rest is counted.
constexpr std::size_t kNamedRuns = 6;

}  // namespace

void ParetoLegend::setData(const ParetoData* data) {
    prepareGeometryChange();
    data_ = data;
    update();
}

void ParetoLegend::setShift(double shift) {
    if (shift == shift_) return;
    prepareGeometryChange();
    shift_ = shift;
    update();
}

double ParetoLegend::left() const {
    return area().right() + shift_ + kGap;
}

double ParetoLegend::width() const {
    if (!data_ ||
        (!data_->color && !data_->size && data_->others.count == 0 && data_->excluded == 0))
        return 0;
    return kWidth * theme_.fontPixels / 12.0;
}

QRectF ParetoLegend::boundingRect() const {
    return {left() - kGap, area().top() - 8, width() + 8, area().height() + 16};
}

std::vector<ParetoLegend::Entry> ParetoLegend::entries() const {
    std::vector<Entry> list;
    const ParetoOthers& others = data_->others;
    const bool runs = others.count > 0;
    if (runs && !data_->color) {
        list.push_back(
            {Sign::Dot, runColor(theme_, 0), data_->name.isEmpty() ? tr("This run") : data_->name});
        // In the order of the colours: points of a run lie together.
        std::vector<RunId> named;
        for (std::size_t i = 0; i < others.points.size(); ++i) {
            const RunId run = others.runs[i];
            if (std::find(named.begin(), named.end(), run) != named.end()) {
                continue;
            }
            named.push_back(run);
            if (named.size() >= kNamedRuns) continue;
            const auto name = others.names.find(run);
            const int color = others.colors.empty() ? 1 : others.colors[i];
            list.push_back({Sign::Dot, runColor(theme_, color),
                            name == others.names.end() ? tr("Another run") : name->second});
        }
        if (named.size() >= kNamedRuns)
            list.push_back({Sign::Dot, unknownColor(theme_),
                            named.size() == kNamedRuns
                                ? tr("1 more run")
                                : tr("%1 more runs").arg(named.size() + 1 - kNamedRuns)});
    }
    if (data_->sense().exists()) list.push_back({Sign::Line, theme_.accent, tr("Front")});
    if (runs && data_->sense().exists())
        list.push_back({Sign::WideLine, theme_.text, tr("Front of all runs")});
    if (data_->excluded > 0)
        list.push_back({Sign::Dot, faded(unknownColor(theme_), 1), tr("Outside limits")});
    return list;
}

void ParetoLegend::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
    if (width() <= 0 || area().isEmpty()) return;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setFont(theme_.labelFont());
    painter->setClipRect(boundingRect());
    double top = area().top();
    if (data_->color) top = paintColors(*painter, top) + kGap;
    if (data_->size) top = paintSizes(*painter, top) + kGap;
    paintEntries(*painter, top);
    painter->restore();
}

double ParetoLegend::paintTitle(QPainter& painter, const QString& text, const QString& unit,
                                double top) const {
    const QRectF room(left(), top, width() - kGap - 4, 200);
    const QString whole = unit.isEmpty() ? text : QStringLiteral("%1 (%2)").arg(text, unit);
    painter.setPen(theme_.text);
    QRectF used;
    painter.drawText(room, Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, whole, &used);
    return used.bottom() + 4;
}

QString ParetoLegend::endText(const ValueScale& scale, bool top) const {
    QString value = valueText(scale.quantity, top ? scale.to : scale.from);
    if (top ? scale.above : scale.below)
        return (top ? QStringLiteral("≥ ") : QStringLiteral("≤ ")) + value;
    return value;
}

double ParetoLegend::paintColors(QPainter& painter, double top) const {
    const ValueScale& scale = *data_->color;
    top = paintTitle(painter, tr("Colour: %1").arg(scale.quantity.title), {}, top);
    const double height = std::clamp(area().height() * 0.3, 60.0, 180.0);
    const QRectF bar(left(), top, kBar, height);
    QLinearGradient gradient(bar.bottomLeft(), bar.topLeft());
    for (int i = 0; i <= 16; ++i) gradient.setColorAt(i / 16.0, scaleColor(theme_, i / 16.0));
    painter.fillRect(bar, gradient);
    const QFontMetricsF metrics(theme_.labelFont());
    painter.setPen(theme_.secondary);
    const auto label = [&](double share, const QString& text) {
        const double y = bar.bottom() - share * height;
        painter.drawLine(QPointF(bar.right(), y), QPointF(bar.right() + 4, y));
        const double least = bar.top() - metrics.height() / 2 + 6;
        painter.drawText(QRectF(bar.right() + 8, std::max(least, y - metrics.height() / 2),
                                width() - kGap - kBar - 8, metrics.height()),
                         Qt::AlignLeft | Qt::AlignVCenter, text);
    };
    label(1, endText(scale, true));
    label(0.5, valueText(scale.quantity, (scale.from + scale.to) / 2));
    label(0, endText(scale, false));
    double bottom = bar.bottom() + metrics.height() / 2;
    const auto& shades = data_->looks.shades;
    if (std::find(shades.begin(), shades.end(), PointLooks::kUnknownShade) != shades.end()) {
        const double y = bottom + metrics.height();
        painter.setPen(Qt::NoPen);
        painter.setBrush(unknownColor(theme_));
        painter.drawEllipse(QPointF(bar.center().x(), y), 4, 4);
        painter.setPen(theme_.secondary);
        painter.drawText(QRectF(bar.right() + 8, y - metrics.height() / 2,
                                width() - kGap - kBar - 8, metrics.height()),
                         Qt::AlignLeft | Qt::AlignVCenter, tr("not known"));
        bottom = y + metrics.height() / 2;
    }
    return bottom;
}

double ParetoLegend::paintSizes(QPainter& painter, double top) const {
    const ValueScale& scale = *data_->size;
    top = paintTitle(painter, tr("Size: %1").arg(scale.quantity.title), {}, top);
    const QFontMetricsF metrics(theme_.labelFont());
    const CloudStyle style = cloudStyle(theme_, *data_, false, unit());
    const double row = std::max(metrics.height(), 2 * style.mostRadius) + 2;
    for (const double share : {1.0, 0.5, 0.0}) {
        const double y = top + row / 2;
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme_.secondary);
        const double radius = style.radiusOf(static_cast<int>(share * (PointLooks::kSizes - 1)));
        painter.drawEllipse(QPointF(left() + kBar / 2, y), radius, radius);
        painter.setPen(theme_.secondary);
        const QString text = share == 0.5 ? valueText(scale.quantity, (scale.from + scale.to) / 2)
                                          : endText(scale, share == 1.0);
        painter.drawText(QRectF(left() + kBar + 8, y - metrics.height() / 2,
                                width() - kGap - kBar - 8, metrics.height()),
                         Qt::AlignLeft | Qt::AlignVCenter, text);
        top += row;
    }
    return top;
}

double ParetoLegend::paintEntries(QPainter& painter, double top) const {
    const QFontMetricsF metrics(theme_.labelFont());
    const double start = left(), row = metrics.height() + 4;
    for (const Entry& entry : entries()) {
        const double y = top + row / 2;
        if (entry.sign == Sign::Dot) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(entry.color);
            painter.drawEllipse(QPointF(start + kBar / 2, y), 4, 4);
        } else {
            painter.setPen(
                QPen(entry.color, theme_.lineWidth * (entry.sign == Sign::Line ? 1 : 3)));
            painter.drawLine(QPointF(start, y), QPointF(start + kBar, y));
        }
        painter.setPen(theme_.text);
        const double room = width() - kGap - kBar - 12;
        painter.drawText(QRectF(start + kBar + 8, y - metrics.height() / 2, room, metrics.height()),
                         Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(entry.text, Qt::ElideMiddle, room));
        top += row;
    }
    return top;
}

}  // namespace lpstudio
