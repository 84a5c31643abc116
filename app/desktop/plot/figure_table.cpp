#include "app/desktop/plot/figure_table.h"

#include <cmath>

#include "core/base/text.h"

namespace lpstudio {
namespace {

struct CellText {
    std::string operator()(const QString& text) const { return text.toStdString(); }
    std::string operator()(qint64 number) const { return std::to_string(number); }
    std::string operator()(double number) const {
        return std::isnan(number) ? std::string() : shortestText(number);
    }
};

}  // namespace

std::vector<std::vector<std::string>> FigureTable::records() const {
    std::vector<std::vector<std::string>> records;
    records.reserve(rows_.size() + 1);
    auto& header = records.emplace_back();
    for (const QString& title : header_) header.push_back(title.toStdString());
    for (const auto& row : rows_) {
        auto& record = records.emplace_back();
        record.reserve(row.size());
        for (const Cell& cell : row) record.push_back(std::visit(CellText{}, cell));
    }
    return records;
}

}  // namespace lpstudio
