#pragma once

#include <QColor>
#include <optional>

#include "app/desktop/pages/hardware/block_geometry.h"
#include "app/desktop/plot/chart_theme.h"

QT_BEGIN_NAMESPACE
class QPainter;
QT_END_NAMESPACE

namespace lpstudio {

/// Paints the diagram of an accelerator, on the screen or on paper.
class BlockPainter {
public:
    /// The accelerator must outlive the painter.
    BlockPainter(const ChartTheme& theme, const Accelerator& accelerator, bool toScale,
                 std::optional<DesignBlock> selected)
        : theme_(theme), accelerator_(accelerator), toScale_(toScale), selected_(selected) {}

    void paint(QPainter& painter, const Diagram& diagram) const;

private:
    QColor fillOf(DesignBlock block) const;
    void paintBlock(QPainter& painter, const DiagramBlock& block, bool text) const;
    void paintCells(QPainter& painter, const QRectF& rect) const;
    void paintArrow(QPainter& painter, const DiagramArrow& arrow) const;

    ChartTheme theme_;
    const Accelerator& accelerator_;
    bool toScale_;
    std::optional<DesignBlock> selected_;
};

}  // namespace lpstudio
