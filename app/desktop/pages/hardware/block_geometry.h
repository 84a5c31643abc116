#pragma once

#include <QPointF>
#include <QRectF>
#include <QString>
#include <QStringList>
#include <vector>

#include "hw/cost.h"
#include "hw/design_edit.h"

namespace lpstudio {

/// A block of the diagram, in pixels.
struct DiagramBlock {
    DesignBlock block = DesignBlock::Grid;
    QRectF rect;
    QString title;      ///< "Weight buffer"
    QStringList lines;  ///< under it: "128 KiB", "32 banks"
    double area = 0;    ///< in mm², in the floor plan
    double share = 0;   ///< of the chip, in the floor plan
};

/// Data on their way from one block to another; the last point is the head.
struct DiagramArrow {
    std::vector<QPointF> points;
};

struct Diagram {
    std::vector<DiagramBlock> blocks;
    std::vector<DiagramArrow> arrows;
};

/// The accelerator as the LPA paper draws its own: weight buffer on top, input buffer at the left,
/// decoders at the edges of the grid, encoder below it, output buffer and post-processing unit at
/// the bottom, DRAM outside. Designs without decoders or encoders have none.
Diagram schematicOf(const Accelerator& accelerator, const QSizeF& size);

/// The blocks on the chip as rectangles in proportion to their area (a squarified treemap, Bruls et
/// al. 2000), which fill `size`. No arrows, no DRAM.
Diagram floorplanOf(const Accelerator& accelerator, const AreaParts& area, const QSizeF& size);

}  // namespace lpstudio
