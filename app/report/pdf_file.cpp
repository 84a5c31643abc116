#include "app/report/pdf_file.h"

#include <QByteArray>
#include <QRegularExpression>
#include <map>
#include <optional>
#include <vector>

#include "app/report/document.h"
#include "app/report/page_writer.h"

namespace lpstudio {
namespace {

/// Where a document's headings are, and the lines of its table of contents that lead there.
struct PdfPlaces {
    std::vector<PageWriter::ContentsLine> headings, contents;
    double pageHeight = 0;  ///< points
};

/// Number of an object; all are of generation 0.
using ObjectId = int;

QByteArray reference(ObjectId id) {
    return QByteArray::number(id) + " 0 R";
}

/// UTF-16 with its byte order mark, in hexadecimal: holds any text without escapes.
QByteArray textString(const QString& text) {
    QByteArray bytes("\xFE\xFF");
    for (const QChar c : text) {
        bytes += static_cast<char>(c.unicode() >> 8);
        bytes += static_cast<char>(c.unicode() & 0xFF);
    }
    return '<' + bytes.toHex() + '>';
}

/// The objects of a file with a cross-reference table.
class PdfObjects {
public:
    explicit PdfObjects(const QByteArray& pdf) : pdf_(pdf) {
        const qsizetype start = pdf.lastIndexOf("startxref");
        if (start < 0) return;
        table_ = pdf.mid(start + 9).trimmed().split('\n').front().trimmed().toLongLong();
        static const QRegularExpression head(QStringLiteral("^xref\\s+0 ([0-9]+)\\s+"));
        const auto match = head.match(QString::fromLatin1(pdf.mid(table_, 60)));
        if (!match.hasMatch()) return;
        count_ = match.captured(1).toInt();
        entries_ = table_ + match.capturedEnd();
    }

    int count() const { return count_; }
    qint64 table() const { return table_; }
    /// Its dictionary or array; empty if there is no such object.
    QString object(ObjectId id) const {
        if (id < 0 || id >= count_) return {};
        constexpr int kEntry = 20;
        const qint64 offset = pdf_.mid(entries_ + kEntry * id, 10).toLongLong();
        const qsizetype end = pdf_.indexOf("endobj", offset);
        if (offset <= 0 || end < 0) return {};
        return QString::fromLatin1(pdf_.mid(offset, end - offset));
    }
    /// What the trailer refers to by this name.
    std::optional<ObjectId> root(const char* name) const {
        return referred(QString::fromLatin1(pdf_.mid(pdf_.lastIndexOf("trailer"))), name);
    }
    static std::optional<ObjectId> referred(const QString& object, const char* name) {
        const QRegularExpression pattern(
            QStringLiteral("/%1\\s+([0-9]+) 0 R").arg(QLatin1String(name)));
        const auto match = pattern.match(object);
        return match.hasMatch() ? std::optional(match.captured(1).toInt()) : std::nullopt;
    }

private:
    const QByteArray& pdf_;
    qint64 table_ = 0, entries_ = 0;
    int count_ = 0;
};

/// Objects, new or in place of old ones, to be appended.
class Update {
public:
    explicit Update(int count) : next_(count) {}
    ObjectId reserve() { return next_++; }
    void set(ObjectId id, const QByteArray& content) { objects_[id] = content; }

