// Lists of image files.

#include "app/project/import/labelled_files.h"
#include "core/base/text.h"
#include "tests/fuzz/fuzz.h"

using namespace lpstudio;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(fuzz::textOf(data, size));
    const auto records = fuzz::unlessRefused([&] { return parseCsv(text, "list.csv"); });
    const auto file = fuzz::scratch().file("list.csv", {data, size});
    const auto list = fuzz::unlessRefused([&] { return filesOfCsv(file); });
    if (!records) {
        fuzz::require(!list, "a list that is no CSV is refused");
        return 0;
    }
    std::string written;
    for (const CsvRecord& record : *records) written += csvRecord(record.fields);
    const auto again = fuzz::unlessRefused([&] { return parseCsv(written, "written.csv"); });
    fuzz::require(again && again->size() == records->size(), "records that are written are read",
                  written);
    for (std::size_t i = 0; i < records->size(); ++i)
        fuzz::require((*again)[i].fields == (*records)[i].fields,
                      "fields that are written read back as themselves", written);
    if (!list) return 0;
    fuzz::require(!list->files.empty(), "a list names a file");
    for (const auto& [image, label] : list->files) fuzz::require(label >= 0, "labels are from 0");
    return 0;
}
