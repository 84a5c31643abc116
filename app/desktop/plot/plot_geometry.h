#pragma once

namespace lpstudio {

/// A place in a plot, in data or pixel coordinates.
struct PlotPoint {
    double x = 0, y = 0;
    friend bool operator==(const PlotPoint&, const PlotPoint&) = default;
};

/// An interval of an axis.
struct AxisInterval {
    double from = 0, to = 1;
    double width() const { return to - from; }
};

/// A rectangle in data or pixel coordinates.
struct PlotRange {
    double xFrom = 0, xTo = 1, yFrom = 0, yTo = 1;
    double width() const { return xTo - xFrom; }
    double height() const { return yTo - yFrom; }
    bool contains(double x, double y) const {
        return x >= xFrom && x <= xTo && y >= yFrom && y <= yTo;
    }
    friend bool operator==(const PlotRange&, const PlotRange&) = default;
};

/// Data to pixels; y grows upwards in data and downwards in pixels.
struct PlotMap {
    PlotRange data;
    double left = 0, top = 0, width = 1, height = 1;

    double x(double value) const { return left + (value - data.xFrom) / data.width() * width; }
    double y(double value) const {
        return top + height - (value - data.yFrom) / data.height() * height;
    }
    double dataX(double pixel) const { return data.xFrom + (pixel - left) / width * data.width(); }
    double dataY(double pixel) const {
        return data.yFrom + (top + height - pixel) / height * data.height();
    }
};

}  // namespace lpstudio
