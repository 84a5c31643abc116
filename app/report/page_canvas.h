#pragma once

#include <QByteArray>
#include <QColor>
#include <QFont>
#include <QPainter>
#include <QRectF>
#include <QSizeF>
#include <QString>
#include <memory>
#include <vector>

#include "app/report/document.h"
#include "app/report/report.h"

class QBuffer;
class QPdfWriter;
class QPicture;

namespace lpstudio {

// Ink and text flags of a page of the report.

inline const QColor kInk(0x1B1B1B), kSecondaryInk(0x5C5C5C), kRule(0xC8C8C8), kFaintRule(0xE4E4E4),
    kTint(0xF3F4F6);

inline constexpr int kWrapped = Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap;
inline constexpr int kBroken = Qt::AlignLeft | Qt::AlignTop | Qt::TextWrapAnywhere;

/// Where pages go.
enum class PageTarget {
    Nowhere,  ///< laid out only, to learn how many there are and where things stand
    Pdf,
    Pictures  ///< for the screen, figures left blank; works on any thread
};

/// Pages in memory with a footer each, filled from top to bottom: measures and draws text, lines
/// and pictures. All lengths are points (1/72 inch).
class PageCanvas {
public:
    /// Of pictures: units in a point.
    static const double kUnits;

    enum class Face { Body, Small, Bold, SmallBold, Heading, Part, Title, Code };

    /// `pages`: total number for the footers.
    PageCanvas(PageSize size, const Document& document, PageTarget target, int pages = 0);
    ~PageCanvas();

    QSizeF pageSize() const { return pageSize_; }
    double pageHeight() const { return pageSize_.height(); }
    double left() const { return left_; }
    double right() const { return right_; }
    double width() const { return right_ - left_; }
    int page() const { return page_; }

    /// Where the page is filled up to.
    double y() const { return y_; }
    void moveTo(double y) { y_ = y; }
    void advance(double points) { y_ += points; }
    bool atTop() const { return y_ <= top_; }
    /// Room left on the page.
    double room() const { return bottom_ - y_; }
    void newPage();
    /// Begins a new page unless `points` are left on this one.
    void need(double points);

    /// Height of text in a column `width` wide.
    double heightOf(const QString& text, Face face, double width, int flags) const;
    double widthOf(const QString& text, Face face) const;
    /// Flags that break between words, inside them only where one is wider than the column.
    int fitting(const QString& text, Face face, double width) const;
    /// The text with its middle left out where it is wider.
    QString elided(const QString& text, Face face, double width) const;
    double captionHeight(const QString& caption) const;

    void text(const QRectF& place, const QString& text, Face face, int flags, const QColor& color);
    void line(double y, double from, double to, const QColor& color, double thickness);
    void fill(const QRectF& place, const QColor& color);
    /// The data of a QPicture; into a PDF only.
    void picture(const QRectF& place, const QByteArray& picture);

    /// Ends the document. Returns the PDF's content.
    QByteArray finish();
    /// Ends the document. Returns each page as the data of a QPicture.
    std::vector<QByteArray> finishPictures();

private:
    QFont font(Face face) const;
    double device(double points) const { return points * scale_; }
    QRectF device(const QRectF& place) const;
    bool painting() const { return target_ != PageTarget::Nowhere; }
    void beginPicture();
    void endPicture();
    void footer();

    const PageTarget target_;
    QByteArray content_;
    std::unique_ptr<QBuffer> buffer_;
    std::unique_ptr<QPdfWriter> writer_;  ///< measures text for every target
    std::unique_ptr<QPicture> picture_;   ///< of the page that is being painted
    QPainter painter_;
    std::vector<QByteArray> pictures_;
    QString footer_;
    double scale_ = 1, left_ = 0, right_ = 0, top_ = 0, bottom_ = 0, y_ = 0;
    QSizeF pageSize_;
    int page_ = 1, pages_ = 0;
};

}  // namespace lpstudio
