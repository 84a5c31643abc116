#pragma once

#include <QByteArray>
#include <QColor>
#include <QFont>
#include <QPainter>
#include <QRectF>
#include <QString>
#include <QStringList>
#include <memory>
#include <vector>

#include "app/report/report.h"

QT_BEGIN_NAMESPACE
class QBuffer;
class QPdfWriter;
QT_END_NAMESPACE
namespace lpstudio {

/// Column of a table. Widths are shares of what the fixed columns leave.
struct TableColumn {
    QString title;
    double width = 0;  ///< points; 0: as wide as its widest cell
    Qt::Alignment alignment = Qt::AlignLeft;
    bool stretches = false;  ///< takes the room that is left; its cells may break anywhere
};
struct TableRow {
    QStringList cells;
    bool bold = false;
};

/// A PDF in memory, filled from top to bottom: text, tables and figures flow over pages with a
/// footer. All lengths are points (1/72 inch).
class PageWriter {
public:
    /// `pages`: total number for the footers; 0: not known yet.
    PageWriter(PageSize size, const QString& title, const QString& footer, int pages);
    ~PageWriter();

    double width() const { return right_ - left_; }
    /// Room left on the page.
    double room() const { return bottom_ - y_; }
    /// Of an empty page.
    double height() const { return bottom_ - top_; }
    int page() const { return page_; }

    void space(double points);
    void newPage();
    /// Begins a new page unless `points` are left on this one.
    void need(double points);

    void title(const QString& above, const QString& text, const QString& below);
    void heading(const QString& text);
    void paragraph(const QString& text);
    /// A shell command in fixed width on a tinted ground; a long one is broken before options.
    void code(const QString& command);
    /// Names and values side by side, in one or two columns.
    void facts(const std::vector<std::pair<QString, QString>>& facts, int columns);
    /// Repeats its header on every page it continues on.
    void table(const std::vector<TableColumn>& columns, const std::vector<TableRow>& rows);
    /// Reserves the full width and `height`, and calls paint with the painter and the place in
    /// device units; `scale` is device units per point.
    template <class Paint>
    void figure(double height, const QString& caption, Paint paint) {
        need(height + captionHeight(caption) + 14);
        paint(painter_, QRectF(device(left_), device(y_), device(width()), device(height)));
        y_ += height;
        this->caption(caption);
    }

    /// Ends the document. Returns the file's content.
    QByteArray finish();

private:
    enum class Face { Body, Small, Bold, SmallBold, Heading, Title, Code };
    QFont font(Face face) const;
    double device(double points) const { return points * scale_; }
    /// Height of text in a column `width` wide.
    double heightOf(const QString& text, Face face, double width, int flags) const;
    double widthOf(const QString& text, Face face) const;
    /// Breaks between words, inside them only where one is wider than the column.
    int fitting(const QString& text, Face face, double width) const;
    void text(const QRectF& place, const QString& text, Face face, int flags, const QColor& color);
    void line(double y, double from, double to, const QColor& color, double thickness);
    double captionHeight(const QString& caption) const;
    void caption(const QString& text);
    void footer();
    double factBlock(const std::vector<std::pair<QString, QString>>& facts, std::size_t first,
                     std::size_t last, double x, double width, double y, bool paint);
    std::vector<double> columnWidths(const std::vector<TableColumn>& columns,
                                     const std::vector<TableRow>& rows) const;
    double row(const std::vector<TableColumn>& columns, const std::vector<double>& widths,
               const TableRow& row, bool header, bool paint);

    QByteArray content_;
    std::unique_ptr<QBuffer> buffer_;
    std::unique_ptr<QPdfWriter> writer_;
    QPainter painter_;
    QString footer_;
    double scale_ = 1, left_ = 0, right_ = 0, top_ = 0, bottom_ = 0, y_ = 0, pageHeight_ = 0;
    int page_ = 1, pages_ = 0;
};

}  // namespace lpstudio
