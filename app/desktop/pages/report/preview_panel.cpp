#include "app/desktop/pages/report/preview_panel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStackedLayout>
#include <QToolButton>
#include <QVBoxLayout>
#include <utility>

#include "app/desktop/pages/report/preview_view.h"
#include "app/report/report_document.h"
#include "core/base/error.h"

namespace lpstudio {
namespace {

/// Milliseconds without another choice before the work begins.
constexpr int kRest = 250;
constexpr double kStep = 1.25;

QToolButton* makeButton(const QString& text, const QString& name, const QString& tip) {
    auto* button = new QToolButton;
    button->setText(text);
    button->setAccessibleName(name);
    button->setToolTip(tip);
    button->setAutoRaise(true);
    return button;
}

}  // namespace

PreviewPanel::PreviewPanel(QWidget* parent)
    : QWidget(parent),
      pageText_(new QLabel),
      zoomText_(new QLabel),
      state_(new QLabel),
      message_(new QLabel),
      smaller_(makeButton(QStringLiteral("\u2212"), tr("Zoom out"), tr("Smaller (-)"))),
      larger_(makeButton(QStringLiteral("+"), tr("Zoom in"), tr("Larger (+)"))),
      fit_(makeButton(tr("Fit width"), tr("Fit width"),
                      tr("As wide as the window, at most 200 % (0)"))),
      renew_(new QPushButton(tr("Render the preview"))),
      view_(new PreviewView),
      stack_(new QStackedLayout) {
    message_->setWordWrap(true);
    message_->setAlignment(Qt::AlignCenter);
    message_->setProperty("quiet", true);
    message_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    auto* centre = new QWidget;
    auto* centreLayout = new QVBoxLayout(centre);
    centreLayout->setContentsMargins(48, 16, 48, 16);
    centreLayout->setSpacing(16);
    centreLayout->addStretch();
    centreLayout->addWidget(message_);
    centreLayout->addWidget(renew_, 0, Qt::AlignHCenter);
    centreLayout->addStretch();
    stack_->addWidget(centre);
    stack_->addWidget(view_);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeBar());
    layout->addLayout(stack_, 1);

    soon_.setSingleShot(true);
    soon_.setInterval(kRest);
    connect(&soon_, &QTimer::timeout, this, &PreviewPanel::start);
    connect(renew_, &QPushButton::clicked, this, &PreviewPanel::start);
    connect(smaller_, &QToolButton::clicked, this, [this] { view_->zoomBy(1 / kStep); });
    connect(larger_, &QToolButton::clicked, this, [this] { view_->zoomBy(kStep); });
    connect(fit_, &QToolButton::clicked, view_, &PreviewView::fitWidth);
    connect(view_, &PreviewView::viewChanged, this, &PreviewPanel::showState);
    connect(&job_, &Job::started, this, &PreviewPanel::showState);
    connect(&job_, &Job::ended, this, &PreviewPanel::showState);
    connect(&job_, &Job::cancelled, this,
            [this] { showMessage(tr("The preview was cancelled."), true); });
    connect(&job_, &Job::failed, this, [this](const QString& text) { showMessage(text, true); });
    showState();
}

QWidget* PreviewPanel::makeBar() {
    state_->setProperty("quiet", true);
    zoomText_->setProperty("quiet", true);
    zoomText_->setAlignment(Qt::AlignCenter);
    zoomText_->setMinimumWidth(zoomText_->fontMetrics().horizontalAdvance(QStringLiteral("400 %")));
    auto* bar = new QWidget;
    auto* layout = new QHBoxLayout(bar);
    layout->setContentsMargins(16, 8, 16, 8);
    layout->setSpacing(8);
    pageText_->setObjectName(QStringLiteral("pageNumber"));
    layout->addWidget(pageText_);
    layout->addSpacing(8);
    layout->addWidget(state_, 1);
    layout->addWidget(smaller_);
    layout->addWidget(zoomText_);
    layout->addWidget(larger_);
    layout->addWidget(fit_);
    return bar;
}

void PreviewPanel::preview(const std::shared_ptr<RunContext>& run, const ReportRequest& request) {
    // Another kind of file shows the same pages.
    ReportRequest wanted = request;
    wanted.file.clear();
    if (input_ && !stale_ && run == run_ && wanted == request_) return;
    run_ = run;
    request_ = std::move(wanted);
    stale_ = true;
    if (isVisible()) soon_.start();
    showState();
}

