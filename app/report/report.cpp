#include "app/report/report.h"

#include <QString>

#include "app/project/atomic_file.h"
#include "app/report/page_writer.h"
#include "app/report/report_figures.h"
#include "app/report/report_tables.h"
#include "core/error.h"

namespace lpstudio {
namespace {

QString str(const std::string& text) {
    return QString::fromStdString(text);
}

/// Lays out the whole document; `pages` is the number the footers state.
QByteArray compose(const ReportInput& input, PageSize size, int pages, int& written) {
    const QString title = QStringLiteral("LP quantization of %1").arg(str(input.modelName));
    PageWriter page(size, title,
                    QStringLiteral("LP Studio %1 · %2 · %3")
                        .arg(str(input.programVersion), str(input.project), str(input.run)),
                    pages);
    page.title(QStringLiteral("LP quantization report"), str(input.modelName),
               QStringLiteral("%1 · %2 · LP Studio %3")
                   .arg(str(input.run), str(input.date), str(input.programVersion)));
    writeSummary(page, input);
    writeFacts(page, input);
    writeFigures(page, input);
    if (!input.layers.empty()) writeLayers(page, input);
    written = page.page();
    return page.finish();
}

}  // namespace

PageSize parsePageSize(const std::string& name) {
    if (name == "a4") return PageSize::A4;
    if (name == "letter") return PageSize::Letter;
    throw UsageError("page size \"" + name + "\" is unknown; give a4 or letter");
}

int writeReport(const ReportInput& input, const std::filesystem::path& pdf, PageSize size) {
    chosenCandidate(input);
    // Open first: a path that cannot be written should not cost the time of drawing.
    AtomicFile file(pdf);
    // Once to count the pages, once with the count in the footers.
    int pages = 0, written = 0;
    compose(input, size, 0, pages);
    const QByteArray content = compose(input, size, pages, written);
    file.write({reinterpret_cast<const std::uint8_t*>(content.constData()),
                static_cast<std::size_t>(content.size())});
    file.commit();
    return written;
}

}  // namespace lpstudio
