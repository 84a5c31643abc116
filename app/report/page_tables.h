#pragma once

#include "app/report/document.h"
#include "app/report/page_canvas.h"

namespace lpstudio {

double factsHeight(const PageCanvas& canvas, const DocFacts& facts);
/// Names and values, never over two pages.
void writeFacts(PageCanvas& canvas, const DocFacts& facts);

/// What a table needs at least to begin on a page: caption, header and the first rows.
double leastHeight(const PageCanvas& canvas, const DocTable& table);
/// Repeats the table's header on every page it continues on.
void writeTable(PageCanvas& canvas, const DocTable& table);

}  // namespace lpstudio
