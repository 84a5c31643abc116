#pragma once

#include <QBrush>
#include <QByteArray>
#include <QFont>
#include <QPaintDevice>
#include <QPaintEngine>
#include <QPainterPath>
#include <QPen>
#include <QRectF>
#include <QSizeF>
#include <QString>
#include <QTransform>
#include <memory>

namespace lpstudio {

/// Writes what a painter does as SVG elements, each with its whole style, in device coordinates.
/// Brushes other than plain colours are painted in their colour.
class SvgEngine final : public QPaintEngine {
public:
    /// `page`: clips that hold all of it are left out.
    explicit SvgEngine(const QRectF& page);

    const QByteArray& definitions() const { return definitions_; }
    const QByteArray& body() const { return body_; }

    bool begin(QPaintDevice* device) override;
    bool end() override;
    void updateState(const QPaintEngineState& now) override;
    void drawPath(const QPainterPath& path) override;
    using QPaintEngine::drawPolygon;
    void drawPolygon(const QPointF* points, int count, PolygonDrawMode mode) override;
    using QPaintEngine::drawPoints;
    void drawPoints(const QPointF* points, int count) override;
    void drawTextItem(const QPointF& place, const QTextItem& item) override;
    void drawPixmap(const QRectF& to, const QPixmap& pixmap, const QRectF& from) override;
    void drawImage(const QRectF& to, const QImage& image, const QRectF& from,
                   Qt::ImageConversionFlags flags) override;
    Type type() const override { return QPaintEngine::User; }

private:
    void clipTo(const QPainterPath& path, Qt::ClipOperation operation);
    QByteArray clipAttribute();
    QByteArray fillAttributes();
    QByteArray strokeAttributes();
    /// `fill` or `stroke` of a brush; a gradient of it becomes a definition.
    QByteArray paintAttributes(const char* name, const QBrush& brush);
    QByteArray gradientReference(const QBrush& brush);
    QByteArray transformAttribute() const;
    void writePath(const QPainterPath& logical, bool filled);

    QRectF page_;
    QByteArray definitions_, body_;
    QPen pen_;
    QBrush brush_;
    QFont font_;
    QTransform transform_;
    double opacity_ = 1;
    bool clipped_ = false;
    QPainterPath clip_;         ///< in device coordinates
    QPainterPath writtenClip_;  ///< the last one defined
    int clips_ = 0, gradients_ = 0;
};

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
