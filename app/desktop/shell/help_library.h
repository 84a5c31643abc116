#pragma once

#include <QString>
#include <optional>
#include <vector>

namespace lpstudio {

/// A page of the help.
struct HelpPage {
    QString name;      ///< "search", the file's name without its ending
    QString title;     ///< its first heading
    QString markdown;  ///< GitHub's dialect
};

/// Where a search found something.
struct HelpHit {
    QString name, title;
    QString excerpt;  ///< plain text around the first place
    int places = 0;   ///< how often the page has the words
};

/// The pages of resources/help, in the order of the table of contents, and pages made while the
/// program runs.
class HelpLibrary final {
public:
    /// Reads what is built in.
    HelpLibrary();

    const std::vector<HelpPage>& pages() const { return pages_; }
    /// Null if there is none.
    const HelpPage* find(const QString& name) const;
    /// Replaces a page of the same name, else comes last.
    void put(HelpPage page);
    /// Pages that have every word of `query`, those with a word in the title first, then by the
    /// number of places.
    std::vector<HelpHit> search(const QString& query) const;

private:
    std::vector<HelpPage> pages_;
};

/// A page of the help that a link leads to, and the heading in it.
struct HelpTarget {
    QString name, heading;
};

/// Of a link written in a help page: "search.md#control" or "#control" (then of the page `from`);
/// empty if it leads out of the help.
std::optional<HelpTarget> helpTarget(const QString& link, const QString& from);

/// The anchor of a heading in GitHub's manner: "What is left out?" is "what-is-left-out".
QString headingAnchor(const QString& heading);

}  // namespace lpstudio
