#include "app/desktop/shell/help_library.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QStringList>
#include <algorithm>
#include <utility>

// Resources of a static library must be asked for; the macro works outside namespaces only.
static void initHelp() {
    Q_INIT_RESOURCE(lpstudio_help);
}

namespace lpstudio {
namespace {

const QString kRoot = QStringLiteral(":/help/");
constexpr int kExcerpt = 60;

/// From the first steps to the background; pages not named here come after them by title.
const QStringList& order() {
    static const QStringList names{QStringLiteral("getting-started"), QStringLiteral("project"),
                                   QStringLiteral("distributions"),   QStringLiteral("formats"),
                                   QStringLiteral("search"),          QStringLiteral("pareto"),
                                   QStringLiteral("hardware"),        QStringLiteral("compare"),
                                   QStringLiteral("report"),          QStringLiteral("charts"),
                                   QStringLiteral("import"),          QStringLiteral("export"),
                                   QStringLiteral("projects"),        QStringLiteral("objective"),
                                   QStringLiteral("results"),         QStringLiteral("datapath"),
                                   QStringLiteral("contributing")};
    return names;
}

QString titleOf(const QString& markdown, const QString& otherwise) {
    static const QRegularExpression heading(QStringLiteral("^#\\s+(.+?)\\s*$"),
                                            QRegularExpression::MultilineOption);
    const auto found = heading.match(markdown);
    return found.hasMatch() ? found.captured(1).remove(u'`') : otherwise;
}

/// Without the marks of Markdown, for excerpts.
QString plain(QString markdown) {
    static const QRegularExpression link(QStringLiteral("!?\\[([^\\]]*)\\]\\([^)]*\\)"));
    static const QRegularExpression marks(QStringLiteral("[*`#|]+|:?-{3,}:?"));
    markdown.replace(link, QStringLiteral("\\1"));
    markdown.replace(marks, QStringLiteral(" "));
    return markdown.simplified();
}

}  // namespace

HelpLibrary::HelpLibrary() {
    initHelp();
    const QStringList files = QDir(kRoot).entryList({QStringLiteral("*.md")}, QDir::Files);
    for (const QString& name : files) {
        QFile file(kRoot + name);
        if (!file.open(QIODevice::ReadOnly)) continue;
        const QString markdown = QString::fromUtf8(file.readAll());
        const QString key = name.chopped(3);
        pages_.push_back({key, titleOf(markdown, key), markdown});
    }
    const auto rank = [](const HelpPage& page) {
        const auto at = order().indexOf(page.name);
        return at < 0 ? order().size() : at;
    };
    std::stable_sort(pages_.begin(), pages_.end(), [&](const HelpPage& a, const HelpPage& b) {
        return std::pair(rank(a), a.title) < std::pair(rank(b), b.title);
    });
}

const HelpPage* HelpLibrary::find(const QString& name) const {
    const auto at = std::find_if(pages_.begin(), pages_.end(),
                                 [&](const HelpPage& page) { return page.name == name; });
    return at == pages_.end() ? nullptr : &*at;
}

void HelpLibrary::put(HelpPage page) {
    const auto at = std::find_if(pages_.begin(), pages_.end(),
                                 [&](const HelpPage& one) { return one.name == page.name; });
    if (at != pages_.end())
        *at = std::move(page);
    else
        pages_.push_back(std::move(page));
}

std::vector<HelpHit> HelpLibrary::search(const QString& query) const {
    const QStringList words = query.split(u' ', Qt::SkipEmptyParts);
    if (words.isEmpty()) return {};
    struct Ranked {
        HelpHit hit;
        int inTitle = 0;
    };
    std::vector<Ranked> found;
    for (const HelpPage& page : pages_) {
        const QString text = plain(page.markdown);
        Ranked one{{page.name, page.title, {}, 0}, 0};
        qsizetype first = text.size();
        const bool all = std::all_of(words.begin(), words.end(), [&](const QString& word) {
            const auto at = text.indexOf(word, 0, Qt::CaseInsensitive);
            if (at < 0) return false;
            first = std::min(first, at);
            one.hit.places += static_cast<int>(text.count(word, Qt::CaseInsensitive));
            one.inTitle += page.title.contains(word, Qt::CaseInsensitive) ? 1 : 0;
            return true;
        });
        if (!all) continue;
        const auto from = std::max<qsizetype>(0, first - kExcerpt);
        one.hit.excerpt = (from > 0 ? QStringLiteral("…") : QString()) +
                          text.mid(from, 2 * kExcerpt + words.front().size()) + QStringLiteral("…");
        found.push_back(std::move(one));
    }
    std::stable_sort(found.begin(), found.end(), [](const Ranked& a, const Ranked& b) {
        return std::pair(-a.inTitle, -a.hit.places) < std::pair(-b.inTitle, -b.hit.places);
    });
    std::vector<HelpHit> hits;
    hits.reserve(found.size());
    for (Ranked& one : found) hits.push_back(std::move(one.hit));
    return hits;
}

std::optional<HelpTarget> helpTarget(const QString& link, const QString& from) {
    const QString file = link.section(u'#', 0, 0), heading = link.section(u'#', 1);
    if (file.isEmpty()) return HelpTarget{from, heading};
    if (!file.endsWith(QStringLiteral(".md")) || file.contains(u'/') || file.contains(u':'))
        return {};
    return HelpTarget{file.chopped(3), heading};
}

QString headingAnchor(const QString& heading) {
    QString anchor;
    for (const QChar letter : heading.toLower()) {
        if (letter.isLetterOrNumber() || letter == u'-' || letter == u'_')
            anchor += letter;
        else if (letter.isSpace())
            anchor += u'-';
    }
    return anchor;
}

}  // namespace lpstudio
