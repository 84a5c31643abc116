#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>
#include <functional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

class QChart;

namespace lpstudio {

// What a report says, apart from how it is laid out: the PDF and the HTML file are made from the
// same tree, so that they cannot differ.

/// Level 1: a section, numbered "3"; level 2: a part of it, "3.1".
struct DocHeading {
    int level = 1;
    QString number, text;
    QString anchor;  ///< unique in the document, "section-3-1"
};
struct DocParagraph {
    QString text;
};
/// Names and values.
struct DocFacts {
    std::vector<std::pair<QString, QString>> facts;
    int columns = 1;  ///< of names and values beside each other on paper, 1 or 2
};
struct DocColumn {
    QString title;  ///< lines may be broken by '\n'
    Qt::Alignment alignment = Qt::AlignLeft;
    double stretch = 0;  ///< share of the room that the columns without one leave; cells may break
};
struct DocRow {
    QStringList cells;
    bool bold = false;
};
struct DocTable {
    QString caption;  ///< "Table 3. ..."
    std::vector<DocColumn> columns;
    std::vector<DocRow> rows;
    int nameColumn = 0;  ///< names the row
};
/// Makes a chart for paper (ChartTheme::print()); the caller owns it.
using MakeChart = std::function<QChart*()>;
/// Charts above each other on one x axis, or a single one.
struct DocFigure {
    QString caption;                                   ///< "Figure 3. ..."
    std::vector<std::pair<MakeChart, double>> charts;  ///< with their shares of the height
    double height = 0;                                 ///< points, at the width of a page
    double least = 0;                                  ///< it may be made this low to fit a page
};
/// Shell commands, lines broken so that a shell reads them.
struct DocCode {
    QString text;
};
using DocBlock = std::variant<DocHeading, DocParagraph, DocFacts, DocTable, DocFigure, DocCode>;

struct Document {
    QString above, title, below;        ///< of the first page
    QString footer;                     ///< of every page
    QString author, subject, keywords;  ///< metadata, plain text
    std::vector<DocBlock> blocks;
};

/// Fills a document from top to bottom and numbers what it is given.
class DocumentBuilder {
public:
    explicit DocumentBuilder(Document& document) : document_(document) {}

    void section(const QString& text);
    void part(const QString& text);
    void paragraph(const QString& text);
    void facts(std::vector<std::pair<QString, QString>> facts, int columns = 1);
    void table(const QString& caption, std::vector<DocColumn> columns, std::vector<DocRow> rows,
               int nameColumn = 0);
    void figure(const QString& caption, std::vector<std::pair<MakeChart, double>> charts,
                double height, double least);
    void code(const QString& text);

private:
    Document& document_;
    int sections_ = 0, parts_ = 0, tables_ = 0, figures_ = 0;
};

/// "LP quantization report: ResNet-20", as the metadata and the browser's tab name it.
QString documentTitle(const Document& document);

/// Title, author, subject, keywords and program as an XMP packet (ISO 16684-1).
QByteArray xmpOf(const Document& document);

}  // namespace lpstudio
