#include "app/desktop/widgets/job_text.h"

#include <QStringList>
#include <algorithm>

#include "app/desktop/jobs/job.h"
#include "app/desktop/plot/number_text.h"

namespace lpstudio {
namespace {

constexpr int kAlmost = 995;

}  // namespace

QString JobText::line(const QString& title, const JobProgress& progress) {
    if (progress.what.isEmpty() || progress.what == title) return title;
    return title.isEmpty() ? progress.what : title + QStringLiteral(" · ") + progress.what;
}

QString JobText::details(const JobProgress& progress, const Extra& extra) {
    QStringList parts;
    const bool counted = progress.total > 0 && progress.done >= progress.total;
    if (counted)
        parts << tr("finishing");
    else if (progress.total > 0)
        parts << QStringLiteral("%1 / %2").arg(countText(progress.done), countText(progress.total));
    else if (progress.done > 0)
        parts << countText(progress.done);
    if (extra.paused) {
        parts << tr("paused");
    } else {
        if (extra.candidatesPerSecond > 0)
            parts << tr("%1 candidates/s").arg(shortText(extra.candidatesPerSecond, 3));
        if (progress.secondsLeft >= 0 && !counted)
            parts << tr("%1 left").arg(durationText(progress.secondsLeft));
    }
    return parts.join(QStringLiteral("   "));
}

int JobText::permille(const JobProgress& progress) {
    if (progress.total <= 0) return -1;
    const double share = static_cast<double>(progress.done) / static_cast<double>(progress.total);
    return std::clamp(static_cast<int>(1000 * share), 0, kAlmost);
}

}  // namespace lpstudio
