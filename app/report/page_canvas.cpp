#include "app/report/page_canvas.h"

#include <QBuffer>
#include <QFontDatabase>
#include <QFontMetricsF>
#include <QMarginsF>
#include <QPageLayout>
#include <QPageSize>
#include <QPdfWriter>
#include <QPicture>
#include <QRegularExpression>
#include <array>

#include "app/report/chart_scene.h"
#include "app/report/document.h"

namespace lpstudio {
namespace {

constexpr int kResolution = 1200;
constexpr double kSide = 50, kTop = 46, kBottom = 54;  ///< margins, points
constexpr double kFooter = 30;                         ///< of its text above the paper's edge

}  // namespace

const double PageCanvas::kUnits = kResolution / 72.0;

PageCanvas::PageCanvas(PageSize size, const Document& document, PageTarget target, int pages)
    : target_(target),
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

PageCanvas::~PageCanvas() {
    if (painter_.isActive()) painter_.end();
}

QFont PageCanvas::font(Face face) const {
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

QRectF PageCanvas::device(const QRectF& place) const {
    return {device(place.left()), device(place.top()), device(place.width()),
            device(place.height())};
}

double PageCanvas::heightOf(const QString& text, Face face, double width, int flags) const {
    const QFontMetricsF metrics(font(face), writer_.get());
    return metrics.boundingRect(QRectF(0, 0, device(width), 1e7), flags, text).height() / scale_;
}

double PageCanvas::widthOf(const QString& text, Face face) const {
    return QFontMetricsF(font(face), writer_.get()).horizontalAdvance(text) / scale_;
}

int PageCanvas::fitting(const QString& text, Face face, double width) const {
    static const QRegularExpression space(QStringLiteral("[ \n]"));
    for (const QString& word : text.split(space))
        if (widthOf(word, face) > width) return kBroken;
    return kWrapped;
}

QString PageCanvas::elided(const QString& text, Face face, double width) const {
    return QFontMetricsF(font(face), writer_.get())
        .elidedText(text, Qt::ElideMiddle, device(width));
}

double PageCanvas::captionHeight(const QString& caption) const {
    return heightOf(caption, Face::Small, width(), fitting(caption, Face::Small, width()));
}

void PageCanvas::text(const QRectF& place, const QString& text, Face face, int flags,
                      const QColor& color) {
    if (!painting()) return;
    painter_.setFont(font(face));
    painter_.setPen(color);
    painter_.drawText(device(place), flags, text);
}

void PageCanvas::line(double y, double from, double to, const QColor& color, double thickness) {
    if (!painting()) return;
    painter_.setPen(QPen(color, device(thickness), Qt::SolidLine, Qt::FlatCap));
    painter_.drawLine(QPointF(device(from), device(y)), QPointF(device(to), device(y)));
}

void PageCanvas::fill(const QRectF& place, const QColor& color) {
    if (painting()) painter_.fillRect(device(place), color);
}

void PageCanvas::picture(const QRectF& place, const QByteArray& picture) {
    if (target_ != PageTarget::Pdf) return;
    painter_.save();
    painter_.translate(device(place).topLeft());
    painter_.scale(scale_, scale_);
    paintPicture(painter_, picture);
    painter_.restore();
}

void PageCanvas::footer() {
    const QString number = QStringLiteral("Page %1 of %2").arg(page_).arg(pages_);
    const double height = heightOf(number, Face::Small, width(), Qt::AlignLeft);
    const double numberWidth = widthOf(number, Face::Small) + 2;
    const QRectF place(left_, pageHeight() - kFooter - height, width() - numberWidth - 12, height);
    text(place, elided(footer_, Face::Small, place.width()), Face::Small, Qt::AlignLeft,
         kSecondaryInk);
    text(QRectF(right_ - numberWidth, place.top(), numberWidth, height), number, Face::Small,
         Qt::AlignRight, kSecondaryInk);
}

void PageCanvas::newPage() {
    footer();
    if (target_ == PageTarget::Pdf) writer_->newPage();
    if (target_ == PageTarget::Pictures) {
        endPicture();
        beginPicture();
    }
    ++page_;
    y_ = top_;
}

void PageCanvas::need(double points) {
    if (points > room() && !atTop()) newPage();
}

QByteArray PageCanvas::finish() {
    footer();
    painter_.end();
    buffer_->close();
    return content_;
}

void PageCanvas::beginPicture() {
    picture_ = std::make_unique<QPicture>();
    painter_.begin(picture_.get());
    painter_.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
}

void PageCanvas::endPicture() {
    painter_.end();
    pictures_.emplace_back(picture_->data(), static_cast<qsizetype>(picture_->size()));
}

std::vector<QByteArray> PageCanvas::finishPictures() {
    footer();
    endPicture();
    return std::move(pictures_);
}

}  // namespace lpstudio
