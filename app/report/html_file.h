#pragma once

#include <QByteArray>
#include <QSizeF>
#include <vector>

#include "app/report/document.h"

namespace lpstudio {

/// The document as one HTML file (well-formed XML too) with inline style sheet and inline SVG
/// charts: it refers to nothing outside itself. `figures`: their pictures in htmlFigureSizes(), in
/// order. Works on any thread.
QByteArray htmlOf(const Document& document, const std::vector<QByteArray>& figures);
/// Points.
std::vector<QSizeF> htmlFigureSizes(const Document& document);

}  // namespace lpstudio
