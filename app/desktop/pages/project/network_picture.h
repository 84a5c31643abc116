#pragma once

#include <QPointF>
#include <QRectF>
#include <QStringList>
#include <memory>
#include <vector>

#include "app/desktop/plot/chart_theme.h"
#include "core/network/network.h"
#include "core/network/skips.h"

class QPainter;

namespace lpstudio {

/// A layer of the strip: what its size stands for, and the block it belongs to.
struct StripLayer {
    double value = 0;  ///< MACs, parameters
    int block = 0;     ///< number from 0, ascending by layer
};

/// A connection past layers: what leaves `from` (-1: the network's input) is added to what leaves
/// `to`.
struct StripSkip {
    int from = -1, to = 0;
};

/// Lengths in pixels at zoom 1.
struct StripMetrics {
    double leastTile = 18;  ///< width of a layer without any share
    double tileGap = 2;
    double blockPadding = 5;  ///< between a block's outline and its layers
    double blockGap = 10;
    double margin = 8;    ///< left and right of it all
    double title = 18;    ///< height of a block's name
    double tile = 60;     ///< height of a layer
    double arcStep = 7;   ///< between nested connections
    double arcRoom = 12;  ///< above the blocks for the lowest connection
};

/// A network from left to right: a box for each block, in it a tile for each layer, as wide as its
/// share of all asks for but never too narrow to be hit.
struct NetworkStrip {
    std::vector<QRectF> tiles;   ///< one a layer
    std::vector<QRectF> blocks;  ///< one a block, with room for its name at the top
    std::vector<std::pair<int, int>> layersOfBlock;  ///< first layer and the one after the last
    std::vector<int> arcLevels;                      ///< one a connection; 0 is nearest the blocks
    double width = 0, height = 0;
    double natural = 0;  ///< width at zoom 1

    /// The layer under a point; beside a tile, but in its block, the nearest. -1: none.
    int layerAt(const QPointF& position) const;
};

/// Fills `available` pixels at zoom 1, more where the layers do not fit into it; other zooms
/// stretch the widths.
NetworkStrip layoutStrip(const std::vector<StripLayer>& layers, const std::vector<StripSkip>& skips,
                         double available, double zoom, const StripMetrics& metrics = {});

/// A network laid out as a strip, and how it is painted, on the screen and on paper.
class NetworkPicture {
public:
    /// Height of the line that says what the colours mean, above the strip.
    static constexpr int kLegend = 22;

    /// Null: nothing. Forgets the connections of the former.
    void setNetwork(std::shared_ptr<const Network> network);
    void setSkips(std::vector<Skip> skips) { skips_ = std::move(skips); }
    void setByMacs(bool macs) { macs_ = macs; }
    const std::shared_ptr<const Network>& network() const { return network_; }
    bool byMacs() const { return macs_; }

    NetworkStrip layout(double available, double zoom) const;
    /// What is marked; -1: nothing.
    struct Marks {
        int selected = -1, hovered = -1;
        bool focused = false;
    };
    /// Paints what lies between `from` and `to` in the strip; `from` comes to the painter's origin.
    void paint(QPainter& painter, const ChartTheme& theme, const NetworkStrip& strip, double from,
               double to, const Marks& marks) const;

    /// Name, kind, shapes and numbers of a layer.
    QString textOf(int layer) const;
    /// Name of the block a layer belongs to and what it is: "layer1.0 · residual".
    QString blockText(int block) const;

private:
    void paintLegend(QPainter& painter, const ChartTheme& theme) const;
    void paintBlocks(QPainter& painter, const ChartTheme& theme, const NetworkStrip& strip,
                     double from, double to) const;
    void paintTiles(QPainter& painter, const ChartTheme& theme, const NetworkStrip& strip,
                    double from, double to, int hovered) const;
    void paintArcs(QPainter& painter, const ChartTheme& theme, const NetworkStrip& strip) const;

    std::shared_ptr<const Network> network_;
    std::vector<Skip> skips_;
    QStringList labels_;
    bool macs_ = true;
};

}  // namespace lpstudio
