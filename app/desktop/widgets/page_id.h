#pragma once

#include <QString>
#include <array>
#include <cstddef>

namespace lpstudio {

/// The pages of the window, in the order of the rail and of the keys Ctrl+1 to Ctrl+8.
enum class PageId { Project, Distributions, Formats, Search, Pareto, Hardware, Compare, Report };

inline constexpr std::array kPageIds{PageId::Project, PageId::Distributions, PageId::Formats,
                                     PageId::Search,  PageId::Pareto,        PageId::Hardware,
                                     PageId::Compare, PageId::Report};

/// 1 to 8: the digit of the page's key, and of its picture's file.
constexpr int pageNumber(PageId id) {
    return static_cast<int>(id) + 1;
}

/// The page's key in stored layouts, files and the help; the name of its icon.
inline QString pageName(PageId id) {
    constexpr std::array<const char*, kPageIds.size()> names{
        "project", "distributions", "formats", "search", "pareto", "hardware", "compare", "report"};
    return QString::fromLatin1(names.at(static_cast<std::size_t>(id)));
}

}  // namespace lpstudio
