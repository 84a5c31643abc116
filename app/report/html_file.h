#pragma once

#include <QByteArray>

#include "app/report/document.h"

namespace lpstudio {

/// The document as one HTML file (well-formed XML too) with inline style sheet and inline SVG
/// charts: it refers to nothing outside itself. Needs a QApplication and its thread.
QByteArray htmlOf(const Document& document);

}  // namespace lpstudio
