#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "app/report/report.h"

namespace lpstudio::test {

/// A run of 30 candidates, of which number 3 is the reported and best one; top-1 measured for some.
/// The accelerator is the lpa-8x8.
ReportInput sampleReport(int layers);

/// One more reported candidate, like the first but for its number.
void addReported(ReportInput& input, std::int64_t id);

/// Output of a command; the test is failed if it does not exit with 0.
std::string outputOf(const std::string& command);
/// Text of a PDF as it is laid out, a form feed after each page.
std::string pdfText(const std::filesystem::path& pdf);
std::vector<std::string> pdfPages(const std::filesystem::path& pdf);

std::string readAll(const std::filesystem::path& file);
std::size_t countOf(const std::string& text, const std::string& part);

}  // namespace lpstudio::test
