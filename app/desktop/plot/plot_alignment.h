#pragma once

#include <QObject>
#include <vector>

QT_BEGIN_NAMESPACE
class QChart;
QT_END_NAMESPACE

namespace lpstudio {

/// Keeps the plot areas of charts that stand above each other between the same left and right, so
/// that one x axis can be read for both: the chart with narrower labels gets wider margins.
class PlotAlignment final : public QObject {
    Q_OBJECT
public:
    /// The charts have the same width.
    explicit PlotAlignment(std::vector<QChart*> charts, QObject* parent = nullptr);

private:
    void align();
    /// One step of align(); whether it changed anything.
    bool widenMargins();

    bool aligning_ = false;
    std::vector<QChart*> charts_;
};

}  // namespace lpstudio
