#include "app/desktop/jobs/report_jobs.h"

#include <chrono>
#include <exception>
#include <future>
#include <utility>

#include "app/report/chart_scene.h"
#include "app/report/report_document.h"
#include "core/base/error.h"

namespace lpstudio {

namespace {

/// Between two looks at whether the job was stopped.
constexpr std::chrono::milliseconds kPatience{50};

/// Draws a figure of the draft on the GUI thread and waits for it. Throws Cancelled.
QByteArray drawnFigure(const std::shared_ptr<const ReportDraft>& draft, const DocFigure& figure,
                       std::size_t number, const JobContext& context) {
    const auto promise = std::make_shared<std::promise<QByteArray>>();
    std::future<QByteArray> picture = promise->get_future();
    // It may run when this thread waits no longer, so it owns what it touches.
    context.post([promise, draft, figure = &figure, size = draft->figureSizes[number]] {
        try {
            promise->set_value(figurePicture(*figure, size));
        } catch (...) {
            promise->set_exception(std::current_exception());
        }
    });
    while (picture.wait_for(kPatience) != std::future_status::ready)
        if (context.stop.stop_requested()) throw Cancelled();
    return picture.get();
}

std::vector<QByteArray> drawnFigures(const std::shared_ptr<const ReportDraft>& draft,
                                     const JobContext& context) {
    const std::vector<const DocFigure*> figures = figuresOf(draft->document);
    std::vector<QByteArray> pictures;
    for (std::size_t i = 0; i < draft->figureSizes.size(); ++i) {
        if (context.stop.stop_requested()) throw Cancelled();
        context.progress({"drawing charts", i, draft->figureSizes.size()});
        pictures.push_back(drawnFigure(draft, *figures[i], i, context));
    }
    return pictures;
}

}  // namespace

void ReportJob::start(const std::shared_ptr<RunContext>& run, const ReportRequest& request,
                      const std::filesystem::path& file, std::shared_ptr<const ReportInput> known) {
    launch(tr("Report of %1").arg(QString::fromStdString(run->record().name)),
           [this, run, request, file,
            known = std::move(known)](const JobContext& context) -> Delivery {
               requireReportName(file);
               ReportInput input =
                   known ? *known : gatherReport(*run, request, context.stop, context.progress);
               input.reportCommand = reportCommandText(request, run->run());
               const auto draft =
                   std::make_shared<const ReportDraft>(draftReport(input, file, request.page));
               const std::vector<QByteArray> figures = drawnFigures(draft, context);
               const int pages = finishReport(*draft, figures).value_or(0);
               return [this, file, pages] {
                   Q_EMIT written(QString::fromStdString(file.string()), pages);
               };
           });
}

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
