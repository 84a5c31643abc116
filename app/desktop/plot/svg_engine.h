#pragma once

#include <QBrush>
#include <QByteArray>
#include <QFont>
#include <QPaintEngine>
#include <QPainterPath>
#include <QPen>
#include <QRectF>
#include <QTransform>

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
    QByteArray fillAttributes() const;
    QByteArray strokeAttributes() const;
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
    int clips_ = 0;
};

}  // namespace lpstudio
