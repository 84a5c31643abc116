#pragma once

#include <QPoint>
#include <QRectF>
#include <QWidget>
#include <cstddef>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "app/desktop/plot/chart_theme.h"
#include "app/desktop/plot/figure.h"

class QPainter;

namespace lpstudio {

/// A square of classes x classes cells with room for names at the left and above: rows are labels,
/// columns what the network takes them for.
struct ConfusionGeometry {
    int classes = 0;
    double left = 0, top = 0;  ///< room for names, in pixels
    double side = 0;           ///< of the square

    double cell() const { return classes > 0 ? side / classes : 0; }
    QRectF rectOf(int label, int predicted) const;
    /// Label and predicted class.
    std::optional<std::pair<int, int>> at(const QPointF& position) const;

    /// The largest square in a widget of this size.
    static ConfusionGeometry fitted(int classes, double width, double height, double names);
};

/// The `most` classes most often mistaken or taken for by mistake, ascending; all of them if they
/// are no more. `counts[label * classes + predicted]`.
std::vector<int> mostConfused(const std::vector<std::size_t>& counts, int classes, int most);

class FigureActions;

/// How often each label was taken for each class. A click or Enter asks for the images behind a
/// cell, arrows move, Ctrl+C copies all counts as CSV. Of many classes those most often mistaken
/// are shown. Exported like a chart.
class ConfusionView final : public QWidget, public Figure {
    Q_OBJECT

public:
    explicit ConfusionView(QWidget* parent = nullptr);
    /// `counts[label * classes + predicted]`.
    void setCounts(std::vector<std::size_t> counts, int classes, std::function<QString(int)> names);
    ConfusionGeometry geometryOfCells() const;
    /// Text of a cell by its place in the picture.
    QString textOf(int row, int column) const;
    QSize sizeHint() const override { return {320, 320}; }
    QSize minimumSizeHint() const override { return {200, 200}; }
    static constexpr int kMost = 40;  ///< classes shown

    QString figureTitle() const override;
    QSizeF figureSize() const override { return size(); }
    void paintFigure(QPainter& painter, const QSizeF& points) override;
    FigureTable figureTable() const override;

Q_SIGNALS:
    void pairChosen(int label, int predicted);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    std::size_t count(int label, int predicted) const;
    void choose(int row, int column);
    void paintCells(QPainter& painter, const ChartTheme& theme,
                    const ConfusionGeometry& cells) const;
    void paintNames(QPainter& painter, const ChartTheme& theme, const ConfusionGeometry& cells,
                    double width) const;

    FigureActions* actions_;
    std::vector<std::size_t> counts_;
    int classes_ = 0;
    std::function<QString(int)> names_;
    std::vector<int> shown_;
    int row_ = 0, column_ = 0;  ///< current cell, in shown_
};

}  // namespace lpstudio