    QByteArray appendedTo(const QByteArray& pdf, qint64 previous, ObjectId root,
                          ObjectId info) const {
        QByteArray file = pdf;
        if (!file.endsWith('\n')) file += '\n';
        QByteArray table = "xref\n";
        for (const auto& [id, content] : objects_) {
            table += QByteArray::number(id) + " 1\n" +
                     QByteArray::number(file.size()).rightJustified(10, '0') + " 00000 n \n";
            file += QByteArray::number(id) + " 0 obj\n" + content + "\nendobj\n";
        }
        const qsizetype start = file.size();
        return file + table + "trailer\n<< /Size " + QByteArray::number(next_) + " /Info " +
               reference(info) + " /Root " + reference(root) + " /Prev " +
               QByteArray::number(previous) + " >>\nstartxref\n" + QByteArray::number(start) +
               "\n%%EOF\n";
    }

private:
    ObjectId next_;
    std::map<ObjectId, QByteArray> objects_;
};

std::vector<ObjectId> pagesOf(const QString& tree) {
    std::vector<ObjectId> pages;
    const qsizetype begin = tree.indexOf(QLatin1String("/Kids"));
    const qsizetype end = tree.indexOf(QLatin1Char(']'), begin);
    static const QRegularExpression pattern(QStringLiteral("([0-9]+) 0 R"));
    for (auto it = pattern.globalMatch(tree.mid(begin, end - begin)); it.hasNext();)
        pages.push_back(it.next().captured(1).toInt());
    return pages;
}

class Linker {
public:
    Linker(const PdfPlaces& places, std::vector<ObjectId> pages)
        : places_(places), pages_(std::move(pages)) {}

    bool fits() const {
        for (const auto& heading : places_.headings)
            if (heading.page < 1 || heading.page > static_cast<int>(pages_.size())) return false;
        return places_.contents.size() == places_.headings.size() && !places_.headings.empty();
    }

    /// Bookmarks, parts below their sections. Returns their root.
    ObjectId addBookmarks(Update& update) const {
        const auto& headings = places_.headings;
        const ObjectId root = update.reserve();
        std::vector<ObjectId> ids;
        for (std::size_t i = 0; i < headings.size(); ++i) ids.push_back(update.reserve());
        // Of each heading, the root last: its children in order.
        std::vector<std::vector<std::size_t>> children(headings.size() + 1);
        std::size_t section = headings.size();
        for (std::size_t i = 0; i < headings.size(); ++i) {
            if (headings[i].heading.level == 1) {
                children.back().push_back(i);
                section = i;
            } else {
                children[section].push_back(i);
            }
        }
        const auto family = [&](const std::vector<std::size_t>& of, bool open) {
            if (of.empty()) return QByteArray();
            const QByteArray count = QByteArray::number(static_cast<qlonglong>(of.size()));
            return " /First " + reference(ids[of.front()]) + " /Last " + reference(ids[of.back()]) +
                   " /Count " + (open ? count : '-' + count);
        };
        update.set(root, "<< /Type /Outlines" + family(children.back(), true) + " >>");
        for (std::size_t parent = 0; parent < children.size(); ++parent) {
            const bool top = parent == headings.size();
            for (std::size_t k = 0; k < children[parent].size(); ++k) {
                const std::size_t i = children[parent][k];
                const DocHeading& heading = headings[i].heading;
                QByteArray item =
                    "<< /Title " + textString(heading.number + QLatin1Char(' ') + heading.text) +
                    " /Parent " + reference(top ? root : ids[parent]) + " /Dest " + destination(i);
                if (k > 0) item += " /Prev " + reference(ids[children[parent][k - 1]]);
                if (k + 1 < children[parent].size())
                    item += " /Next " + reference(ids[children[parent][k + 1]]);
                update.set(ids[i],
                           item + (top ? family(children[i], false) : QByteArray()) + " >>");
            }
        }
        return root;
    }

    /// Annotations of a page (from 1), as an array.
    QByteArray annotations(int page) const {
        QByteArray array = "[";
        for (std::size_t i = 0; i < places_.contents.size(); ++i) {
            const auto& line = places_.contents[i];
            if (line.page != page) continue;
            array += "\n<< /Type /Annot /Subtype /Link /Border [0 0 0] /Rect [" +
                     number(line.place.left()) + ' ' + fromBelow(line.place.bottom()) + ' ' +
                     number(line.place.right()) + ' ' + fromBelow(line.place.top()) + "] /Dest " +
                     destination(i) + " >>";
        }
        return array + "]";
    }

private:
    static QByteArray number(double value) { return QByteArray::number(value, 'f', 2); }
    QByteArray fromBelow(double y) const { return number(places_.pageHeight - y); }
    QByteArray destination(std::size_t heading) const {
        const auto& at = places_.headings[heading];
        return '[' + reference(pages_[static_cast<std::size_t>(at.page) - 1]) + " /XYZ 0 " +
               fromBelow(at.place.top() - 6) + " null]";
    }

