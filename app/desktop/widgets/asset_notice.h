#pragma once

#include <QFrame>

#include "app/project/import/assets.h"

class QLabel;
class QToolButton;

namespace lpstudio {

/// A line that says that a file of the project is missing or has changed, with a button to tell
/// where it is. Hidden while all is well.
class AssetNotice final : public QFrame {
    Q_OBJECT

public:
    explicit AssetNotice(QWidget* parent = nullptr);
    /// `file`: as the project knows it.
    void showState(AssetState state, const QString& file, bool canLocate);
    /// Empty while hidden.
    QString text() const;

Q_SIGNALS:
    void locateAsked();

private:
    QLabel* text_;
    QToolButton* locate_;
};

}  // namespace lpstudio
