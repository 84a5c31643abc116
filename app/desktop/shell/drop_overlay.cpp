#include "app/desktop/shell/drop_overlay.h"

#include <QApplication>
#include <QCoreApplication>
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

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(DropText)
};

QString nameOf(const ImportItem& item) {
    return QString::fromStdString(item.path.filename().string());
}

/// The reason without the path, which stands beside it.
QString reasonOf(const ImportItem& item) {
    QString reason = QString::fromStdString(item.problem);
    const QString path = QString::fromStdString(item.path.string()) + QStringLiteral(": ");
    return reason.startsWith(path) ? reason.mid(path.size()) : reason;
}

QString counted(const std::vector<ImportItem>& items) {
    const auto models = std::count_if(items.begin(), items.end(), [](const ImportItem& item) {
        return item.kind == ImportKind::Model;
    });
    const auto sets = std::count_if(items.begin(), items.end(),
                                    [](const ImportItem& item) { return isImages(item.kind); });
    QStringList parts;
    if (models == 1) parts << Texts::tr("1 model");
    if (models > 1) parts << Texts::tr("%1 models").arg(models);
    if (sets == 1) parts << Texts::tr("1 image set");
    if (sets > 1) parts << Texts::tr("%1 image sets").arg(sets);
    return parts.join(Texts::tr(" and "));
}

const ImportItem* firstOf(const std::vector<ImportItem>& items, ImportKind kind) {
    const auto at = std::find_if(items.begin(), items.end(),
                                 [kind](const ImportItem& item) { return item.kind == kind; });
    return at == items.end() ? nullptr : &*at;
}

}  // namespace

QString importKindText(ImportKind kind) {
    switch (kind) {
        case ImportKind::Model:
            return Texts::tr("TorchScript model");
        case ImportKind::CifarImages:
            return Texts::tr("CIFAR-10 images");
        case ImportKind::IdxImages:
            return Texts::tr("IDX images");
        case ImportKind::NpzImages:
            return Texts::tr("NumPy images");
        case ImportKind::CsvImages:
            return Texts::tr("list of images");
        case ImportKind::FolderImages:
            return Texts::tr("folder of images");
        case ImportKind::Project:
            return Texts::tr("project");
        case ImportKind::Bundle:
            return Texts::tr("bundle");
        case ImportKind::Companion:
            return Texts::tr("imported with its companion file");
        case ImportKind::Unknown:
            break;
    }
    return Texts::tr("not known");
}

DropText dropText(const std::vector<ImportItem>& items, const QString& project, qsizetype most) {
    DropText text;
    const ImportItem* bundle = firstOf(items, ImportKind::Bundle);
    const ImportItem* opened = firstOf(items, ImportKind::Project);
    const QString what = counted(items);
    if (bundle != nullptr) {
        text.headline = Texts::tr("Unpack %1").arg(nameOf(*bundle));
        if (items.size() > 1)
            text.remark = Texts::tr("Other files are left out: drop them again once it is open.");
    } else if (opened != nullptr) {
        text.headline = what.isEmpty()
                            ? Texts::tr("Open %1").arg(nameOf(*opened))
                            : Texts::tr("Open %1 and import %2").arg(nameOf(*opened), what);
    } else if (!what.isEmpty()) {
        text.headline = project.isEmpty() ? Texts::tr("Create a project and import %1").arg(what)
                                          : Texts::tr("Import %1 into %2").arg(what, project);
        if (project.isEmpty())
            text.remark = Texts::tr("No project is open: you will be asked where to create one.");
    } else {
        text.headline = Texts::tr("Nothing here can be imported");
        text.usable = false;
    }
    qsizetype left = 0;
    for (const ImportItem& item : items) {
        if (item.kind == ImportKind::Companion) continue;
        if (text.lines.size() == most)
            ++left;
        else
            text.lines << Texts::tr("%1 – %2").arg(nameOf(item), item.kind == ImportKind::Unknown
                                                                     ? reasonOf(item)
                                                                     : importKindText(item.kind));
    }
    if (left > 0) text.lines << Texts::tr("and %1 more").arg(left);
    return text;
}

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
