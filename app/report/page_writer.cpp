#include "app/report/page_writer.h"

#include <QBuffer>
#include <QFontDatabase>
#include <QFontMetricsF>
#include <QMarginsF>
#include <QPageLayout>
#include <QPageSize>
#include <QPdfWriter>
#include <QPicture>
#include <QRegularExpression>
#include <algorithm>
#include <array>

#include "app/report/chart_scene.h"
#include "app/report/page_style.h"
#include "app/report/xmp.h"

namespace lpstudio {
namespace {

constexpr int kResolution = 1200;
constexpr double kSide = 50, kTop = 46, kBottom = 54;  ///< margins, points
constexpr double kFooter = 30;                         ///< of its text above the paper's edge
constexpr double kAfterFigure = 12;

}  // namespace

const double PageWriter::kUnits = kResolution / 72.0;

PageWriter::PageWriter(PageSize size, const Document& document, PageTarget target, int pages,
                       std::span<const QByteArray> figures)
    : target_(target),
      figurePictures_(figures),
      buffer_(std::make_unique<QBuffer>(&content_)),
      footer_(document.footer),
      pages_(pages) {
    buffer_->open(QIODevice::WriteOnly);
    writer_ = std::make_unique<QPdfWriter>(buffer_.get());
    writer_->setResolution(kResolution);
    writer_->setTitle(documentTitle(document));
    writer_->setCreator(QStringLiteral("LP Studio"));
    writer_->setDocumentXmpMetadata(xmpOf(document));
    const QPageSize paper(size == PageSize::A4 ? QPageSize::A4 : QPageSize::Letter);
    writer_->setPageLayout(QPageLayout(paper, QPageLayout::Portrait, QMarginsF(0, 0, 0, 0),
                                       QPageLayout::Point, QMarginsF(0, 0, 0, 0)));
    scale_ = kUnits;
    pageSize_ = paper.size(QPageSize::Point);
    left_ = kSide;
    right_ = pageSize_.width() - kSide;
    top_ = y_ = kTop;
    bottom_ = pageSize_.height() - kBottom;
    if (target_ == PageTarget::Pdf) painter_.begin(writer_.get());
    if (target_ == PageTarget::Pictures) beginPicture();
}

PageWriter::~PageWriter() {
    if (painter_.isActive()) painter_.end();
}

QFont PageWriter::font(Face face) const {
    constexpr std::array kPoints{9.0, 7.5, 9.0, 7.5, 13.0, 10.0, 22.0, 7.5};
    QFont font = QFontDatabase::systemFont(face == Face::Code ? QFontDatabase::FixedFont
                                                              : QFontDatabase::GeneralFont);
    font.setBold(face != Face::Body && face != Face::Small && face != Face::Code);
    font.setPixelSize(static_cast<int>(device(kPoints[static_cast<std::size_t>(face)])));
    // Any spacing turns ligatures off, which would spoil names copied from the document; this one
    // is too small to see.
    font.setLetterSpacing(QFont::AbsoluteSpacing, 0.02);
    return font;
}

QRectF PageWriter::device(const QRectF& place) const {
    return {device(place.left()), device(place.top()), device(place.width()),
            device(place.height())};
}

double PageWriter::heightOf(const QString& text, Face face, double width, int flags) const {
    const QFontMetricsF metrics(font(face), writer_.get());
    return metrics.boundingRect(QRectF(0, 0, device(width), 1e7), flags, text).height() / scale_;
}

double PageWriter::widthOf(const QString& text, Face face) const {
    return QFontMetricsF(font(face), writer_.get()).horizontalAdvance(text) / scale_;
}

int PageWriter::fitting(const QString& text, Face face, double width) const {
    static const QRegularExpression space(QStringLiteral("[ \n]"));
    for (const QString& word : text.split(space))
        if (widthOf(word, face) > width) return kBroken;
    return kWrapped;
}

void PageWriter::text(const QRectF& place, const QString& text, Face face, int flags,
                      const QColor& color) {
    if (!painting()) return;
    painter_.setFont(font(face));
    painter_.setPen(color);
    painter_.drawText(device(place), flags, text);
}

void PageWriter::line(double y, double from, double to, const QColor& color, double thickness) {
    if (!painting()) return;
    painter_.setPen(QPen(color, device(thickness), Qt::SolidLine, Qt::FlatCap));
    painter_.drawLine(QPointF(device(from), device(y)), QPointF(device(to), device(y)));
}

void PageWriter::footer() {
    const QString number = QStringLiteral("Page %1 of %2").arg(page_).arg(pages_);
    const double height = heightOf(number, Face::Small, width(), Qt::AlignLeft);
    const double numberWidth = widthOf(number, Face::Small) + 2;
    const QRectF place(left_, pageHeight() - kFooter - height, width() - numberWidth - 12, height);
    const QString name = QFontMetricsF(font(Face::Small), writer_.get())
                             .elidedText(footer_, Qt::ElideMiddle, device(place.width()));
    text(place, name, Face::Small, Qt::AlignLeft, kSecondaryInk);
    text(QRectF(right_ - numberWidth, place.top(), numberWidth, height), number, Face::Small,
         Qt::AlignRight, kSecondaryInk);
}

void PageWriter::newPage() {
    footer();
    if (target_ == PageTarget::Pdf) writer_->newPage();
    if (target_ == PageTarget::Pictures) {
        endPicture();
        beginPicture();
    }
    ++page_;
    y_ = top_;
}

void PageWriter::need(double points) {
    if (points > room() && y_ > top_) newPage();
}

void PageWriter::title(const QString& above, const QString& main, const QString& below) {
    const auto part = [&](const QString& words, Face face, const QColor& color, double after) {
        const int flags = fitting(words, face, width());
        const double height = heightOf(words, face, width(), flags);
        text(QRectF(left_, y_, width(), height + 1), words, face, flags, color);
        y_ += height + after;
    };
    part(above, Face::Body, kSecondaryInk, 3);
    part(main, Face::Title, kInk, 3);
    part(below, Face::Body, kSecondaryInk, 9);
    line(y_, left_, right_, kInk, 0.8);
    y_ += 10;
}

void PageWriter::contentsLine(const ContentsLine& at, double left, double right) {
    constexpr double kNumber = 24, kPage = 20;
    const bool first = at.heading.level == 1;
    const Face face = first ? Face::Bold : Face::Body;
    const double x = left + (first ? 0 : 14);
    const QString name =
        QFontMetricsF(font(face), writer_.get())
            .elidedText(at.heading.text, Qt::ElideMiddle, device(right - kPage - x - kNumber));
    y_ += first ? 2.5 : 0.5;
    const double height = contentsHeight(at) - (first ? 2.5 : 0.5);
    contentsLines_.push_back({at.heading, page_, QRectF(left, y_, right - left, height)});
    text(QRectF(x, y_, kNumber, height), at.heading.number, face, Qt::AlignLeft, kInk);
    text(QRectF(x + kNumber, y_, right - x, height), name, face, Qt::AlignLeft, kInk);
    text(QRectF(right - kPage, y_, kPage, height), QString::number(at.page), face, Qt::AlignRight,
         kInk);
    const double from = x + kNumber + widthOf(name, face) + 6;
    const double to = right - widthOf(QString::number(at.page), face) - 6;
    if (to > from) line(y_ + 0.72 * height, from, to, kFaintRule, 0.5);
    y_ += height;
}

double PageWriter::contentsHeight(const ContentsLine& line) const {
    const bool first = line.heading.level == 1;
    return heightOf(QStringLiteral("X"), first ? Face::Bold : Face::Body, 1e4, Qt::AlignLeft) +
           (first ? 2.5 : 0.5);
}

void PageWriter::contents(const std::vector<ContentsLine>& lines) {
    constexpr double kGap = 28;
    const double columnWidth = (width() - kGap) / 2;
    double all = 0, left = 0;
    for (const ContentsLine& at : lines) all += contentsHeight(at);
    // The second column begins with a section.
    std::size_t split = 0;
    while (split < lines.size() && (left < all / 2 || lines[split].heading.level != 1))
        left += contentsHeight(lines[split++]);
    const double top = y_;
    for (std::size_t i = 0; i < split; ++i) contentsLine(lines[i], left_, left_ + columnWidth);
    const double end = y_;
    y_ = top;
    for (std::size_t i = split; i < lines.size(); ++i)
        contentsLine(lines[i], right_ - columnWidth, right_);
    y_ = std::max(y_, end) + 6;
}

void PageWriter::write(const DocHeading& heading) {
    const Face face = heading.level == 1 ? Face::Heading : Face::Part;
    // A page never begins with a gap.
    if (y_ > top_) y_ += heading.level == 1 ? 14 : 7;
    const QString words = heading.number + QStringLiteral("\u2002") + heading.text;
    const int flags = fitting(words, face, width());
    const double height = heightOf(words, face, width(), flags);
    headings_.push_back({heading, page_, QRectF(left_, y_, width(), height)});
    text(QRectF(left_, y_, width(), height + 1), words, face, flags, kInk);
    y_ += height + (heading.level == 1 ? 6 : 4);
}

void PageWriter::write(const DocParagraph& paragraph) {
    const int flags = fitting(paragraph.text, Face::Body, width());
    const double height = heightOf(paragraph.text, Face::Body, width(), flags);
    need(height);
    text(QRectF(left_, y_, width(), height + 1), paragraph.text, Face::Body, flags, kInk);
    y_ += height + 6;
}

void PageWriter::write(const DocCode& code) {
    constexpr double kPadding = 6;
    const double inner = width() - 2 * kPadding;
    const double height = heightOf(code.text, Face::Code, inner, kBroken);
    need(height + 2 * kPadding);
    const QRectF ground(left_, y_, width(), height + 2 * kPadding);
    if (painting()) painter_.fillRect(device(ground), kTint);
    text(QRectF(left_ + kPadding, y_ + kPadding, inner, height + 1), code.text, Face::Code, kBroken,
         kInk);
    y_ += ground.height() + 8;
}

double PageWriter::captionHeight(const QString& caption) const {
    return heightOf(caption, Face::Small, width(), fitting(caption, Face::Small, width()));
}

void PageWriter::write(const DocFigure& figure) {
    const double caption = captionHeight(figure.caption) + 3;
    need(figure.least + caption);
    // Lower rather than on a page of its own.
    const double height = std::min(figure.height, room() - caption);
    const QRectF place(left_, y_, width(), height);
    figures_.push_back({&figure, page_, place});
    const std::size_t number = figures_.size() - 1;
    if (target_ == PageTarget::Pdf && number < figurePictures_.size()) {
        painter_.save();
        painter_.translate(device(place).topLeft());
        painter_.scale(scale_, scale_);
        paintPicture(painter_, figurePictures_[number]);
        painter_.restore();
    }
    y_ += height + 3;
    text(QRectF(left_, y_, width(), caption), figure.caption, Face::Small,
         fitting(figure.caption, Face::Small, width()), kSecondaryInk);
    y_ += caption - 3 + kAfterFigure;
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
    if (const auto* facts = std::get_if<DocFacts>(&block)) return factsHeight(*facts);
    if (const auto* code = std::get_if<DocCode>(&block))
        return heightOf(code->text, Face::Code, width() - 12, kBroken) + 12;
    const auto& table = std::get<DocTable>(block);
    const std::vector<double> widths = columnWidths(table);
    // A header alone at the foot of a page helps nobody, nor does a short table in two parts.
    constexpr std::size_t kShort = 12, kFirst = 3;
    const std::size_t first = table.rows.size() <= kShort ? table.rows.size() : kFirst;
    double height = captionHeight(table.caption) + 4;
    height += rowHeight(widths, headerOf(table), true) + 1.5;
    for (std::size_t i = 0; i < first; ++i) height += rowHeight(widths, table.rows[i], false);
    return height;
}

QByteArray PageWriter::finish() {
    footer();
    painter_.end();
    buffer_->close();
    return content_;
}

void PageWriter::beginPicture() {
    picture_ = std::make_unique<QPicture>();
    painter_.begin(picture_.get());
    painter_.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
}

void PageWriter::endPicture() {
    painter_.end();
    pictures_.emplace_back(picture_->data(), static_cast<qsizetype>(picture_->size()));
}

std::vector<QByteArray> PageWriter::finishPictures() {
    footer();
    endPicture();
    return std::move(pictures_);
}

}  // namespace lpstudio
