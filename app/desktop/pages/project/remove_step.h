#pragma once

#include <QUndoCommand>
#include <functional>

namespace lpstudio {

/// Something was taken out of the project and can be put back. It has been taken out already when
/// the step is made, since that may be refused.
class RemoveStep final : public QUndoCommand {
public:
    /// Both may throw Error, which is handed to `fail`; the step is then obsolete.
    RemoveStep(const QString& text, std::function<void()> remove, std::function<void()> restore,
               std::function<void(const QString&)> fail);

    void undo() override;
    void redo() override;

private:
    void run(const std::function<void()>& change);

    std::function<void()> remove_, restore_;
    std::function<void(const QString&)> fail_;
    bool done_ = true;  ///< the first redo is what has happened already
};

}  // namespace lpstudio
