#pragma once

#include <QWidget>
#include <optional>

#include "app/windows/hardware/block_geometry.h"

namespace lpstudio {

/// An accelerator drawn from its description. A click, or an arrow key, chooses a block; Esc and a
/// click beside all blocks choose none.
class BlockDiagram final : public QWidget {
    Q_OBJECT

public:
    explicit BlockDiagram(QWidget* parent = nullptr);

    void setDesign(const Accelerator& accelerator, const AreaParts& area);
    /// Sizes in proportion to area instead of the way the data take.
    void setToScale(bool toScale);
    void setSelected(std::optional<DesignBlock> block);
    std::optional<DesignBlock> selected() const { return selected_; }
    const Diagram& diagram() const { return diagram_; }
    QSize sizeHint() const override { return {460, 360}; }
    QSize minimumSizeHint() const override { return {380, 260}; }

Q_SIGNALS:
    void blockChosen(std::optional<lpstudio::DesignBlock> block);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

private:
    void rebuild();
    void choose(std::optional<DesignBlock> block);
    const DiagramBlock* blockAt(const QPointF& position) const;
    QColor fillOf(DesignBlock block) const;
    void paintBlock(QPainter& painter, const DiagramBlock& block, bool text) const;
    void paintCells(QPainter& painter, const QRectF& rect) const;
    void paintArrow(QPainter& painter, const DiagramArrow& arrow) const;

    Accelerator accelerator_;
    AreaParts area_;
    bool known_ = false, toScale_ = false;
    Diagram diagram_;
    std::optional<DesignBlock> selected_;
};

}  // namespace lpstudio
