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

}  // namespace lpstudio
