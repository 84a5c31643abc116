#include "app/report/html_file.h"

#include <QBuffer>
#include <QFontInfo>
#include <QPainter>
#include <QRegularExpression>
#include <QSvgGenerator>

#include "app/report/chart_scene.h"
#include "app/report/document.h"

namespace lpstudio {
namespace {

/// Points, as on paper: what fits there fits here.
constexpr double kFigureWidth = 495;

QSizeF sizeOf(const DocFigure& figure) {
    return {kFigureWidth, figure.height};
}

QString escaped(const QString& text) {
    return text.toHtmlEscaped();
}

QString inLines(const QString& text) {
    return escaped(text).replace(QLatin1Char('\n'), QStringLiteral("<br/>"));
}

/// Names in it are made unique by `figure`, for all figures share one document.
QString svgOf(const DocFigure& figure, int number, const QByteArray& picture) {
    const QSizeF size = sizeOf(figure);
    QByteArray content;
    QBuffer buffer(&content);
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    // One unit of the picture is one point of the scene.
    generator.setResolution(72);
    generator.setSize(size.toSize());
    generator.setViewBox(QRectF(QPointF(0, 0), size));
    QPainter painter(&generator);
    paintPicture(painter, picture);
    painter.end();
    QString svg = QString::fromUtf8(content);
    // The width is the page's, so the generator's sizes go, and its XML declaration.
    svg = QStringLiteral("<svg role=\"img\" aria-label=\"%1\" ").arg(escaped(figure.caption)) +
          svg.mid(svg.indexOf(QLatin1String("viewBox=")));
    static const QRegularExpression titles(QStringLiteral("<(title|desc)>[^<]*</(title|desc)>"));
    // The generator opens a group for every change of pen, most of which nothing is drawn with.
    static const QRegularExpression empty(QStringLiteral("<g [^>]*>\\s*</g>\\s*"));
    svg.remove(titles).remove(empty);
    static const QRegularExpression ids(QStringLiteral("(id=\"|url\\(#|href=\"#)"));
    return svg.replace(ids, QStringLiteral("\\1f%1-").arg(number));
}

class HtmlWriter {
public:
    explicit HtmlWriter(const std::vector<QByteArray>& figures) : pictures_(figures) {}

    QString text;

