#pragma once

#include <QStringList>
#include <memory>
#include <vector>

#include "app/desktop/pages/project/network_strip_geometry.h"
#include "app/desktop/plot/chart_theme.h"
#include "core/network/network.h"
#include "core/network/skips.h"

QT_BEGIN_NAMESPACE
class QPainter;
QT_END_NAMESPACE

namespace lpstudio {

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
