#pragma once

#include <memory>
#include <span>

#include "app/report/page_writer.h"

namespace lpstudio {

/// The document on pages: title, table of contents, blocks. Laid out twice, for only then is it
/// known on which pages the headings stand and how many there are. The document and `figures`, the
/// pictures that a PDF gets (in their order), must outlive it.
std::unique_ptr<PageWriter> laidOut(const Document& document, PageSize size, PageTarget target,
                                    std::span<const QByteArray> figures = {});

}  // namespace lpstudio
