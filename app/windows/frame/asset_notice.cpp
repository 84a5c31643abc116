#include "app/windows/frame/asset_notice.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace lpstudio {

AssetNotice::AssetNotice(QWidget* parent)
    : QFrame(parent), text_(new QLabel), locate_(new QToolButton) {
    text_->setProperty("problem", true);
    text_->setWordWrap(true);
    text_->setTextFormat(Qt::PlainText);
    text_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    locate_->setText(tr("Locate…"));
    locate_->setToolTip(tr("Tell where the file is now; the same file is taken, no other"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(16, 8, 16, 0);
    layout->addWidget(text_, 1);
    layout->addWidget(locate_, 0, Qt::AlignTop);
    connect(locate_, &QToolButton::clicked, this, &AssetNotice::locateAsked);
    hide();
}

void AssetNotice::showState(AssetState state, const QString& file, bool canLocate) {
    setVisible(state != AssetState::Present);
    locate_->setVisible(canLocate);
    text_->setText(state == AssetState::Missing
                       ? tr("Missing: %1 is not there.").arg(file)
                       : tr("Changed: %1 is not the file that was added. Put the old one back or "
                            "import the new one.")
                             .arg(file));
}

QString AssetNotice::text() const {
    return isHidden() ? QString() : text_->text();
}

}  // namespace lpstudio
