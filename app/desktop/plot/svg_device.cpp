#include "app/desktop/plot/svg_device.h"

#include <QBuffer>
#include <QFontInfo>
#include <QImage>
#include <QPainter>
#include <QPixmap>
#include <QtMath>
#include <cmath>

namespace lpstudio {
namespace {

/// A thousandth of a point is finer than any printer.
QByteArray number(double value) {
    QByteArray text = QByteArray::number(value, 'f', 3);
    while (text.endsWith('0')) text.chop(1);
    if (text.endsWith('.')) text.chop(1);
    return text == "-0" ? QByteArray("0") : text;
}

/// Of what is a share of something and not a place on paper.
QByteArray decimals(double value) {
    return QByteArray::number(value, 'g', 8);
}

QByteArray matrixText(const QTransform& transform) {
    QByteArray numbers;
    for (const double value : {transform.m11(), transform.m12(), transform.m21(), transform.m22(),
                               transform.dx(), transform.dy()})
        numbers += (numbers.isEmpty() ? "" : " ") + decimals(value);
    return "matrix(" + numbers + ')';
}

QByteArray attribute(const char* name, const QByteArray& value) {
    return QByteArray(" ") + name + "=\"" + value + '"';
}

QByteArray escaped(const QString& text) {
    return text.toHtmlEscaped().toUtf8();
}

QByteArray pathData(const QPainterPath& path) {
    QByteArray data;
    const auto place = [](const QPainterPath::Element& element) {
        return number(element.x) + ',' + number(element.y);
    };
    for (int i = 0; i < path.elementCount(); ++i) {
        const QPainterPath::Element element = path.elementAt(i);
        switch (element.type) {
            case QPainterPath::MoveToElement:
                data += 'M' + place(element);
                break;
            case QPainterPath::LineToElement:
                data += 'L' + place(element);
                break;
            case QPainterPath::CurveToElement:
                data += 'C' + place(element);
                break;
            case QPainterPath::CurveToDataElement:
                data += ' ' + place(element);
                break;
        }
    }
    return data;
}

QByteArray colorAttributes(const char* name, const QColor& color, double opacity) {
    QByteArray text = attribute(name, color.name().toLatin1());
    const double alpha = color.alphaF() * opacity;
    if (alpha < 1) text += attribute((QByteArray(name) + "-opacity").constData(), number(alpha));
    return text;
}

constexpr int kDotsPerInch = 72;

}  // namespace

SvgEngine::SvgEngine(const QRectF& page)
    : QPaintEngine(PaintEngineFeatures(AllFeatures) &
                   ~PaintEngineFeatures(PatternBrush | PerspectiveTransform | ConicalGradientFill |
                                        PorterDuff)),
      page_(page) {}

bool SvgEngine::begin(QPaintDevice*) {
    return true;
}

bool SvgEngine::end() {
    return true;
}

void SvgEngine::updateState(const QPaintEngineState& now) {
    const QPaintEngine::DirtyFlags flags = now.state();
    if (flags & DirtyTransform) transform_ = now.transform();
    if (flags & DirtyPen) pen_ = now.pen();
    if (flags & DirtyBrush) brush_ = now.brush();
    if (flags & DirtyFont) font_ = now.font();
    if (flags & DirtyOpacity) opacity_ = now.opacity();
    if (flags & DirtyClipEnabled) {
        if (now.isClipEnabled())
            clipTo(painter()->clipPath(), Qt::ReplaceClip);
        else
            clipTo({}, Qt::NoClip);
    }
    if (flags & DirtyClipPath) clipTo(now.clipPath(), now.clipOperation());
    if (flags & DirtyClipRegion) {
        QPainterPath path;
        path.addRegion(now.clipRegion());
        clipTo(path, now.clipOperation());
    }
}

void SvgEngine::clipTo(const QPainterPath& path, Qt::ClipOperation operation) {
    if (operation == Qt::NoClip) {
        clipped_ = false;
        return;
    }
    const QPainterPath mapped = transform_.map(path);
    clip_ = operation == Qt::IntersectClip && clipped_ ? clip_.intersected(mapped) : mapped;
    clipped_ = true;
}

QByteArray SvgEngine::clipAttribute() {
    if (!clipped_ || clip_.contains(page_.adjusted(0.5, 0.5, -0.5, -0.5))) return {};
    if (clips_ == 0 || clip_ != writtenClip_) {
        writtenClip_ = clip_;
        definitions_ += "<clipPath id=\"c" + QByteArray::number(++clips_) + "\"><path" +
                        attribute("d", pathData(clip_)) + "/></clipPath>\n";
    }
    return attribute("clip-path", "url(#c" + QByteArray::number(clips_) + ')');
}

QByteArray SvgEngine::paintAttributes(const char* name, const QBrush& brush) {
    if (brush.gradient() == nullptr) return colorAttributes(name, brush.color(), opacity_);
    QByteArray text = attribute(name, gradientReference(brush));
    if (opacity_ < 1)
        text += attribute((QByteArray(name) + "-opacity").constData(), number(opacity_));
    return text;
}

QByteArray SvgEngine::gradientReference(const QBrush& brush) {
    const QGradient& gradient = *brush.gradient();
    const QByteArray id = "g" + QByteArray::number(++gradients_);
    // Paths are written in device coordinates; those of the gradient are the painter's, or shares
    // of the shape that is filled.
    const bool ofShape = gradient.coordinateMode() == QGradient::ObjectMode ||
                         gradient.coordinateMode() == QGradient::ObjectBoundingMode;
    const QTransform placed = ofShape ? brush.transform() : brush.transform() * transform_;
    QByteArray start, end;
    if (gradient.type() == QGradient::RadialGradient) {
        const auto& radial = static_cast<const QRadialGradient&>(gradient);
        start = "<radialGradient";
        end = "</radialGradient>\n";
        start += attribute("cx", decimals(radial.center().x())) +
                 attribute("cy", decimals(radial.center().y())) +
                 attribute("r", decimals(radial.radius())) +
                 attribute("fx", decimals(radial.focalPoint().x())) +
                 attribute("fy", decimals(radial.focalPoint().y()));
    } else {
        const auto& linear = static_cast<const QLinearGradient&>(gradient);
        start = "<linearGradient";
        end = "</linearGradient>\n";
        start += attribute("x1", decimals(linear.start().x())) +
                 attribute("y1", decimals(linear.start().y())) +
                 attribute("x2", decimals(linear.finalStop().x())) +
                 attribute("y2", decimals(linear.finalStop().y()));
    }
    definitions_ +=
        start + attribute("id", id) +
        attribute("gradientUnits", ofShape ? "objectBoundingBox" : "userSpaceOnUse") +
        attribute("spreadMethod", gradient.spread() == QGradient::ReflectSpread  ? "reflect"
                                  : gradient.spread() == QGradient::RepeatSpread ? "repeat"
                                                                                 : "pad") +
        (placed.isIdentity() ? QByteArray() : attribute("gradientTransform", matrixText(placed))) +
        ">";
    for (const auto& [place, color] : gradient.stops())
        definitions_ += "<stop" + attribute("offset", decimals(place)) +
                        colorAttributes("stop", color, 1).replace("stop=", "stop-color=") + "/>";
    definitions_ += end;
    return "url(#" + id + ')';
}

QByteArray SvgEngine::fillAttributes() {
    if (brush_.style() == Qt::NoBrush) return attribute("fill", "none");
    return paintAttributes("fill", brush_);
}

QByteArray SvgEngine::strokeAttributes() {
    if (pen_.style() == Qt::NoPen) return {};
    QByteArray text = paintAttributes("stroke", pen_.brush());
    double width = pen_.widthF() > 0 ? pen_.widthF() : 1;
    if (!pen_.isCosmetic()) width *= std::sqrt(std::abs(transform_.determinant()));
    text += attribute("stroke-width", number(width));
    switch (pen_.capStyle()) {
        case Qt::SquareCap:
            text += attribute("stroke-linecap", "square");
            break;
        case Qt::RoundCap:
            text += attribute("stroke-linecap", "round");
            break;
        default:
            break;
    }
    if (pen_.joinStyle() == Qt::RoundJoin) text += attribute("stroke-linejoin", "round");
    if (pen_.joinStyle() == Qt::BevelJoin) text += attribute("stroke-linejoin", "bevel");
    QByteArray dashes;
    // In units of the pen's width.
    for (const qreal dash : pen_.dashPattern())
        dashes += (dashes.isEmpty() ? "" : " ") + number(dash * width);
    if (!dashes.isEmpty()) text += attribute("stroke-dasharray", dashes);
    return text;
}

QByteArray SvgEngine::transformAttribute() const {
    if (transform_.type() <= QTransform::TxTranslate) return {};
    return attribute("transform", matrixText(transform_));
}

void SvgEngine::writePath(const QPainterPath& logical, bool filled) {
    const QByteArray stroke = strokeAttributes();
    const bool fills = filled && brush_.style() != Qt::NoBrush;
    if (logical.isEmpty() || (!fills && stroke.isEmpty())) return;
    body_ += "<path" + attribute("d", pathData(transform_.map(logical)));
    body_ += fills ? fillAttributes() : attribute("fill", "none");
    if (fills && logical.fillRule() == Qt::OddEvenFill) body_ += attribute("fill-rule", "evenodd");
    body_ += stroke + clipAttribute() + "/>\n";
}

void SvgEngine::drawPath(const QPainterPath& path) {
    writePath(path, true);
}

void SvgEngine::drawPolygon(const QPointF* points, int count, PolygonDrawMode mode) {
    if (count < 2) return;
    QPainterPath path(points[0]);
    for (int i = 1; i < count; ++i) path.lineTo(points[i]);
    if (mode != PolylineMode) path.closeSubpath();
    path.setFillRule(mode == WindingMode ? Qt::WindingFill : Qt::OddEvenFill);
    writePath(path, mode != PolylineMode);
}

void SvgEngine::drawPoints(const QPointF* points, int count) {
    if (pen_.style() == Qt::NoPen || count == 0) return;
    // Lines without length, of which only the caps are seen.
    QByteArray data;
    for (int i = 0; i < count; ++i) {
        const QPointF at = transform_.map(points[i]);
        data += 'M' + number(at.x()) + ',' + number(at.y()) + "h0";
    }
    QByteArray stroke = strokeAttributes();
    if (pen_.capStyle() == Qt::FlatCap) stroke += attribute("stroke-linecap", "square");
    body_ += "<path" + attribute("d", data) + attribute("fill", "none") + stroke + clipAttribute() +
             "/>\n";
}

void SvgEngine::drawTextItem(const QPointF& place, const QTextItem& item) {
    const QString text = item.text();
    if (pen_.style() == Qt::NoPen || text.trimmed().isEmpty()) return;
    const QFont font = item.font();
    const QByteArray transform = transformAttribute();
    const QPointF at = transform.isEmpty() ? transform_.map(place) : place;
    const double size = font.pixelSize() > 0 ? font.pixelSize() : font.pointSizeF();
    // A text is clipped only where it is meant to be cut: another font may be a little wider.
    const QRectF box(place.x(), place.y() - item.ascent(), item.width(),
                     item.ascent() + item.descent());
    const bool whole = clip_.contains(transform_.mapRect(box).adjusted(1, 1, -1, -1));
    // A clip is in device coordinates, which inside a turned element mean something else.
    const QByteArray clip = whole ? QByteArray() : clipAttribute();
    if (!clip.isEmpty()) body_ += "<g" + clip + '>';
    body_ += "<text" + transform + attribute("x", number(at.x())) + attribute("y", number(at.y())) +
             attribute("font-family", '\'' + escaped(QFontInfo(font).family()) + "', sans-serif") +
             attribute("font-size", number(size));
    // Where the font is not there, another one takes the same room.
    if (item.width() > 0)
        body_ += attribute("textLength", number(item.width())) +
                 attribute("lengthAdjust", "spacingAndGlyphs");
    if (font.weight() > QFont::Medium) body_ += attribute("font-weight", "bold");
    if (font.italic()) body_ += attribute("font-style", "italic");
    body_ += colorAttributes("fill", pen_.color(), opacity_) + attribute("xml:space", "preserve") +
             '>' + escaped(text) + "</text>";
    body_ += clip.isEmpty() ? "\n" : "</g>\n";
}

void SvgEngine::drawPixmap(const QRectF& to, const QPixmap& pixmap, const QRectF& from) {
    drawImage(to, pixmap.toImage(), from, Qt::AutoColor);
}

void SvgEngine::drawImage(const QRectF& to, const QImage& image, const QRectF& from,
                          Qt::ImageConversionFlags) {
    QByteArray png;
    QBuffer buffer(&png);
    buffer.open(QIODevice::WriteOnly);
    image.copy(from.toAlignedRect()).save(&buffer, "PNG");
    const QByteArray transform = transformAttribute();
    const QRectF at = transform.isEmpty() ? transform_.mapRect(to) : to;
    const QByteArray clip = clipAttribute();
    if (!clip.isEmpty()) body_ += "<g" + clip + '>';
    body_ += "<image" + transform + attribute("x", number(at.x())) +
             attribute("y", number(at.y())) + attribute("width", number(at.width())) +
             attribute("height", number(at.height())) + attribute("preserveAspectRatio", "none");
    if (opacity_ < 1) body_ += attribute("opacity", number(opacity_));
    body_ += attribute("xlink:href", "data:image/png;base64," + png.toBase64()) + "/>";
    body_ += clip.isEmpty() ? "\n" : "</g>\n";
}

SvgDevice::SvgDevice(const QSizeF& size, QString title)
    : size_(size),
      title_(std::move(title)),
      engine_(std::make_unique<SvgEngine>(QRectF({}, size))) {}

SvgDevice::~SvgDevice() = default;

QPaintEngine* SvgDevice::paintEngine() const {
    return engine_.get();
}

int SvgDevice::metric(PaintDeviceMetric metric) const {
    const auto millimetres = [](double points) { return qRound(points * 25.4 / kDotsPerInch); };
    switch (metric) {
        case PdmWidth:
            return qCeil(size_.width());
        case PdmHeight:
            return qCeil(size_.height());
        case PdmWidthMM:
            return millimetres(size_.width());
        case PdmHeightMM:
            return millimetres(size_.height());
        case PdmDpiX:
        case PdmDpiY:
        case PdmPhysicalDpiX:
        case PdmPhysicalDpiY:
            return kDotsPerInch;
        case PdmDepth:
            return 32;
        case PdmNumColors:
            return 0x1000000;
        case PdmDevicePixelRatio:
            return 1;
        default:
            return QPaintDevice::metric(metric);
    }
}

QByteArray SvgDevice::document() const {
    const QByteArray width = QByteArray::number(size_.width()),
                     height = QByteArray::number(size_.height());
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
           "<svg xmlns=\"http://www.w3.org/2000/svg\" "
           "xmlns:xlink=\"http://www.w3.org/1999/xlink\" version=\"1.1\" role=\"img\" width=\"" +
           width + "pt\" height=\"" + height + "pt\" viewBox=\"0 0 " + width + ' ' + height +
           "\">\n<title>" + title_.toHtmlEscaped().toUtf8() + "</title>\n<defs>\n" +
           engine_->definitions() + "</defs>\n" + engine_->body() + "</svg>\n";
}

}  // namespace lpstudio
