#include "app/report/report.h"

#include <nlohmann/json.hpp>

#include "app/desktop/plot/number_text.h"
#include "app/report/chart_scene.h"
#include "app/report/html_file.h"
#include "app/report/pdf_file.h"
#include "app/report/report_document.h"
#include "core/base/atomic_file.h"
#include "core/base/enum_names.h"
#include "core/base/error.h"

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

namespace {

constexpr EnumNames<PageSize> kPages("page size",
                                     {{PageSize::A4, "a4"}, {PageSize::Letter, "letter"}});

}  // namespace

PageSize parsePageSize(const std::string& name) {
    return kPages.parse(name);
}

const char* pageSizeName(PageSize size) {
    return kPages.name(size);
}

void requireReportName(const std::filesystem::path& file) {
    if (file.extension() != ".pdf" && file.extension() != ".html" && file.extension() != ".json")
        throw UsageError(file.string() +
                         ": a report is a PDF or an HTML file, or its tables as JSON; give a name "
                         "that ends in .pdf, .html or .json");
}

ReportDraft draftReport(const ReportInput& input, const std::filesystem::path& file,
                        PageSize page) {
    requireReportName(file);
    // A path that cannot be written should not cost the time of drawing.
    { const AtomicFile probe(file); }
    // Programs read the numbers of JSON.
    std::optional<PlainNumbers> plain;
    if (file.extension() == ".json") plain.emplace();
    ReportDraft draft{file, page, reportDocument(input), {}};
    if (file.extension() == ".html")
        draft.figureSizes = htmlFigureSizes(draft.document);
    else if (file.extension() == ".pdf")
        draft.figureSizes = pdfFigureSizes(draft.document, page);
    return draft;
}

std::optional<int> finishReport(const ReportDraft& draft, const std::vector<QByteArray>& figures) {
    AtomicFile target(draft.file);
    std::optional<int> pages;
    QByteArray content;
    if (draft.file.extension() == ".html") {
        content = htmlOf(draft.document, figures);
    } else if (draft.file.extension() == ".json") {
        content = jsonOf(draft.document);
    } else {
        const PdfFile pdf = pdfOf(draft.document, draft.page, figures);
        content = pdf.content;
        pages = pdf.pages;
    }
    target.write({reinterpret_cast<const std::uint8_t*>(content.constData()),
                  static_cast<std::size_t>(content.size())});
    target.commit();
    return pages;
}

std::optional<int> writeReport(const ReportInput& input, const std::filesystem::path& file,
                               PageSize size) {
    const ReportDraft draft = draftReport(input, file, size);
    return finishReport(draft, figurePictures(draft.document, draft.figureSizes));
}

}  // namespace lpstudio
