#include <gtest/gtest.h>

#include <QXmlStreamReader>
#include <nlohmann/json.hpp>
#include <set>

#include "app/report/chart_scene.h"
#include "app/report/html_file.h"
#include "app/report/report.h"
#include "app/report/report_document.h"
#include "tests/app/report/report_sample.h"

namespace lpstudio::test {
namespace {

/// What matters of a page: tables as cells, headings, identifiers and references.
struct Page {
    std::vector<std::vector<QStringList>> tables;
    QStringList captions, headings, ids, references;
    int scopes = 0, headCells = 0, pictures = 0;
    QString error;
};

Page read(const QByteArray& html) {
    Page page;
    QXmlStreamReader xml(html);
    QStringList open;
    QString text;
    while (!xml.atEnd()) {
        xml.readNext();
        if (xml.isStartElement()) {
            const QString name = xml.name().toString();
            open << name;
            if (name == QLatin1String("table")) page.tables.emplace_back();
            if (name == QLatin1String("tr")) page.tables.back().emplace_back();
            if (name == QLatin1String("svg")) ++page.pictures;
            if (name == QLatin1String("th")) {
                ++page.headCells;
                if (xml.attributes().hasAttribute(QLatin1String("scope"))) ++page.scopes;
            }
            if (name == QLatin1String("br")) text += u'\n';
            if (name == QLatin1String("th") || name == QLatin1String("td") ||
                name == QLatin1String("caption") || name == QLatin1String("h2") ||
                name == QLatin1String("h3"))
                text.clear();
            for (const auto& attribute : xml.attributes()) {
                const QString key = attribute.name().toString();
                if (key == QLatin1String("id")) page.ids << attribute.value().toString();
                if (key == QLatin1String("href") || key == QLatin1String("src"))
                    page.references << attribute.value().toString();
            }
        } else if (xml.isCharacters()) {
            text += xml.text();
        } else if (xml.isEndElement()) {
            const QString name = open.takeLast();
            if (name == QLatin1String("th") || name == QLatin1String("td"))
                page.tables.back().back() << text;
            if (name == QLatin1String("caption")) page.captions << text;
            if (name == QLatin1String("h2") || name == QLatin1String("h3")) page.headings << text;
        }
    }
    if (xml.hasError())
        page.error = QStringLiteral("%1: %2").arg(xml.lineNumber()).arg(xml.errorString());
    return page;
}

QByteArray written(const Document& document) {
    return htmlOf(document, figurePictures(document, htmlFigureSizes(document)));
}

ReportInput oddReport() {
    ReportInput input = sampleReport(12);
    input.modelName = "net <&\"'> \x01";
    input.chosen.front().layers[3].name = "a<b>&\"c\" \\1 %1";
    addReported(input, 9);
    return input;
}

TEST(HtmlReport, IsWellFormedAndSelfContained) {
    const QByteArray html = written(reportDocument(oddReport()));
    const Page page = read(html);
    EXPECT_EQ(page.error, QString());
    EXPECT_GE(page.pictures, 10);
    std::set<QString> ids;
    for (const QString& id : page.ids) EXPECT_TRUE(ids.insert(id).second) << id.toStdString();
    for (const QString& reference : page.references) {
        EXPECT_TRUE(reference.startsWith(QLatin1Char('#'))) << reference.toStdString();
        EXPECT_TRUE(ids.contains(reference.mid(1))) << reference.toStdString();
    }
    EXPECT_FALSE(html.contains("url(http"));
    EXPECT_FALSE(html.contains("@import"));
    EXPECT_FALSE(html.contains("<script"));
    EXPECT_FALSE(html.contains("<image"));
    EXPECT_EQ(page.scopes, page.headCells);
    EXPECT_GT(page.headCells, 0);
}

TEST(HtmlReport, SaysWhatTheDocumentSays) {
    const Document document = reportDocument(oddReport());
    const Page page = read(written(document));
    std::size_t table = 0, heading = 0;
    for (const DocBlock& block : document.blocks) {
        if (const auto* one = std::get_if<DocHeading>(&block)) {
            ASSERT_LT(heading, static_cast<std::size_t>(page.headings.size()));
            EXPECT_EQ(page.headings[static_cast<qsizetype>(heading++)],
                      one->number + QLatin1Char(' ') + one->text);
        }
        const auto* one = std::get_if<DocTable>(&block);
        if (one == nullptr) continue;
        ASSERT_LT(table, page.tables.size());
        const auto& rows = page.tables[table];
        EXPECT_EQ(page.captions[static_cast<qsizetype>(table)], one->caption);
        ASSERT_EQ(rows.size(), one->rows.size() + 1);
        for (std::size_t c = 0; c < one->columns.size(); ++c)
            EXPECT_EQ(rows[0][static_cast<qsizetype>(c)], one->columns[c].title);
        for (std::size_t r = 0; r < one->rows.size(); ++r)
            EXPECT_EQ(rows[r + 1], one->rows[r].cells) << one->caption.toStdString();
        ++table;
    }
    EXPECT_EQ(table, page.tables.size());
    EXPECT_GE(table, 10U);
}

TEST(ReportDocument, NumbersWhatItHolds) {
    const Document document = reportDocument(oddReport());
    int tables = 0, figures = 0;
    for (const DocBlock& block : document.blocks) {
        if (const auto* table = std::get_if<DocTable>(&block)) {
            EXPECT_TRUE(table->caption.startsWith(QStringLiteral("Table %1. ").arg(++tables)));
            for (const DocRow& row : table->rows)
                EXPECT_EQ(row.cells.size(), static_cast<qsizetype>(table->columns.size()))
                    << table->caption.toStdString();
        }
        if (const auto* figure = std::get_if<DocFigure>(&block)) {
            EXPECT_TRUE(figure->caption.startsWith(QStringLiteral("Figure %1. ").arg(++figures)));
            EXPECT_LE(figure->least, figure->height);
        }
    }
    EXPECT_GE(figures, 10);
}

TEST(JsonReport, HoldsTheTablesOfThePage) {
    const Document document = reportDocument(oddReport());
    const Page page = read(written(document));
    const auto json = nlohmann::json::parse(jsonOf(document).toStdString());
    EXPECT_EQ(json["schema"], "lpstudio-report/1");
    std::size_t tables = 0;
    for (const auto& section : json["sections"])
        for (const auto& table : section["tables"]) {
            ASSERT_LT(tables, page.tables.size());
            const auto& rows = page.tables[tables++];
            // The page has a row of titles.
            ASSERT_EQ(table["rows"].size() + 1, rows.size());
            for (std::size_t r = 0; r < rows.size(); ++r) {
                const auto& cells = r == 0 ? table["columns"] : table["rows"][r - 1];
                ASSERT_EQ(cells.size(), static_cast<std::size_t>(rows[r].size()));
                for (std::size_t c = 0; c < cells.size(); ++c) {
                    QString shown = rows[r][static_cast<qsizetype>(c)];
                    QString given = QString::fromStdString(cells[c].get<std::string>());
                    for (QString* text : {&shown, &given}) *text = text->simplified();
                    // Characters that XML cannot hold are left out of the page.
                    given.remove(QChar(1));
                    shown.remove(QChar(1)).remove(QChar::ReplacementCharacter);
                    EXPECT_EQ(given.toStdString(), shown.toStdString());
                }
            }
        }
    EXPECT_EQ(tables, page.tables.size());
    EXPECT_GT(tables, 8U);
}

}  // namespace
}  // namespace lpstudio::test
