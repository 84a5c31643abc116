#include "app/desktop/charts/octave_chart.h"

#include <QAreaSeries>
#include <QCategoryAxis>
#include <QGraphicsSceneHoverEvent>
#include <QLegend>
#include <QLegendMarker>
#include <QLineSeries>
#include <QPainter>
#include <QPen>
#include <QStringList>
#include <QValueAxis>
#include <algorithm>
#include <cmath>

#include "app/desktop/charts/distribution_parts.h"
#include "app/desktop/plot/axes.h"
#include "app/desktop/plot/number_text.h"

namespace lpstudio {
namespace {

/// On a linear axis twelve octaves below the largest are within a pixel of zero.
constexpr int kDeepest = 12;
/// Steps must not vanish under the upper edge.
constexpr double kHeadroom = 0.35;
/// Zeros have no octave; a smaller share of them is not worth the room in the legend.
constexpr double kZerosPercent = 0.05;

/// Where octaves without code points stand: so far below one code point (0 bits) that both labels
/// have room.
double noneAt(int mostBits) {
    return -std::max(1.0, mostBits / 7.0);
}

int xTicks(DistributionScale scale) {
    return scale == DistributionScale::Linear ? 8 : 12;
}

QString number(double value) {
    return briefText(value, 3);
}

}  // namespace

OctaveBand::OctaveBand(QChart* chart) : PlotItem(chart) {
    setAcceptHoverEvents(true);
}

void OctaveBand::setAxis(const AxisInterval& axis, DistributionScale scale) {
    axis_ = axis;
    scale_ = scale;
    light(std::nullopt);
}

void OctaveBand::setColor(const QColor& color) {
    color_ = color;
    update();
}

void OctaveBand::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
    if (!lit_ || !(axis_.width() > 0)) return;
    const AxisInterval on = octaveInterval(*lit_, scale_);
    const auto pixel = [&](double x) {
        return area().left() + (x - axis_.from) / axis_.width() * area().width();
    };
    const QRectF band(QPointF(pixel(on.from), area().top()),
                      QPointF(pixel(on.to), area().bottom()));
    painter->fillRect(band.intersected(area()), color_);
}

void OctaveBand::hoverMoveEvent(QGraphicsSceneHoverEvent* event) {
    const QPointF at = event->pos();
    if (!area().contains(at)) return light(std::nullopt);
    light(octaveAt(axis_.from + (at.x() - area().left()) / area().width() * axis_.width(), scale_));
}

void OctaveBand::hoverLeaveEvent(QGraphicsSceneHoverEvent*) {
    light(std::nullopt);
}

void OctaveBand::light(std::optional<OctavePlace> place) {
    // Always: the format may have moved under a mouse that rests.
    setToolTip(place && textOf_ ? textOf_(*place) : QString());
    if (place == lit_) return;
    lit_ = place;
    update();
}

OctaveChart::OctaveChart(const lpstudio::ChartTheme& theme, QGraphicsItem* parent)
    : PlotChart(parent),
      quantity_(tr("weight")),
      xAxis_(new QValueAxis),
      shareAxis_(new QValueAxis),
      bitsAxis_(new QCategoryAxis),
      band_(new OctaveBand(this)) {
    bitsAxis_->setTitleText(tr("Precision (bit)"));
    bitsAxis_->setLabelsPosition(QCategoryAxis::AxisLabelsPositionOnValue);
    bitsAxis_->setGridLineVisible(false);
    addAxis(xAxis_, Qt::AlignBottom);
    addAxis(shareAxis_, Qt::AlignLeft);
    addAxis(bitsAxis_, Qt::AlignRight);
    band_->setReadOut([this](const OctavePlace& place) { return textOf(place); });
    setTheme(theme);
}

void OctaveChart::showTheme() {
    band_->setColor(theme_.grid);
    rebuild();
}

void OctaveChart::setQuantity(const QString& quantity) {
    if (quantity == quantity_) return;
    quantity_ = quantity;
    rebuild();
}

void OctaveChart::setScale(DistributionScale scale) {
    if (scale == scale_) return;
    scale_ = scale;
    forgetWindow();
    rebuild();
}

