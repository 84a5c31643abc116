#pragma once

#include <QWidget>
#include <optional>

#include "app/desktop/pages/hardware/block_geometry.h"
#include "app/desktop/plot/figure.h"
#include "app/desktop/plot/plot_geometry.h"
#include "app/desktop/plot/zoom_window.h"

namespace lpstudio {

/// An accelerator drawn from its description. A click, or an arrow key, chooses a block; Esc and a
/// click beside all blocks choose none. Zooms and is exported like a chart.
class BlockDiagram final : public QWidget, public Figure, public Zoomable {
    Q_OBJECT

public:
    explicit BlockDiagram(QWidget* parent = nullptr);

    void setDesign(const Accelerator& accelerator, const AreaParts& area);
    /// Sizes in proportion to area instead of the way the data take.
    void setToScale(bool toScale);
    void setSelected(std::optional<DesignBlock> block);
    std::optional<DesignBlock> selected() const { return selected_; }
    /// In pixels from the corner of the whole, of which a part may be seen.
    const Diagram& diagram() const { return diagram_; }
    QSize sizeHint() const override { return {460, 360}; }
    QSize minimumSizeHint() const override { return {380, 260}; }

    QRectF zoomArea() const override { return rect(); }
    bool showsAll() const override { return window_ == kWholeWindow; }
    void zoomAt(double factor, const QPointF& place) override;
    void panBy(const QPointF& pixels) override;
    void zoomToRect(const QRectF& part) override;
    void showAll() override { setWindow(kWholeWindow); }

    QString figureTitle() const override;
    QSizeF figureSize() const override { return size(); }
    void paintFigure(QPainter& painter, const QSizeF& points) override;
    FigureTable figureTable() const override;

Q_SIGNALS:
    void blockChosen(std::optional<lpstudio::DesignBlock> block);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

private:
    void rebuild();
    void choose(std::optional<DesignBlock> block);
    const DiagramBlock* blockAt(const QPointF& position) const;
    Diagram laidOut(const QSizeF& room) const;
    QRectF whole() const;
    void setWindow(const PlotRange& window);

    Accelerator accelerator_;
    AreaParts area_;
    bool known_ = false, toScale_ = false;
    Diagram diagram_;
    std::optional<DesignBlock> selected_;
    PlotRange window_ = kWholeWindow;
};

}  // namespace lpstudio