    const PdfPlaces& places_;
    std::vector<ObjectId> pages_;
};

/// A PDF of QPdfWriter with bookmarks, links from the table of contents, and author, subject and
/// keywords. QPdfWriter (6.4) has no call for them, so they are appended as an incremental update
/// (ISO 32000-1, 7.5.6), which leaves the file before it as it was. A file that is not laid out as
/// QPdfWriter does comes back unchanged: it lacks comfort, nothing else.
QByteArray withLinks(const QByteArray& pdf, const Document& document, const PdfPlaces& places) {
    const PdfObjects objects(pdf);
    const auto root = objects.root("Root"), info = objects.root("Info");
    if (objects.count() == 0 || !root || !info) return pdf;
    const QString catalog = objects.object(*root);
    const auto tree = PdfObjects::referred(catalog, "Pages");
    const auto metadata = PdfObjects::referred(catalog, "Metadata");
    if (!tree || !metadata) return pdf;
    const std::vector<ObjectId> pages = pagesOf(objects.object(*tree));
    const Linker linker(places, pages);
    static const QRegularExpression created(QStringLiteral("/CreationDate \\([^)]*\\)"));
    const auto date = created.match(objects.object(*info));
    if (!linker.fits() || !date.hasMatch()) return pdf;

    Update update(objects.count());
    const ObjectId bookmarks = linker.addBookmarks(update);
    for (int page = 1; page <= static_cast<int>(pages.size()); ++page) {
        const QByteArray links = linker.annotations(page);
        if (links == "[]") continue;
        // QPdfWriter gives every page an array of annotations, an object of its own.
        const auto place = PdfObjects::referred(
            objects.object(pages[static_cast<std::size_t>(page) - 1]), "Annots");
        if (!place) return pdf;
        update.set(*place, links);
    }
    update.set(*root, "<< /Type /Catalog /Pages " + reference(*tree) + " /Metadata " +
                          reference(*metadata) + " /Outlines " + reference(bookmarks) +
                          " /PageMode /UseOutlines /Lang (en)"
                          " /ViewerPreferences << /DisplayDocTitle true >> >>");
    update.set(*info, "<< /Title " + textString(documentTitle(document)) + " /Author " +
                          textString(document.author) + " /Subject " +
                          textString(document.subject) + " /Keywords " +
                          textString(document.keywords) + " /Creator " +
                          textString(QStringLiteral("LP Studio")) + " /Producer " +
                          textString(QStringLiteral("Qt ") + QLatin1String(qVersion())) + ' ' +
                          date.captured().toLatin1() + " >>");
    return update.appendedTo(pdf, objects.table(), *root, *info);
}

}  // namespace

std::vector<QSizeF> pdfFigureSizes(const Document& document, PageSize size) {
    const auto page = laidOut(document, size, PageTarget::Nowhere);
    std::vector<QSizeF> sizes;
    for (const PageWriter::FigurePlace& one : page->figures()) sizes.push_back(one.place.size());
    return sizes;
}

PdfFile pdfOf(const Document& document, PageSize size, const std::vector<QByteArray>& figures) {
    const auto page = laidOut(document, size, PageTarget::Pdf, figures);
    PdfFile file;
    file.pages = page->page();
    const PdfPlaces places{page->headings(), page->contentsLines(), page->pageHeight()};
    file.content = withLinks(page->finish(), document, places);
    return file;
}

}  // namespace lpstudio
