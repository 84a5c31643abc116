#include "app/report/json_file.h"

#include <nlohmann/json.hpp>

namespace lpstudio {
namespace {

// Sections and their parts keep the order of the document.
using Json = nlohmann::ordered_json;

std::string textOf(QString text) {
    return text.replace(u'\n', u' ').toStdString();
}

Json tableOf(const DocTable& table) {
    Json columns = Json::array(), rows = Json::array();
    for (const DocColumn& column : table.columns) columns.push_back(textOf(column.title));
    for (const DocRow& row : table.rows) {
        Json cells = Json::array();
        for (const QString& cell : row.cells) cells.push_back(textOf(cell));
        rows.push_back(std::move(cells));
    }
    return {{"caption", textOf(table.caption)}, {"columns", columns}, {"rows", rows}};
}

/// Adds blocks to the current section.
class Sections {
public:
    void operator()(const DocHeading& heading) {
        sections_.push_back({{"number", heading.number.toStdString()},
                             {"title", heading.text.toStdString()},
                             {"paragraphs", Json::array()},
                             {"facts", Json::object()},
                             {"tables", Json::array()},
                             {"figures", Json::array()},
                             {"commands", Json::array()}});
    }
    void operator()(const DocParagraph& paragraph) { add("paragraphs", textOf(paragraph.text)); }
    void operator()(const DocFacts& facts) {
        if (sections_.empty()) return;
        for (const auto& [name, value] : facts.facts)
            sections_.back()["facts"][textOf(name)] = textOf(value);
    }
    void operator()(const DocTable& table) { add("tables", tableOf(table)); }
    void operator()(const DocFigure& figure) { add("figures", textOf(figure.caption)); }
    void operator()(const DocCode& code) { add("commands", code.text.toStdString()); }

    const Json& all() const { return sections_; }

private:
    void add(const char* kind, Json value) {
        if (!sections_.empty()) sections_.back()[kind].push_back(std::move(value));
    }

    Json sections_ = Json::array();
};

}  // namespace

QByteArray jsonOf(const Document& document) {
    Sections sections;
    for (const DocBlock& block : document.blocks) std::visit(sections, block);
    const Json json = {{"schema", "lpstudio-report/1"},
                       {"title", textOf(document.title)},
                       {"sections", sections.all()}};
    return QByteArray::fromStdString(json.dump(2) + "\n");
}

}  // namespace lpstudio
