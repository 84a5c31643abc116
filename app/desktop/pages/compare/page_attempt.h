#pragma once

#include "app/desktop/jobs/workbench.h"
#include "app/desktop/pages/compare/compare_page.h"
#include "core/base/error.h"

namespace lpstudio {

/// Runs `change`; an Error is told in the message bar and the answer is false.
template <class Change>
bool ComparePage::attempt(Change&& change) {
    try {
        change();
        return true;
    } catch (const Error& error) {
        Q_EMIT workbench().problem(QString::fromUtf8(error.what()));
        return false;
    }
}

}  // namespace lpstudio
