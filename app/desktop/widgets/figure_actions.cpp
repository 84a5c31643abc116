#include "app/desktop/widgets/figure_actions.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <QMimeData>
#include <QRegularExpression>
#include <QSettings>
#include <QStandardPaths>
#include <QWidget>
#include <algorithm>
#include <iterator>

#include "app/desktop/plot/figure.h"
#include "app/desktop/plot/zoom_window.h"
#include "app/desktop/widgets/message_bar.h"
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/text.h"

namespace lpstudio {
namespace {

const QString kFolderKey = QStringLiteral("figures/folder");
constexpr double kMenuZoom = 1.5;
constexpr qsizetype kLongestName = 80;

QString filterOf(FigureFile kind) {
    switch (kind) {
        case FigureFile::Png:
            return FigureActions::tr("PNG picture (*.png)");
        case FigureFile::Svg:
            return FigureActions::tr("SVG drawing (*.svg)");
        case FigureFile::Pdf:
            return FigureActions::tr("PDF page (*.pdf)");
        case FigureFile::Csv:
            return FigureActions::tr("Data as CSV (*.csv)");
    }
    return {};
}

QString startFolder() {
    const QString last = QSettings().value(kFolderKey).toString();
    return QFileInfo(last).isDir()
               ? last
               : QStandardPaths::writableLocation(QStandardPaths::PicturesLocation);
}

}  // namespace

QString suffixOf(FigureFile kind) {
    switch (kind) {
        case FigureFile::Png:
            return QStringLiteral("png");
        case FigureFile::Svg:
            return QStringLiteral("svg");
        case FigureFile::Pdf:
            return QStringLiteral("pdf");
        case FigureFile::Csv:
            break;
    }
    return QStringLiteral("csv");
}

QString fileNameOf(const QString& title, FigureFile kind) {
    static const QRegularExpression other(QStringLiteral("[^\\p{L}\\p{N}]+"));
    QStringList words = title.toLower().split(other, Qt::SkipEmptyParts);
    QString name = words.join(u'-').left(kLongestName);
    while (name.endsWith(u'-')) name.chop(1);
    if (name.isEmpty()) name = QStringLiteral("figure");
    return name + u'.' + suffixOf(kind);
}

std::string figureCsv(const Figure& figure) {
    std::string csv;
    for (const auto& record : figure.figureTable().records()) csv += csvRecord(record);
    return csv;
}

void writeFigure(Figure& figure, FigureFile kind, const std::filesystem::path& file) {
    switch (kind) {
        case FigureFile::Png:
            return writeFileAtomically(file, figurePng(figure).toStdString());
        case FigureFile::Svg:
            return writeFileAtomically(file, figureSvg(figure).toStdString());
        case FigureFile::Pdf:
            return writeFileAtomically(file, figurePdf(figure).toStdString());
        case FigureFile::Csv:
            return writeFileAtomically(file, figureCsv(figure));
    }
}

FigureActions::FigureActions(QWidget* view, Figure& figure, Zoomable* zoom)
    : QObject(view), view_(view), figure_(figure) {
    QAction* copy = add(QStringLiteral("copyPicture"), tr("Copy picture"));
    copy->setShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C));
    connect(copy, &QAction::triggered, this, &FigureActions::copyPicture);
    connect(add(QStringLiteral("copyData"), tr("Copy data")), &QAction::triggered, this,
            &FigureActions::copyData);
    add({}, {})->setSeparator(true);
    const QString texts[] = {tr("Export as PNG…"), tr("Export as SVG…"), tr("Export as PDF…"),
                             tr("Export data as CSV…")};
    for (std::size_t i = 0; i < std::size(kFigureFiles); ++i) {
        const FigureFile kind = kFigureFiles[i];
        QAction* one = add(QStringLiteral("export-") + suffixOf(kind), texts[i]);
        if (kind == FigureFile::Png)
            one->setShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_E));
        connect(one, &QAction::triggered, this, [this, kind] { askAndExport(kind); });
    }
    if (zoom != nullptr) {
        add({}, {})->setSeparator(true);
        // The keys themselves come from ZoomGestures; a shortcut here would take them from it.
        const auto addZoom = [&](const QString& name, const QString& text, auto act) {
            connect(add(name, text), &QAction::triggered, this, act);
        };
        addZoom(QStringLiteral("zoomIn"), tr("Zoom in\t+"),
                [zoom] { zoom->zoomAt(kMenuZoom, zoom->zoomArea().center()); });
        addZoom(QStringLiteral("zoomOut"), tr("Zoom out\t-"),
                [zoom] { zoom->zoomAt(1 / kMenuZoom, zoom->zoomArea().center()); });
        addZoom(QStringLiteral("showAll"), tr("Show all\t0"), [zoom] { zoom->showAll(); });
    }
    view->setContextMenuPolicy(Qt::ActionsContextMenu);
    view->setFocusPolicy(Qt::StrongFocus);
}

QAction* FigureActions::add(const QString& name, const QString& text) {
    auto* action = new QAction(text, view_);
    action->setObjectName(name);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    view_->addAction(action);
    return action;
}

void FigureActions::copyPicture() {
    auto* data = new QMimeData;
    data->setImageData(figureImage(figure_));
    data->setData(QStringLiteral("image/svg+xml"), figureSvg(figure_));
    QApplication::clipboard()->setMimeData(data);
}

void FigureActions::copyData() {
    QApplication::clipboard()->setText(QString::fromStdString(figureCsv(figure_)));
}

void FigureActions::askAndExport(FigureFile kind) {
    QStringList filters;
    for (const FigureFile one : kFigureFiles) filters << filterOf(one);
    QString chosen = filterOf(kind);
    const QString suggested = QDir(startFolder()).filePath(fileNameOf(figure_.figureTitle(), kind));
    QString file = QFileDialog::getSaveFileName(view_, tr("Export chart"), suggested,
                                                filters.join(QStringLiteral(";;")), &chosen);
    if (file.isEmpty()) return;
    // The suffix that is typed counts, else the kind that is chosen.
    FigureFile as = kind;
    for (const FigureFile one : kFigureFiles)
        if (filterOf(one) == chosen) as = one;
    const QString suffix = QFileInfo(file).suffix().toLower();
    const auto typed = std::find_if(std::begin(kFigureFiles), std::end(kFigureFiles),
                                    [&](FigureFile one) { return suffixOf(one) == suffix; });
    if (typed != std::end(kFigureFiles))
        as = *typed;
    else
        file += u'.' + suffixOf(as);
    exportTo(file, as);
}

void FigureActions::exportTo(const QString& file, FigureFile kind) {
    try {
        writeFigure(figure_, kind, std::filesystem::path(file.toStdString()));
        QSettings().setValue(kFolderKey, QFileInfo(file).absolutePath());
    } catch (const Error& error) {
        tell(QString::fromUtf8(error.what()));
    }
}

void FigureActions::tell(const QString& problem) {
    if (auto* bar = view_->window()->findChild<MessageBar*>())
        bar->showProblem(problem);
    else
        QMessageBox::warning(view_, tr("Export chart"), problem);
}

}  // namespace lpstudio
