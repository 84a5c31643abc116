#include "app/desktop/jobs/report_preview_job.h"

#include <utility>

#include "app/desktop/jobs/report_job.h"
#include "app/report/report_document.h"
#include "core/base/error.h"

namespace lpstudio {
namespace {

using Formats = std::shared_ptr<const std::vector<ReportFormat>>;

/// What the request is about, gathered anew but for the formats if they are known.
ReportInput gathered(RunContext& run, ReportRequest request, const Formats& formats,
                     const JobContext& context) {
    const ReportSections sections = request.sections;
    if (formats) request.sections.erase(ReportSection::Comparison);
    ReportInput input = gatherReport(run, request, context.stop, context.progress);
    input.sections = sections;
    if (formats) input.formats = *formats;
    return input;
}

}  // namespace

void ReportPreviewJob::start(const std::shared_ptr<RunContext>& run, const ReportRequest& request) {
    if (kept_.run != run) forget();
    Kept wanted{run, request.candidates, request.hardware, request.project, nullptr};
    const bool comparison = request.sections.contains(ReportSection::Comparison);
    std::shared_ptr<const ReportInput> known;
    if (kept_.input && kept_.candidates == wanted.candidates && kept_.hardware == wanted.hardware &&
        kept_.project == wanted.project && (!comparison || formats_))
        known = kept_.input;
    launch(tr("Preview of the report"),
           [this, run, request, known, formats = formats_, comparison,
            wanted = std::move(wanted)](const JobContext& context) -> Delivery {
               ReportInput input = known ? *known : gathered(*run, request, formats, context);
               input.sections = request.sections;
               input.reportCommand = reportCommandText(request, run->run());
               Formats compared = formats;
               if (comparison && !compared)
                   compared = std::make_shared<const std::vector<ReportFormat>>(input.formats);
               // A kept input has the formats only if it was gathered with them.
               if (comparison && input.formats.empty()) input.formats = *compared;
               if (context.stop.stop_requested()) throw Cancelled();
               ReportPreview preview;
               preview.pages = std::make_shared<const ReportPages>(
                   reportPages(reportDocument(input), request.page));
               // The pages take most of the time; who cancels meanwhile does not want them.
               if (context.stop.stop_requested()) throw Cancelled();
               preview.input = std::make_shared<const ReportInput>(std::move(input));
               return [this, preview, compared, kept = wanted]() mutable {
                   kept.input = preview.input;
                   kept_ = std::move(kept);
                   formats_ = compared;
                   Q_EMIT ready(preview);
               };
           });
}

void ReportPreviewJob::forget() {
    kept_ = {};
    formats_.reset();
}

}  // namespace lpstudio
