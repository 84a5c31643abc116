#include "app/desktop/shell/drop_text.h"

#include <QCoreApplication>
#include <algorithm>

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

}  // namespace lpstudio
