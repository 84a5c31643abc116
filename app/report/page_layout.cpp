#include "app/report/page_layout.h"

namespace lpstudio {
namespace {

/// A heading stays with what follows: with the next block that is neither a heading nor text that
/// introduces another.
double leastFrom(const PageWriter& page, const std::vector<DocBlock>& blocks, std::size_t from) {
    double height = 0;
    for (std::size_t i = from; i < blocks.size(); ++i) {
        height += page.least(blocks[i]);
        if (!std::holds_alternative<DocHeading>(blocks[i]) &&
            !std::holds_alternative<DocParagraph>(blocks[i]))
            break;
        // Text may part from a picture rather than leave much of a page empty.
        if (std::holds_alternative<DocParagraph>(blocks[i]) && height > 100) break;
    }
    return height;
}

void layOut(PageWriter& page, const Document& document,
            const std::vector<PageWriter::ContentsLine>& contents) {
    page.title(document.above, document.title, document.below);
    page.contents(contents);
    for (std::size_t i = 0; i < document.blocks.size(); ++i) {
        const DocBlock& block = document.blocks[i];
        const bool follows = i > 0 && std::holds_alternative<DocHeading>(document.blocks[i - 1]);
        if (std::holds_alternative<DocHeading>(block) && !follows)
            page.need(leastFrom(page, document.blocks, i));
        std::visit([&](const auto& one) { page.write(one); }, block);
    }
}

}  // namespace

std::unique_ptr<PageWriter> laidOut(const Document& document, PageSize size, PageTarget target,
                                    std::span<const QByteArray> figures) {
    // The lines of the table of contents take the same room whatever the numbers.
    std::vector<PageWriter::ContentsLine> contents;
    for (const DocBlock& block : document.blocks)
        if (const auto* heading = std::get_if<DocHeading>(&block)) contents.push_back({*heading});
    PageWriter measured(size, document, PageTarget::Nowhere);
    layOut(measured, document, contents);
    auto page = std::make_unique<PageWriter>(size, document, target, measured.page(), figures);
    layOut(*page, document, measured.headings());
    return page;
}

}  // namespace lpstudio
