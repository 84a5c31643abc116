#include "app/report/document.h"

namespace lpstudio {

void DocumentBuilder::section(const QString& text) {
    parts_ = 0;
    const QString number = QString::number(++sections_);
    document_.blocks.emplace_back(DocHeading{1, number, text, QStringLiteral("section-") + number});
}

void DocumentBuilder::part(const QString& text) {
    const QString number = QStringLiteral("%1.%2").arg(sections_).arg(++parts_);
    document_.blocks.emplace_back(
        DocHeading{2, number, text, QStringLiteral("section-%1-%2").arg(sections_).arg(parts_)});
}

void DocumentBuilder::paragraph(const QString& text) {
    document_.blocks.emplace_back(DocParagraph{text});
}

void DocumentBuilder::facts(std::vector<std::pair<QString, QString>> facts, int columns) {
    if (!facts.empty()) document_.blocks.emplace_back(DocFacts{std::move(facts), columns});
}

void DocumentBuilder::table(const QString& caption, std::vector<DocColumn> columns,
                            std::vector<DocRow> rows, int nameColumn) {
    document_.blocks.emplace_back(
        DocTable{QStringLiteral("Table %1. %2").arg(QString::number(++tables_), caption),
                 std::move(columns), std::move(rows), nameColumn});
}

void DocumentBuilder::figure(const QString& caption,
                             std::vector<std::pair<MakeChart, double>> charts, double height,
                             double least) {
    document_.blocks.emplace_back(
        DocFigure{QStringLiteral("Figure %1. %2").arg(QString::number(++figures_), caption),
                  std::move(charts), height, least});
}

void DocumentBuilder::code(const QString& text) {
    document_.blocks.emplace_back(DocCode{text});
}

QString documentTitle(const Document& document) {
    return document.above + QStringLiteral(": ") + document.title;
}

QByteArray xmpOf(const Document& document) {
    const auto language = [](const char* name, const QString& text) {
        return QStringLiteral(
                   "<dc:%1><rdf:Alt><rdf:li xml:lang=\"x-default\">%2</rdf:li></rdf:Alt></dc:%1>")
            .arg(QLatin1String(name), text.toHtmlEscaped());
    };
    return QStringLiteral(
               "<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>"
               "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">"
               "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">"
               "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
               "xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" "
               "xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\">%1"
               "<dc:creator><rdf:Seq><rdf:li>%2</rdf:li></rdf:Seq></dc:creator>%3"
               "<dc:language><rdf:Bag><rdf:li>en</rdf:li></rdf:Bag></dc:language>"
               "<pdf:Keywords>%4</pdf:Keywords>"
               "<xmp:CreatorTool>LP Studio</xmp:CreatorTool>"
               "</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end=\"w\"?>")
        .arg(language("title", documentTitle(document)), document.author.toHtmlEscaped(),
             language("description", document.subject), document.keywords.toHtmlEscaped())
        .toUtf8();
}

}  // namespace lpstudio
