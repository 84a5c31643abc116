#include "app/desktop/pages/project/remove_step.h"

#include <utility>

#include "core/base/error.h"

namespace lpstudio {

RemoveStep::RemoveStep(const QString& text, std::function<void()> remove,
                       std::function<void()> restore, std::function<void(const QString&)> fail)
    : QUndoCommand(text),
      remove_(std::move(remove)),
      restore_(std::move(restore)),
      fail_(std::move(fail)) {}

void RemoveStep::undo() {
    run(restore_);
}

void RemoveStep::redo() {
    if (!std::exchange(done_, false)) run(remove_);
}

void RemoveStep::run(const std::function<void()>& change) {
    try {
        change();
    } catch (const Error& error) {
        setObsolete(true);
        fail_(QString::fromUtf8(error.what()));
    }
}

}  // namespace lpstudio
