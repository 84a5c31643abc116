#pragma once

#include <QByteArray>

#include "app/report/document.h"

namespace lpstudio {

/// What the document says without its pictures, as JSON: {"schema": "lpstudio-report/1", "title",
/// "sections": [{"number", "title", "paragraphs", "facts", "tables": [{"caption", "columns",
/// "rows"}], "figures" (captions), "commands"}]}. Cells are texts with their units, as printed.
QByteArray jsonOf(const Document& document);

}  // namespace lpstudio
