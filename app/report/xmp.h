#pragma once

#include <QByteArray>
#include <QString>

#include "app/report/document.h"

namespace lpstudio {

/// "LP quantization report: ResNet-20", as the metadata and the browser's tab name it.
QString documentTitle(const Document& document);

/// Title, author, subject, keywords and program as an XMP packet (ISO 16684-1).
QByteArray xmpOf(const Document& document);

}  // namespace lpstudio