void OctaveChart::setData(const DistributionData& data) {
    const auto differs = [](const AxisInterval& a, const AxisInterval& b) {
        return a.from != b.from || a.to != b.to;
    };
    if (differs(data.linear, linear_) || differs(data.log2, log2_)) forgetWindow();
    tensors_.clear();
    for (const DistributionData::Tensor& tensor : data.tensors)
        tensors_.push_back({tensor.name, tensor.octaves});
    linear_ = data.linear;
    log2_ = data.log2;
    rebuild();
}

void OctaveChart::setFormat(const FormatPtr& format, const QuantizerPtr& quantizer) {
    format_ = format;
    quantizer_ = quantizer;
    showFormat();
}

void OctaveChart::fitAxes() {
    const bool linear = scale_ == DistributionScale::Linear;
    showWindow();
    const QString name = quantity_.left(1).toUpper() + quantity_.mid(1);
    xAxis_->setTitleText(linear ? tr("%1 value (no unit), octaves of either sign").arg(name)
                                : tr("log2 |%1| (octaves)").arg(quantity_));
    shareAxis_->setTitleText(tr("%1s (%)").arg(name));
    double most = 0;
    for (const Tensor& tensor : tensors_)
        most = largestHeight(octaveShares(tensor.octaves, scale_), most);
    setNiceRange(*shareAxis_, 0, std::max(1.0, 1.04 * most), 3);
}

AxisInterval OctaveChart::wholeX() const {
    const AxisInterval& range = scale_ == DistributionScale::Linear ? linear_ : log2_;
    return niceInterval(range.from, range.to, xTicks(scale_));
}

void OctaveChart::showWindow() {
    showX(*xAxis_, scale_ == DistributionScale::Linear ? linear_ : log2_, xTicks(scale_));
    band_->setAxis({xAxis_->min(), xAxis_->max()}, scale_);
}

QString OctaveChart::legendText(const Tensor& tensor) const {
    if (namesStandAtSide(tensors_.size())) return tensor.name;
    const OctaveCounts& counts = tensor.octaves;
    const double zeros = counts.total > 0 ? 100 * static_cast<double>(counts.zeros) /
                                                static_cast<double>(counts.total)
                                          : 0;
    QString text = tensor.name;
    if (tensors_.size() == 1) text = tr("%1: share of %2s").arg(tensor.name, quantity_);
    if (zeros >= kZerosPercent) text += tr(" (%1 % are 0)").arg(number(zeros));
    return text;
}

void OctaveChart::addTensors() {
    const bool alone = tensors_.size() == 1;
    // The last octave may be wider than the axis, and a vector file need not clip.
    const AxisInterval axis = wholeX();
    for (std::size_t i = 0; i < tensors_.size(); ++i) {
        const auto outline = clippedSteps(
            octaveOutline(octaveShares(tensors_[i].octaves, scale_), scale_, 0, alone), axis);
        QAreaSeries* area =
            addTensorArea(*this, theme_, legendText(tensors_[i]), outline, 0, {i, tensors_.size()});
        area->attachAxis(xAxis_);
        area->attachAxis(shareAxis_);
    }
}

void OctaveChart::rebuild() {
    removeAllSeries();
    steps_ = nullptr;
    bitsTop_ = 0;
    fitAxes();
    const bool any = !tensors_.empty();
    xAxis_->setVisible(any);
    shareAxis_->setVisible(any);
    legend()->setVisible(any);
    band_->setVisible(any);
    setTitle(any ? tr("Share of the %1s and precision of the format, per octave").arg(quantity_)
                 : tr("See the share of the %1s and the precision in each octave").arg(quantity_));
    if (any) {
        addTensors();
        steps_ = new QLineSeries;
        addSeries(steps_);
        steps_->attachAxis(xAxis_);
        steps_->attachAxis(bitsAxis_);
    }
    showFormat();
    styleTensorLegend(*this, theme_, tensors_.size());
}

/// The axis is left alone while it need not change: new labels lay out the whole chart.
void OctaveChart::fitBits(int most) {
    if (most == bitsTop_) return;
    bitsTop_ = most;
    for (const QString& label : bitsAxis_->categoriesLabels()) bitsAxis_->remove(label);
    bitsAxis_->setRange(noneAt(most), most + kHeadroom);
    bitsAxis_->setStartValue(noneAt(most) - 1);
    bitsAxis_->append(tr("none"), noneAt(most));
    const int step = most > 8 ? 4 : most > 4 ? 2 : 1;
    for (int bits = 0; bits <= most; bits += step) bitsAxis_->append(QString::number(bits), bits);
}