void PreviewPanel::showProblem(const QString& text) {
    soon_.stop();
    job_.abandon();
    run_.reset();
    stale_ = false;
    showMessage(text, false);
}

void PreviewPanel::forget() {
    job_.abandon();
    kept_ = {};
    input_.reset();
}

void PreviewPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (stale_ && run_) soon_.start();
}

void PreviewPanel::start() {
    if (!run_) return;
    stale_ = true;
    if (view_->pageCount() == 0) showMessage(tr("Rendering the pages…"), false);
    ReportRequest request = request_;
    request.file = "report.pdf";
    if (kept_.run != run_) kept_ = {};
    job_.launch(
        tr("Preview of the report"),
        [wanted = Preview{run_, std::move(request), {}, {}, {}},
         kept = kept_](const JobContext& context) { return rendered(wanted, kept, context); },
        [this](Preview preview) { take(std::move(preview)); });
}

PreviewPanel::Preview PreviewPanel::rendered(Preview wanted, const Preview& kept,
                                             const JobContext& context) {
    const ReportRequest& request = wanted.request;
    const bool comparison = request.sections.contains(ReportSection::Comparison);
    const bool known = kept.input && kept.request.candidates == request.candidates &&
                       kept.request.hardware == request.hardware &&
                       kept.request.project == request.project && (!comparison || kept.formats);
    wanted.formats = kept.formats;
    ReportInput input;
    if (known) {
        input = *kept.input;
    } else {
        ReportRequest missing = request;
        if (kept.formats) missing.sections.erase(ReportSection::Comparison);
        input = gatherReport(*wanted.run, missing, context.stop, context.progress);
        if (kept.formats) input.formats = *kept.formats;
    }
    input.sections = request.sections;
    input.reportCommand = ownCommandText(request, wanted.run->run());
    if (comparison && !wanted.formats)
        wanted.formats = std::make_shared<const std::vector<ReportFormat>>(input.formats);
    // A kept input has the formats only if it was gathered with them.
    if (comparison && input.formats.empty()) input.formats = *wanted.formats;
    if (context.stop.stop_requested()) throw Cancelled();
    wanted.pages =
        std::make_shared<const ReportPages>(reportPages(reportDocument(input), request.page));
    // The pages take most of the time; who cancels meanwhile does not want them.
    if (context.stop.stop_requested()) throw Cancelled();
    wanted.input = std::make_shared<const ReportInput>(std::move(input));
    return wanted;
}

void PreviewPanel::take(Preview preview) {
    kept_ = std::move(preview);
    // Choices made meanwhile have asked for another one.
    stale_ = soon_.isActive();
    input_ = kept_.input;
    view_->setPages(kept_.pages);
    stack_->setCurrentIndex(1);
    showState();
}

void PreviewPanel::showMessage(const QString& text, bool canRenew) {
    message_->setText(text);
    renew_->setVisible(canRenew);
    input_.reset();
    view_->setPages(nullptr);
    stack_->setCurrentIndex(0);
    showState();
}

void PreviewPanel::showState() {
    const int count = view_->pageCount();
    pageText_->setText(count > 0 ? tr("Page %1 of %2").arg(view_->currentPage() + 1).arg(count)
                                 : QString());
    zoomText_->setText(tr("%1 %").arg(qRound(100 * view_->zoom())));
    state_->setText(count > 0 && (job_.isRunning() || soon_.isActive()) ? tr("updating…")
                                                                        : QString());
    for (QWidget* widget : {static_cast<QWidget*>(smaller_), static_cast<QWidget*>(larger_),
                            static_cast<QWidget*>(fit_), static_cast<QWidget*>(zoomText_)})
        widget->setVisible(count > 0);
    smaller_->setEnabled(view_->zoom() > PageStack::kLeastZoom);
    larger_->setEnabled(view_->zoom() < PageStack::kMostZoom);
    fit_->setEnabled(!view_->fitsWidth());
}

std::shared_ptr<const ReportInput> PreviewPanel::input() const {
    return stale_ ? nullptr : input_;
}

QString PreviewPanel::message() const {
    return stack_->currentIndex() == 0 ? message_->text() : QString();
}

bool PreviewPanel::isBusy() const {
    return soon_.isActive() || job_.isRunning() || view_->isBusy();
}

}  // namespace lpstudio
