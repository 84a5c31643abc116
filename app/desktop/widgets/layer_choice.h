#pragma once

#include <QWidget>
#include <memory>
#include <vector>

#include "core/network/network.h"

class QRadioButton;

namespace lpstudio {

class DataTable;
class LayerTable;

/// The layers of a network, of which one is the current and several can be chosen, and whether
/// their weights or their activations are meant.
class LayerChoice final : public QWidget {
    Q_OBJECT

public:
    explicit LayerChoice(QWidget* parent = nullptr);

    void setNetwork(const std::shared_ptr<const Network>& network);
    /// Chooses layers as the user does.
    void choose(const std::vector<int>& layers);
    /// How many are chosen.
    std::size_t count() const;
    /// The chosen layers, `current` among them, no more than `most`; ascending.
    std::vector<int> shown(int current, std::size_t most) const;
    bool ofActivations() const;

    DataTable* table() const { return table_; }
    QRadioButton* weightsButton() const { return weights_; }
    QRadioButton* activationsButton() const { return activations_; }

Q_SIGNALS:
    /// Weights or activations.
    void quantityChanged();

private:
    LayerTable* layers_;
    DataTable* table_;
    QRadioButton *weights_, *activations_;
};

}  // namespace lpstudio