void OctaveChart::showFormat() {
    const bool shown = steps_ != nullptr && format_ && quantizer_;
    bitsAxis_->setVisible(shown);
    if (steps_ == nullptr) return;
    for (QLegendMarker* marker : legend()->markers(steps_)) marker->setVisible(shown);
    if (!shown) {
        steps_->clear();
        return;
    }
    const AxisInterval axis = wholeX();
    const OctaveHeights bits = octaveBits(*quantizer_, octavesOf(axis, scale_, kDeepest), scale_);
    fitBits(static_cast<int>(std::ceil(largestHeight(bits, 1))));
    steps_->replace(toQt(clippedSteps(octaveOutline(bits, scale_, noneAt(bitsTop_), false), axis)));
    const QString spec = QString::fromStdString(format_->spec());
    const QPen pen = theme_.linePen(theme_.formatColor(spec));
    if (steps_->pen() != pen) {
        steps_->setPen(pen);
        for (QLegendMarker* marker : legend()->markers(steps_)) {
            marker->setBrush(pen.color());
            marker->setPen(QPen(pen.color()));
        }
    }
    // As above: the legend cuts what does not fit.
    const std::size_t tensors = tensors_.size();
    steps_->setName(namesStandAtSide(tensors) ? shortSpec(spec)
                    : tensors > 1
                        ? tr("%1: precision").arg(shortSpec(spec))
                        : tr("%1: precision, log2 of its code points").arg(shortSpec(spec)));
}

QList<QPointF> OctaveChart::steps() const {
    return steps_ != nullptr ? steps_->points() : QList<QPointF>();
}

QString OctaveChart::textOf(const OctavePlace& place) const {
    const AxisInterval values = octaveInterval(place, DistributionScale::Linear);
    QStringList lines;
    if (scale_ == DistributionScale::Log2)
        lines << tr("|%1| from %2 to %3, log2 from %4 to %5")
                     .arg(quantity_, number(values.from), number(values.to))
                     .arg(place.octave)
                     .arg(place.octave + 1);
    else
        lines << tr("%1s from %2 to %3").arg(quantity_, number(values.from), number(values.to));
    for (const Tensor& tensor : tensors_)
        lines << tr("%1: %2 % of its %3s")
                     .arg(tensor.name, number(octaveShare(tensor.octaves, place, scale_)),
                          quantity_);
    if (format_ && quantizer_) {
        const std::int64_t codes = octaveCodes(*quantizer_, place);
        const QString spec = shortSpec(QString::fromStdString(format_->spec()));
        lines << (codes == 0   ? tr("%1: no code points").arg(spec)
                  : codes == 1 ? tr("%1: 1 code point, 0 bit").arg(spec)
                               : tr("%1: %2 code points, %3 bit")
                                     .arg(spec)
                                     .arg(codes)
                                     .arg(number(precisionBits(codes))));
    }
    return lines.join(u'\n');
}

FigureTable OctaveChart::figureTable() const {
    const QString spec = format_ ? QString::fromStdString(format_->spec()) : QString();
    QStringList header{tr("Tensor"), tr("Sign"), tr("From (%1)").arg(quantity_),
                       tr("To (%1)").arg(quantity_), tr("Share of the %1s (%)").arg(quantity_)};
    const bool ofFormat = format_ && quantizer_;
    if (ofFormat)
        header << tr("Code points of %1").arg(spec) << tr("Precision of %1 (bit)").arg(spec);
    FigureTable table(header);
    for (const Tensor& tensor : tensors_)
        for (const bool negative : {true, false}) {
            const auto count = static_cast<int>(tensor.octaves.positive.size());
            for (int i = 0; i < count; ++i) {
                const OctavePlace place{tensor.octaves.first + i, negative};
                const AxisInterval values = octaveInterval(place, DistributionScale::Linear);
                std::vector<FigureTable::Cell> row{
                    tensor.name, negative ? QStringLiteral("-") : QStringLiteral("+"), values.from,
                    values.to, octaveShare(tensor.octaves, place, DistributionScale::Linear)};
                if (ofFormat) {
                    const std::int64_t codes = octaveCodes(*quantizer_, place);
                    row.emplace_back(static_cast<qint64>(codes));
                    row.emplace_back(codes > 0 ? precisionBits(codes) : std::nan(""));
                }
                table.addRow(std::move(row));
            }
        }
    return table;
}

}  // namespace lpstudio
