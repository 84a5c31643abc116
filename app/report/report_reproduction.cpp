#include "app/report/report_reproduction.h"

#include "app/report/report_text.h"

namespace lpstudio {

void addReproduction(DocumentBuilder& document, const ReportInput& input) {
    document.section(reportTr(sectionTitle(ReportSection::Reproduction)));
    const auto add = [&](const char* title, const std::string& command) {
        if (command.empty()) return;
        document.part(reportTr(title));
        document.code(reportString(command));
    };
    add("The search", input.searchCommand);
    if (!input.reproduction.empty()) document.paragraph(reportString(input.reproduction));
    add("The candidate's formats", input.exportCommand);
    add("This report", input.reportCommand);
}

}  // namespace lpstudio
