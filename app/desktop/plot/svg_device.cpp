#include "app/desktop/plot/svg_device.h"

#include <QtMath>

#include "app/desktop/plot/svg_engine.h"

namespace lpstudio {
namespace {

constexpr int kDotsPerInch = 72;

}  // namespace

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
