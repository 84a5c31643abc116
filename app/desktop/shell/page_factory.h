#pragma once

#include <map>

#include "app/desktop/widgets/page.h"

namespace lpstudio {

class Jobs;
class Page;
class Session;
struct WindowActions;

/// Makes every page of the window, without a parent: whoever shows them owns them. A new page is
/// named in PageId and made here. Pages offer the window's actions where they are empty.
std::map<PageId, Page*> makePages(Session& session, Jobs& jobs, const WindowActions& actions);

}  // namespace lpstudio
