#pragma once

#include <QAbstractScrollArea>
#include <memory>
#include <vector>

#include "app/windows/project/network_strip_geometry.h"
#include "core/model/network.h"
#include "core/model/skips.h"

namespace lpstudio {

/// The network as a picture: its blocks from left to right with their layers, sized by parameters
/// or MACs and coloured by kind, connections past layers as arcs above. Click and arrows choose a
/// layer, Ctrl with the wheel, + and - zoom, 0 shows it as at first, F all of it.
class NetworkView final : public QAbstractScrollArea {
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
    double zoom() const { return zoom_; }
    void setZoom(double zoom);
    /// Name, kind, shapes and numbers of a layer.
    QString textOf(int layer) const;
    /// Name of a block and what it is: "layer1.0 · residual".
    QString blockText(int block) const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

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
    void paintTiles(QPainter& painter) const;
    void paintArcs(QPainter& painter) const;
    void paintLegend(QPainter& painter) const;
    std::vector<LayerKind> kinds() const;
    QColor colorOf(LayerKind kind) const;

    std::shared_ptr<const Network> network_;
    std::vector<Skip> skips_;
    NetworkStrip strip_;
    QStringList labels_;
    bool macs_ = true;
    double zoom_ = 1;
    int selected_ = -1, hovered_ = -1;
};

}  // namespace lpstudio
