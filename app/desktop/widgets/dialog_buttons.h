#pragma once

#include <QDialogButtonBox>

namespace lpstudio {

/// The row of buttons that ends a dialog, which they accept or reject. Platforms order such buttons
/// each in their way; Tab goes through these as they stand, which Qt's own row leaves undone.
class DialogButtons final : public QDialogButtonBox {
public:
    DialogButtons(StandardButtons buttons, QDialog* dialog);

protected:
    void showEvent(QShowEvent* event) override;
};

}  // namespace lpstudio
