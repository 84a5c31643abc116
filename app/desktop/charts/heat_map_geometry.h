#pragma once

#include <QPointF>
#include <QRectF>
#include <QString>
#include <QStringList>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/ids.h"

namespace lpstudio {

/// The population of a search as a matrix of widths.
struct WidthMap {
    struct Row {
        CandidateId id;
        double fitness = 0;
        std::vector<std::uint8_t> widths;  ///< bits, one a layer
    };
    QString title;
    QStringList layers;     ///< names of the columns
    std::vector<Row> rows;  ///< the best first
};

/// A place in the matrix.
struct HeatMapCell {
    int row = 0, column = 0;
    friend bool operator==(const HeatMapCell&, const HeatMapCell&) = default;
};

/// A matrix of equal cells that fills a rectangle, the first row at the top.
struct HeatMapGeometry {
    QRectF whole;  ///< of all cells, in pixels
    int rows = 0, columns = 0;

    /// The cell at a place; empty outside.
    std::optional<HeatMapCell> cellAt(const QPointF& place) const;
    QRectF rectOf(const HeatMapCell& cell) const;
    QRectF rowRect(int row) const;
    QRectF columnRect(int column) const;
    /// Pixels between the cells: a thin line where there is room, none where cells are tiny.
    double gap() const;
};

/// The cell beside another, `down` and `right` further, kept inside the matrix; from nothing the
/// first. Empty in an empty matrix.
std::optional<HeatMapCell> movedCell(std::optional<HeatMapCell> from, int down, int right, int rows,
                                     int columns);

}  // namespace lpstudio
