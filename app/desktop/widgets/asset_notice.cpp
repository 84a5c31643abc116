#include "app/desktop/widgets/asset_notice.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace lpstudio {

AssetNotice::AssetNotice(QWidget* parent)
    : QFrame(parent), text_(new QLabel), locate_(new QToolButton) {
    locate_->setObjectName(QStringLiteral("locate"));
    text_->setProperty("problem", true);
    text_->setWordWrap(true);
    text_->setTextFormat(Qt::PlainText);
    text_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    locate_->setText(tr("Locate…"));
    locate_->setToolTip(tr("Choose the new location of the file; it must be the same file"));
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
                       ? (canLocate ? tr("Missing: %1 not found. Click Locate… to choose its new "
                                         "location.")
                                    : tr("Missing: %1 not found."))
                             .arg(file)
                       : tr("Changed: %1 is not the file that was added. Restore the old one or "
                            "import the new one.")
                             .arg(file));
}

QString AssetNotice::text() const {
    return isHidden() ? QString() : text_->text();
}

}  // namespace lpstudio
