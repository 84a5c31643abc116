#include "app/desktop/shell/drop_overlay.h"

#include <QApplication>
#include <QDropEvent>
#include <QMimeData>
#include <QPainter>
#include <QTimer>
#include <QUrl>
#include <algorithm>

#include "app/desktop/widgets/icons.h"
#include "app/desktop/widgets/theme.h"

namespace lpstudio {
namespace {

constexpr int kMargin = 24, kRadius = 12, kIcon = 48;

std::vector<std::filesystem::path> filesOf(const QMimeData* data) {
    std::vector<std::filesystem::path> files;
    for (const QUrl& url : data->urls())
        if (url.isLocalFile()) files.emplace_back(url.toLocalFile().toStdString());
    return files;
}

}  // namespace

DropOverlay::DropOverlay(QWidget* window, std::function<QString()> project)
    : QWidget(window), project_(std::move(project)) {
    setAcceptDrops(true);
    setFocusPolicy(Qt::NoFocus);
    setAccessibleName(tr("What dropping the files will do"));
    hide();
    // Line edits and others would take a file's name as text: they are asked after this filter.
    qApp->installEventFilter(this);
}

bool DropOverlay::plan(const QMimeData* dragged) {
    if (dragged == nullptr) return false;
    const auto files = filesOf(dragged);
    if (files.empty()) return false;
    items_ = planImport(files);
    text_ = dropText(items_, project_());
    return true;
}

bool DropOverlay::eventFilter(QObject* watched, QEvent* event) {
    const QEvent::Type type = event->type();
    if (type != QEvent::DragEnter && type != QEvent::DragMove && type != QEvent::DragLeave &&
        type != QEvent::Drop)
        return false;
    if (watched == this || !watched->isWidgetType() ||
        static_cast<QWidget*>(watched)->window() != parentWidget())
        return false;
    if (type == QEvent::DragLeave) {
        // The next widget is entered before this is due, mostly this one.
        if (isVisible()) QTimer::singleShot(50, this, [this] { setVisible(entered_); });
        return false;
    }
    auto* drop = static_cast<QDropEvent*>(event);
    if (type == QEvent::Drop) {
        if (!plan(drop->mimeData())) return false;
        finish(drop);
        return true;
    }
    if (type == QEvent::DragEnter) {
        if (!plan(drop->mimeData())) return false;
        setGeometry(parentWidget()->rect());
        raise();
        show();
        update();
    }
    if (isHidden()) return false;
    // Even what cannot be used is taken in, so that the reason stays in sight.
    drop->setDropAction(Qt::CopyAction);
    drop->accept();
    return true;
}

void DropOverlay::dragEnterEvent(QDragEnterEvent* event) {
    entered_ = true;
    event->setDropAction(Qt::CopyAction);
    event->accept();
}

void DropOverlay::dragLeaveEvent(QDragLeaveEvent*) {
    entered_ = false;
    hide();
}

void DropOverlay::dropEvent(QDropEvent* event) {
    finish(event);
}

void DropOverlay::finish(QDropEvent* event) {
    entered_ = false;
    hide();
    event->setDropAction(Qt::CopyAction);
    event->accept();
    const std::vector<ImportItem> items = std::move(items_);
    items_.clear();
    const auto opened = std::find_if(items.begin(), items.end(), [](const ImportItem& item) {
        return item.kind == ImportKind::Bundle;
    });
    const auto project = opened != items.end()
                             ? opened
                             : std::find_if(items.begin(), items.end(), [](const ImportItem& item) {
                                   return item.kind == ImportKind::Project;
                               });
    std::vector<std::filesystem::path> files;
    if (opened == items.end())
        for (const ImportItem& item : items)
            if (item.kind != ImportKind::Project) files.push_back(item.path);
    const bool opens = project != items.end();
    const std::filesystem::path file = opens ? project->path : std::filesystem::path();
    // Not inside the drag: what follows may ask the user, and the drag's source waits meanwhile.
    QTimer::singleShot(0, this, [this, opens, file, files] {
        if (opens) Q_EMIT projectDropped(file);
        if (!files.empty()) Q_EMIT filesDropped(files);
    });
}

void DropOverlay::paintEvent(QPaintEvent*) {
    const ChartTheme& theme = Theme::instance().charts();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor veil = theme.window;
    veil.setAlpha(225);
    painter.fillRect(rect(), veil);
    const QRectF frame = QRectF(rect()).adjusted(kMargin, kMargin, -kMargin, -kMargin);
    QColor tint = text_.usable ? theme.accent : theme.secondary;
    QPen pen(tint, 2, Qt::DashLine);
    tint.setAlpha(18);
    painter.setPen(pen);
    painter.setBrush(tint);
    painter.drawRoundedRect(frame, kRadius, kRadius);

    QFont headline = font();
    headline.setPointSizeF(1.6 * headline.pointSizeF());
    headline.setWeight(QFont::DemiBold);
    const QFontMetrics large(headline), body(font());
    const auto lines = static_cast<int>(text_.lines.size());
    const int gap = 16, lineHeight = body.height() + 4;
    const int height = kIcon + gap + large.height() + gap + lines * lineHeight +
                       (text_.remark.isEmpty() ? 0 : gap + lineHeight);
    const QRect room = frame.toRect().adjusted(kMargin, kMargin, -kMargin, -kMargin);
    int y = room.center().y() - height / 2;
    const QIcon icon =
        themedIcon(text_.usable ? QStringLiteral("import") : QStringLiteral("warning"));
    icon.paint(&painter, QRect(room.center().x() - kIcon / 2, y, kIcon, kIcon));
    y += kIcon + gap;
    const auto line = [&](const QString& text, const QFont& with, const QColor& color, int step) {
        painter.setFont(with);
        painter.setPen(color);
        const QString shown = QFontMetrics(with).elidedText(text, Qt::ElideRight, room.width());
        painter.drawText(QRect(room.left(), y, room.width(), step), Qt::AlignCenter, shown);
        y += step;
    };
    line(text_.headline, headline, theme.text, large.height());
    y += gap;
    for (const QString& one : text_.lines) line(one, font(), theme.text, lineHeight);
    if (text_.remark.isEmpty()) return;
    y += gap;
    line(text_.remark, font(), theme.secondary, lineHeight);
}

}  // namespace lpstudio
