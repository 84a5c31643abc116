#pragma once

#include <QByteArray>
#include <QPaintDevice>
#include <QSizeF>
#include <QString>
#include <memory>

namespace lpstudio {

class SvgEngine;

/// Paints into an SVG document (SVG 1.1): paths stay paths, text stays text that can be selected,
/// and what a painter clips is clipped, which Qt's own generator leaves out, so that a zoomed chart
/// would run over its axes.
class SvgDevice final : public QPaintDevice {
public:
    /// `size` in points. `title`: plain text, for readers and browsers.
    SvgDevice(const QSizeF& size, QString title);
    ~SvgDevice() override;

    QPaintEngine* paintEngine() const override;
    /// The whole document, once painting has ended.
    QByteArray document() const;

protected:
    int metric(PaintDeviceMetric metric) const override;

private:
    QSizeF size_;
    QString title_;
    std::unique_ptr<SvgEngine> engine_;
};

}  // namespace lpstudio
