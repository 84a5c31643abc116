#include "app/desktop/shell/command_delegate.h"

#include <QPainter>
#include <QTextLayout>

#include "app/desktop/shell/command_model.h"
#include "app/desktop/widgets/theme.h"

namespace lpstudio {
namespace {

constexpr int kMargin = 8, kIcon = 16, kGap = 12;

/// Draws a line of text with some of its letters in bold; gives its width.
qreal drawTitle(QPainter& painter, const QRectF& room, const QFont& font, const QString& title,
                const QList<int>& bold) {
    QTextLayout layout(QFontMetricsF(font).elidedText(title, Qt::ElideRight, room.width()), font);
    QList<QTextLayout::FormatRange> formats;
    for (const int at : bold) {
        if (at >= layout.text().size()) continue;
        QTextCharFormat format;
        format.setFontWeight(QFont::Bold);
        formats.append({at, 1, format});
    }
    layout.setFormats(formats);
    layout.beginLayout();
    QTextLine line = layout.createLine();
    line.setLineWidth(room.width() + 64);
    layout.endLayout();
    layout.draw(&painter, {room.left(), room.center().y() - line.height() / 2});
    return line.naturalTextWidth();
}

}  // namespace

void CommandDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                            const QModelIndex& index) const {
    const ChartTheme& theme = Theme::instance().charts();
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const bool enabled =
        option.state.testFlag(QStyle::State_Enabled) && index.flags().testFlag(Qt::ItemIsEnabled);
    const auto group = enabled ? QPalette::Active : QPalette::Disabled;
    painter->save();
    if (selected) painter->fillRect(option.rect, option.palette.color(QPalette::Highlight));
    const QColor ink = selected ? option.palette.color(QPalette::HighlightedText)
                                : option.palette.color(group, QPalette::Text);
    const QColor quiet = selected ? ink : theme.secondary;
    const QRect inner = option.rect.adjusted(kMargin, 0, -kMargin, 0);
    const auto icon = index.data(Qt::DecorationRole).value<QIcon>();
    const QRect iconRect(inner.left(), inner.center().y() - kIcon / 2 + 1, kIcon, kIcon);
    icon.paint(painter, iconRect, Qt::AlignCenter,
               selected ? QIcon::Selected : (enabled ? QIcon::Normal : QIcon::Disabled));

    const QFontMetrics metrics(option.font);
    const QString keys = index.data(CommandModel::KeysRole).toString();
    const QString end = keys.isEmpty() ? index.data(CommandModel::KindRole).toString() : keys;
    const int endWidth = metrics.horizontalAdvance(end);
    painter->setPen(keys.isEmpty() ? quiet : ink);
    painter->drawText(inner, Qt::AlignRight | Qt::AlignVCenter, end);

    QRectF room(inner);
    room.setLeft(iconRect.right() + kMargin);
    room.setRight(inner.right() - endWidth - kGap);
    painter->setPen(ink);
    const qreal width =
        drawTitle(*painter, room, option.font, index.data(Qt::DisplayRole).toString(),
                  index.data(CommandModel::PositionsRole).value<QList<int>>());
    room.setLeft(room.left() + width + kGap);
    if (room.width() > 40) {
        painter->setPen(quiet);
        painter->drawText(room, Qt::AlignLeft | Qt::AlignVCenter,
                          metrics.elidedText(index.data(CommandModel::WhereRole).toString(),
                                             Qt::ElideMiddle, static_cast<int>(room.width())));
    }
    painter->restore();
}

QSize CommandDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const {
    return {200, QFontMetrics(option.font).height() + 12};
}

}  // namespace lpstudio
