#pragma once

#include "app/windows/compare/compare_page.h"
#include "app/windows/frame/workbench.h"
#include "core/error.h"

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
