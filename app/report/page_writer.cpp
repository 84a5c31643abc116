#include "app/report/page_writer.h"

#include <QBuffer>
#include <QFontDatabase>
#include <QFontMetricsF>
#include <QMarginsF>
#include <QPageLayout>
#include <QPageSize>
#include <QPdfWriter>
#include <algorithm>

namespace lpstudio {
namespace {

constexpr int kResolution = 1200;
constexpr double kSide = 50, kTop = 46, kBottom = 54;  ///< margins, points
constexpr double kFooter = 30;                         ///< of its text above the paper's edge
constexpr double kCellPadding = 4;
const QColor kText(0x1B1B1B), kSecondary(0x5C5C5C), kRule(0xC8C8C8), kFaintRule(0xE4E4E4),
    kTint(0xF3F4F6);

constexpr int kWrapped = Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap;
constexpr int kBroken = Qt::AlignLeft | Qt::AlignTop | Qt::TextWrapAnywhere;

}  // namespace

PageWriter::PageWriter(PageSize size, const QString& title, const QString& footer, int pages)
    : buffer_(std::make_unique<QBuffer>(&content_)), footer_(footer), pages_(pages) {
    buffer_->open(QIODevice::WriteOnly);
    writer_ = std::make_unique<QPdfWriter>(buffer_.get());
    writer_->setResolution(kResolution);
    writer_->setTitle(title);
    writer_->setCreator(QStringLiteral("LP Studio"));
    const QPageSize paper(size == PageSize::A4 ? QPageSize::A4 : QPageSize::Letter);
    writer_->setPageLayout(QPageLayout(paper, QPageLayout::Portrait, QMarginsF(0, 0, 0, 0),
                                       QPageLayout::Point, QMarginsF(0, 0, 0, 0)));
    scale_ = kResolution / 72.0;
    const QSizeF points = paper.size(QPageSize::Point);
    left_ = kSide;
    right_ = points.width() - kSide;
    top_ = y_ = kTop;
    pageHeight_ = points.height();
    bottom_ = points.height() - kBottom;
    painter_.begin(writer_.get());
}

PageWriter::~PageWriter() {
    if (painter_.isActive()) painter_.end();
}

QFont PageWriter::font(Face face) const {
    QFont font = QFontDatabase::systemFont(face == Face::Code ? QFontDatabase::FixedFont
                                                              : QFontDatabase::GeneralFont);
    double points = 9;
    switch (face) {
        case Face::Body:
            break;
        case Face::Bold:
            font.setBold(true);
            break;
        case Face::SmallBold:
            font.setBold(true);
            [[fallthrough]];
        case Face::Small:
            points = 7.5;
            break;
        case Face::Code:
            points = 8;
            break;
        case Face::Heading:
            points = 11.5;
            font.setBold(true);
            break;
        case Face::Title:
            points = 22;
            font.setBold(true);
            break;
    }
    font.setPixelSize(static_cast<int>(device(points)));
    // Any spacing turns ligatures off, which would spoil names copied from the document; this one
    // is too small to see.
    font.setLetterSpacing(QFont::AbsoluteSpacing, 0.02);
    return font;
}

double PageWriter::heightOf(const QString& text, Face face, double width, int flags) const {
    const QFontMetricsF metrics(font(face), writer_.get());
    return metrics.boundingRect(QRectF(0, 0, device(width), 1e7), flags, text).height() / scale_;
}

double PageWriter::widthOf(const QString& text, Face face) const {
    return QFontMetricsF(font(face), writer_.get()).horizontalAdvance(text) / scale_;
}

int PageWriter::fitting(const QString& text, Face face, double width) const {
    for (const QString& word : text.split(QLatin1Char(' ')))
        if (widthOf(word, face) > width) return kBroken;
    return kWrapped;
}

void PageWriter::text(const QRectF& place, const QString& text, Face face, int flags,
                      const QColor& color) {
    painter_.setFont(font(face));
    painter_.setPen(color);
    painter_.drawText(QRectF(device(place.left()), device(place.top()), device(place.width()),
                             device(place.height())),
                      flags, text);
}

void PageWriter::line(double y, double from, double to, const QColor& color, double thickness) {
    painter_.setPen(QPen(color, device(thickness), Qt::SolidLine, Qt::FlatCap));
    painter_.drawLine(QPointF(device(from), device(y)), QPointF(device(to), device(y)));
}

void PageWriter::footer() {
    const QString number = pages_ > 0 ? QStringLiteral("Page %1 of %2").arg(page_).arg(pages_)
                                      : QStringLiteral("Page %1").arg(page_);
    const double height = heightOf(number, Face::Small, width(), Qt::AlignLeft);
    const double numberWidth = widthOf(number, Face::Small) + 2;
    const QRectF place(left_, pageHeight_ - kFooter - height, width() - numberWidth - 12, height);
    const QString name = QFontMetricsF(font(Face::Small), writer_.get())
                             .elidedText(footer_, Qt::ElideMiddle, device(place.width()));
    text(place, name, Face::Small, Qt::AlignLeft, kSecondary);
    text(QRectF(right_ - numberWidth, place.top(), numberWidth, height), number, Face::Small,
         Qt::AlignRight, kSecondary);
}

void PageWriter::space(double points) {
    // A page never begins with a gap.
    if (y_ > top_) y_ += points;
}

void PageWriter::newPage() {
    footer();
    writer_->newPage();
    ++page_;
    y_ = top_;
}

void PageWriter::need(double points) {
    if (points > room() && y_ > top_) newPage();
}

void PageWriter::title(const QString& above, const QString& main, const QString& below) {
    const auto part = [&](const QString& words, Face face, const QColor& color, double after,
                          int flags) {
        const double height = heightOf(words, face, width(), flags);
        text(QRectF(left_, y_, width(), height + 1), words, face, flags, color);
        y_ += height + after;
    };
    part(above, Face::Body, kSecondary, 3, kWrapped);
    part(main, Face::Title, kText, 3, fitting(main, Face::Title, width()));
    part(below, Face::Body, kSecondary, 9, kWrapped);
    line(y_, left_, right_, kText, 0.8);
    y_ += 12;
}

void PageWriter::heading(const QString& words) {
    // A heading stays with what follows.
    need(70);
    space(8);
    const double height = heightOf(words, Face::Heading, width(), kWrapped);
    text(QRectF(left_, y_, width(), height + 1), words, Face::Heading, kWrapped, kText);
    y_ += height + 5;
}

void PageWriter::paragraph(const QString& words) {
    const double height = heightOf(words, Face::Body, width(), kWrapped);
    need(height);
    text(QRectF(left_, y_, width(), height + 1), words, Face::Body, kWrapped, kText);
    y_ += height + 6;
}

void PageWriter::code(const QString& command) {
    constexpr double kPadding = 6;
    const double inner = width() - 2 * kPadding;
    // Broken as a shell reads it, so that it can be copied.
    QString words, line;
    for (const QString& part : command.split(QStringLiteral(" --"))) {
        const QString option =
            words.isEmpty() && line.isEmpty() ? part : QStringLiteral(" --") + part;
        if (!line.isEmpty() && widthOf(line + option + QStringLiteral(" \\"), Face::Code) > inner) {
            words += line + QStringLiteral(" \\\n");
            line = QStringLiteral("   ");
        }
        line += option;
    }
    words += line;
    const double height = heightOf(words, Face::Code, inner, kBroken);
    need(height + 2 * kPadding);
    painter_.fillRect(
        QRectF(device(left_), device(y_), device(width()), device(height + 2 * kPadding)), kTint);
    text(QRectF(left_ + kPadding, y_ + kPadding, inner, height + 1), words, Face::Code, kBroken,
         kText);
    y_ += height + 2 * kPadding + 6;
}

double PageWriter::factBlock(const std::vector<std::pair<QString, QString>>& facts,
                             std::size_t first, std::size_t last, double x, double width, double y,
                             bool paint) {
    double nameWidth = 0;
    for (std::size_t i = first; i < last; ++i)
        nameWidth = std::max(nameWidth, widthOf(facts[i].first, Face::Body));
    nameWidth = std::min(nameWidth, 0.55 * width) + 10;
    for (std::size_t i = first; i < last; ++i) {
        const auto& [name, value] = facts[i];
        const double height = std::max(heightOf(name, Face::Body, nameWidth - 10, kWrapped),
                                       heightOf(value, Face::Body, width - nameWidth,
                                                fitting(value, Face::Body, width - nameWidth)));
        if (paint) {
            text(QRectF(x, y, nameWidth - 10, height + 1), name, Face::Body, kWrapped, kSecondary);
            text(QRectF(x + nameWidth, y, width - nameWidth, height + 1), value, Face::Body,
                 fitting(value, Face::Body, width - nameWidth), kText);
        }
        y += height + 2.5;
    }
    return y;
}

void PageWriter::facts(const std::vector<std::pair<QString, QString>>& facts, int columns) {
    constexpr double kGap = 24;
    const std::size_t split = columns == 2 ? (facts.size() + 1) / 2 : facts.size();
    const double columnWidth = columns == 2 ? (width() - kGap) / 2 : width();
    const double x = left_ + columnWidth + kGap;
    const double end = std::max(factBlock(facts, 0, split, left_, columnWidth, 0, false),
                                factBlock(facts, split, facts.size(), x, columnWidth, 0, false));
    need(end);
    factBlock(facts, 0, split, left_, columnWidth, y_, true);
    factBlock(facts, split, facts.size(), x, columnWidth, y_, true);
    y_ += end + 4;
}

double PageWriter::captionHeight(const QString& caption) const {
    return heightOf(caption, Face::Small, width(), kWrapped);
}

void PageWriter::caption(const QString& words) {
    y_ += 3;
    const double height = captionHeight(words);
    text(QRectF(left_, y_, width(), height + 1), words, Face::Small, kWrapped, kSecondary);
    y_ += height + 14;
}

std::vector<double> PageWriter::columnWidths(const std::vector<TableColumn>& columns,
                                             const std::vector<TableRow>& rows) const {
    std::vector<double> widths;
    double rest = width();
    int stretching = 0;
    for (std::size_t c = 0; c < columns.size(); ++c) {
        double wanted = columns[c].width;
        if (wanted == 0 && !columns[c].stretches) {
            for (const QString& part : columns[c].title.split(QLatin1Char('\n')))
                wanted = std::max(wanted, widthOf(part, Face::SmallBold));
            for (const TableRow& row : rows)
                wanted = std::max(wanted, widthOf(row.cells[static_cast<qsizetype>(c)],
                                                  row.bold ? Face::SmallBold : Face::Small));
            wanted += 2 * kCellPadding + 0.5;
        }
        widths.push_back(wanted);
        rest -= wanted;
        if (columns[c].stretches) ++stretching;
    }
    for (std::size_t c = 0; c < columns.size(); ++c)
        if (columns[c].stretches) widths[c] = std::max(60.0, rest / stretching);
    return widths;
}

double PageWriter::row(const std::vector<TableColumn>& columns, const std::vector<double>& widths,
                       const TableRow& row, bool header, bool paint) {
    const Face face = header || row.bold ? Face::SmallBold : Face::Small;
    double height = 0;
    for (const bool measuring : {true, false}) {
        if (!measuring && !paint) break;
        double x = left_;
        for (std::size_t c = 0; c < columns.size(); ++c) {
            const QString& cell = row.cells[static_cast<qsizetype>(c)];
            const int vertical = header ? Qt::AlignBottom : Qt::AlignTop;
            const int flags = static_cast<int>(columns[c].alignment) | vertical |
                              (columns[c].stretches ? Qt::TextWrapAnywhere : 0);
            const double inner = widths[c] - 2 * kCellPadding;
            if (measuring) {
                height = std::max(height, heightOf(cell, face, inner, flags));
            } else {
                text(QRectF(x + kCellPadding, y_ + 2, inner, height), cell, face, flags,
                     header ? kSecondary : kText);
            }
            x += widths[c];
        }
    }
    return height + 4.5;
}

void PageWriter::table(const std::vector<TableColumn>& columns, const std::vector<TableRow>& rows) {
    const std::vector<double> widths = columnWidths(columns, rows);
    TableRow header;
    for (const TableColumn& column : columns) header.cells.append(column.title);
    double total = 0;
    for (const double width : widths) total += width;
    const auto startPart = [&] {
        y_ += row(columns, widths, header, true, true);
        line(y_, left_, left_ + total, kText, 0.6);
        y_ += 1.5;
    };
    // A header alone at the foot of a page helps nobody.
    need(row(columns, widths, header, true, false) +
         (rows.empty() ? 0 : row(columns, widths, rows.front(), false, false)) + 20);
    startPart();
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const double height = row(columns, widths, rows[i], false, false);
        if (height > room()) {
            newPage();
            startPart();
        }
        row(columns, widths, rows[i], false, true);
        y_ += height;
        const bool last = i + 1 == rows.size();
        line(y_, left_, left_ + total, last ? kRule : kFaintRule, 0.4);
    }
    y_ += 8;
}

QByteArray PageWriter::finish() {
    footer();
    painter_.end();
    buffer_->close();
    return content_;
}

}  // namespace lpstudio
