#pragma once

#include <QAbstractScrollArea>
#include <memory>
#include <vector>

#include "app/desktop/pages/project/network_picture.h"
#include "app/desktop/plot/figure.h"

namespace lpstudio {

/// The network as a picture: its blocks from left to right with their layers, sized by parameters
/// or MACs and coloured by kind, connections past layers as arcs above. Click and arrows choose a
/// layer, Ctrl with the wheel, + and - zoom, 0 shows it as at first, F all of it. Exported like a
/// chart.
class NetworkView final : public QAbstractScrollArea, public Figure {
    Q_OBJECT

public:
    explicit NetworkView(QWidget* parent = nullptr);
    void setNetwork(std::shared_ptr<const Network> network);
    /// False: sized by parameters.
    void setByMacs(bool macs);
    void setSkips(std::vector<Skip> skips);
    /// Marks a layer and brings it into sight.
    void setSelected(int layer);
    const NetworkStrip& strip() const { return strip_; }
    const NetworkPicture& picture() const { return picture_; }
    double zoom() const { return zoom_; }
    void setZoom(double zoom);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

    QString figureTitle() const override;
    QSizeF figureSize() const override;
    void paintFigure(QPainter& painter, const QSizeF& points) override;
    FigureTable figureTable() const override;

Q_SIGNALS:
    void layerChosen(int layer);

protected:
    bool viewportEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void relayout();
    void choose(int layer);
    void zoomAt(double factor, double x);
    int layerAt(const QPoint& position) const;

    NetworkPicture picture_;
    NetworkStrip strip_;
    double zoom_ = 1;
    int selected_ = -1, hovered_ = -1;
};

}  // namespace lpstudio
