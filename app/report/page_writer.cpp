#include "app/report/page_writer.h"

#include <algorithm>

#include "app/report/page_canvas.h"
#include "app/report/page_tables.h"

namespace lpstudio {
namespace {

constexpr double kAfterFigure = 12;

}  // namespace

PageWriter::PageWriter(PageSize size, const Document& document, PageTarget target, int pages,
                       std::span<const QByteArray> figures)
    : PageCanvas(size, document, target, pages), figurePictures_(figures) {}

void PageWriter::title(const QString& above, const QString& main, const QString& below) {
    const auto part = [&](const QString& words, Face face, const QColor& color, double after) {
        const int flags = fitting(words, face, width());
        const double height = heightOf(words, face, width(), flags);
        text(QRectF(left(), y(), width(), height + 1), words, face, flags, color);
        advance(height + after);
    };
    part(above, Face::Body, kSecondaryInk, 3);
    part(main, Face::Title, kInk, 3);
    part(below, Face::Body, kSecondaryInk, 9);
    line(y(), left(), right(), kInk, 0.8);
    advance(10);
}

void PageWriter::contentsLine(const ContentsLine& at, double left, double right) {
    constexpr double kNumber = 24, kPage = 20;
    const bool first = at.heading.level == 1;
    const Face face = first ? Face::Bold : Face::Body;
    const double x = left + (first ? 0 : 14);
    const QString name = elided(at.heading.text, face, right - kPage - x - kNumber);
    advance(first ? 2.5 : 0.5);
    const double height = contentsHeight(at) - (first ? 2.5 : 0.5);
    contentsLines_.push_back({at.heading, page(), QRectF(left, y(), right - left, height)});
    text(QRectF(x, y(), kNumber, height), at.heading.number, face, Qt::AlignLeft, kInk);
    text(QRectF(x + kNumber, y(), right - x, height), name, face, Qt::AlignLeft, kInk);
    text(QRectF(right - kPage, y(), kPage, height), QString::number(at.page), face, Qt::AlignRight,
         kInk);
    const double from = x + kNumber + widthOf(name, face) + 6;
    const double to = right - widthOf(QString::number(at.page), face) - 6;
    if (to > from) line(y() + 0.72 * height, from, to, kFaintRule, 0.5);
    advance(height);
}

double PageWriter::contentsHeight(const ContentsLine& line) const {
    const bool first = line.heading.level == 1;
    return heightOf(QStringLiteral("X"), first ? Face::Bold : Face::Body, 1e4, Qt::AlignLeft) +
           (first ? 2.5 : 0.5);
}

void PageWriter::contents(const std::vector<ContentsLine>& lines) {
    constexpr double kGap = 28;
    const double columnWidth = (width() - kGap) / 2;
    double all = 0, first = 0;
    for (const ContentsLine& at : lines) all += contentsHeight(at);
    // The second column begins with a section.
    std::size_t split = 0;
    while (split < lines.size() && (first < all / 2 || lines[split].heading.level != 1))
        first += contentsHeight(lines[split++]);
    const double top = y();
    for (std::size_t i = 0; i < split; ++i) contentsLine(lines[i], left(), left() + columnWidth);
    const double end = y();
    moveTo(top);
    for (std::size_t i = split; i < lines.size(); ++i)
        contentsLine(lines[i], right() - columnWidth, right());
    moveTo(std::max(y(), end) + 6);
}

void PageWriter::write(const DocHeading& heading) {
    const Face face = heading.level == 1 ? Face::Heading : Face::Part;
    // A page never begins with a gap.
    if (!atTop()) advance(heading.level == 1 ? 14 : 7);
    const QString words = heading.number + QStringLiteral("\u2002") + heading.text;
    const int flags = fitting(words, face, width());
    const double height = heightOf(words, face, width(), flags);
    headings_.push_back({heading, page(), QRectF(left(), y(), width(), height)});
    text(QRectF(left(), y(), width(), height + 1), words, face, flags, kInk);
    advance(height + (heading.level == 1 ? 6 : 4));
}

void PageWriter::write(const DocParagraph& paragraph) {
    const int flags = fitting(paragraph.text, Face::Body, width());
    const double height = heightOf(paragraph.text, Face::Body, width(), flags);
    need(height);
    text(QRectF(left(), y(), width(), height + 1), paragraph.text, Face::Body, flags, kInk);
    advance(height + 6);
}

void PageWriter::write(const DocFacts& facts) {
    writeFacts(*this, facts);
}

void PageWriter::write(const DocTable& table) {
    writeTable(*this, table);
}

void PageWriter::write(const DocCode& code) {
    constexpr double kPadding = 6;
    const double inner = width() - 2 * kPadding;
    const double height = heightOf(code.text, Face::Code, inner, kBroken);
    need(height + 2 * kPadding);
    const QRectF ground(left(), y(), width(), height + 2 * kPadding);
    fill(ground, kTint);
    text(QRectF(left() + kPadding, y() + kPadding, inner, height + 1), code.text, Face::Code,
         kBroken, kInk);
    advance(ground.height() + 8);
}

void PageWriter::write(const DocFigure& figure) {
    const double caption = captionHeight(figure.caption) + 3;
    need(figure.least + caption);
    // Lower rather than on a page of its own.
    const double height = std::min(figure.height, room() - caption);
    const QRectF place(left(), y(), width(), height);
    figures_.push_back({&figure, page(), place});
    const std::size_t number = figures_.size() - 1;
    if (number < figurePictures_.size()) picture(place, figurePictures_[number]);
    advance(height + 3);
    text(QRectF(left(), y(), width(), caption), figure.caption, Face::Small,
         fitting(figure.caption, Face::Small, width()), kSecondaryInk);
    advance(caption - 3 + kAfterFigure);
}

double PageWriter::least(const DocBlock& block) const {
    if (const auto* heading = std::get_if<DocHeading>(&block)) {
        const Face face = heading->level == 1 ? Face::Heading : Face::Part;
        return heightOf(heading->text, face, width(), kWrapped) + (heading->level == 1 ? 20 : 11);
    }
    if (const auto* paragraph = std::get_if<DocParagraph>(&block))
        return heightOf(paragraph->text, Face::Body, width(),
                        fitting(paragraph->text, Face::Body, width())) +
               6;
    if (const auto* figure = std::get_if<DocFigure>(&block))
        return figure->least + captionHeight(figure->caption) + 3;
    if (const auto* facts = std::get_if<DocFacts>(&block)) return factsHeight(*this, *facts);
    if (const auto* code = std::get_if<DocCode>(&block))
        return heightOf(code->text, Face::Code, width() - 12, kBroken) + 12;
    return leastHeight(*this, std::get<DocTable>(block));
}

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
