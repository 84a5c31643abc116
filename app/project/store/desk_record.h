#pragma once

#include <memory>
#include <string>

namespace lpstudio {

class StoreDatabase;

/// What a user had before him when he left the project, as ProjectStore keeps it for the window: a
/// text that only the window understands.
class DeskRecord {
public:
    /// Empty if nothing was kept. Throws Error.
    std::string desk() const;
    /// Throws Error, also on a read-only disk.
    void setDesk(const std::string& text);

protected:
    explicit DeskRecord(std::shared_ptr<StoreDatabase> database);

private:
    std::shared_ptr<StoreDatabase> database_;
};

}  // namespace lpstudio