    void operator()(const DocHeading& heading) {
        const QString tag = heading.level == 1 ? QStringLiteral("h2") : QStringLiteral("h3");
        text += QStringLiteral("<%1 id=\"%2\"><span class=\"number\">%3</span> %4</%1>\n")
                    .arg(tag, heading.anchor, heading.number, escaped(heading.text));
    }
    void operator()(const DocParagraph& paragraph) {
        text += QStringLiteral("<p>%1</p>\n").arg(inLines(paragraph.text));
    }
    void operator()(const DocFacts& facts) {
        text +=
            facts.columns == 2 ? QStringLiteral("<dl class=\"two\">\n") : QStringLiteral("<dl>\n");
        for (const auto& [name, value] : facts.facts)
            text += QStringLiteral("<div><dt>%1</dt><dd>%2</dd></div>\n")
                        .arg(escaped(name), inLines(value));
        text += QStringLiteral("</dl>\n");
    }
    void operator()(const DocTable& table) {
        text += QStringLiteral("<div class=\"scroll\"><table>\n<caption>%1</caption>\n<thead><tr>")
                    .arg(inLines(table.caption));
        for (const DocColumn& column : table.columns)
            text += QStringLiteral("<th scope=\"col\"%1>%2</th>")
                        .arg(classOf(column), inLines(column.title));
        text += QStringLiteral("</tr></thead>\n<tbody>\n");
        for (const DocRow& row : table.rows) {
            text += row.bold ? QStringLiteral("<tr class=\"main\">") : QStringLiteral("<tr>");
            for (std::size_t c = 0; c < table.columns.size(); ++c) {
                const QString cell = inLines(row.cells[static_cast<qsizetype>(c)]);
                const QString format = static_cast<int>(c) == table.nameColumn
                                           ? QStringLiteral("<th scope=\"row\"%1>%2</th>")
                                           : QStringLiteral("<td%1>%2</td>");
                text += format.arg(classOf(table.columns[c]), cell);
            }
            text += QStringLiteral("</tr>\n");
        }
        text += QStringLiteral("</tbody>\n</table></div>\n");
    }
    void operator()(const DocFigure& figure) {
        const QByteArray& picture = pictures_[static_cast<std::size_t>(figures_)];
        text += QStringLiteral("<figure>%1<figcaption>%2</figcaption></figure>\n")
                    .arg(svgOf(figure, ++figures_, picture), inLines(figure.caption));
    }
    void operator()(const DocCode& code) {
        text += QStringLiteral("<pre><code>%1</code></pre>\n").arg(escaped(code.text));
    }

private:
    static QString classOf(const DocColumn& column) {
        return column.alignment & Qt::AlignRight ? QStringLiteral(" class=\"number\"") : QString();
    }
    const std::vector<QByteArray>& pictures_;
    int figures_ = 0;
};

QString contentsOf(const Document& document) {
    QString list;
    bool parts = false, first = true;
    for (const DocBlock& block : document.blocks) {
        const auto* heading = std::get_if<DocHeading>(&block);
        if (heading == nullptr) continue;
        const QString entry =
            QStringLiteral("<a href=\"#%1\"><span class=\"number\">%2</span> %3</a>")
                .arg(heading->anchor, heading->number, escaped(heading->text));
        if (heading->level == 2) {
            list +=
                (parts ? QStringLiteral("</li>\n<li>") : QStringLiteral("\n<ol>\n<li>")) + entry;
            parts = true;
            continue;
        }
        if (parts) list += QStringLiteral("</li>\n</ol>");
        list += (first ? QStringLiteral("<li>") : QStringLiteral("</li>\n<li>")) + entry;
        parts = first = false;
    }
    if (parts) list += QStringLiteral("</li>\n</ol>");
    return first ? QString() : QStringLiteral("<ol>\n%1</li>\n</ol>").arg(list);
}

QString meta(const char* name, const QString& content) {
    return QStringLiteral("<meta name=\"%1\" content=\"%2\"/>\n")
        .arg(QLatin1String(name), escaped(content));
}

}  // namespace

std::vector<QSizeF> htmlFigureSizes(const Document& document) {
    std::vector<QSizeF> sizes;
    for (const DocFigure* figure : figuresOf(document)) sizes.push_back(sizeOf(*figure));
    return sizes;
}

QByteArray htmlOf(const Document& document, const std::vector<QByteArray>& figures) {
    HtmlWriter writer(figures);
    for (const DocBlock& block : document.blocks)
        std::visit([&](const auto& one) { writer(one); }, block);
    // What the charts were laid out with; elsewhere something alike.
    const QString family = QFontInfo(QFont()).family().remove(QLatin1Char('"'));
    QString html = QStringLiteral(
        "<!DOCTYPE html>\n<html lang=\"en\" xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>\n"
        "<meta charset=\"utf-8\"/>\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n");
    html += QStringLiteral("<title>%1</title>\n").arg(escaped(documentTitle(document)));
    html += meta("generator", QStringLiteral("LP Studio")) + meta("author", document.author) +
            meta("description", document.subject) + meta("keywords", document.keywords);
    html += QStringLiteral(
                "<style>\n%1svg text { font-family: \"%2\", \"DejaVu Sans\", Verdana, "
                "sans-serif; }\n</style>\n</head>\n<body>\n")
                .arg(QString::fromUtf8(kHtmlStyle), escaped(family));
    html += QStringLiteral("<header><p class=\"above\">%1</p>\n<h1>%2</h1>\n<p>%3</p></header>\n")
                .arg(escaped(document.above), escaped(document.title), escaped(document.below));
    html += QStringLiteral("<nav aria-label=\"Contents\">\n%1\n</nav>\n<main>\n")
                .arg(contentsOf(document));
    html += writer.text;
    html += QStringLiteral("</main>\n<footer>%1</footer>\n</body>\n</html>\n")
                .arg(escaped(document.footer));
    return html.toUtf8();
}

}  // namespace lpstudio
