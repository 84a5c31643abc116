#pragma once

namespace lpstudio {

class Page;

/// What the keys of the menu Edit do on a page. The table is the one that holds the focus, else the
/// page's; the picture is the chart that holds the focus, else the page's largest. False if there
/// is none.
bool copyTable(const Page& page);
bool findInTable(const Page& page);
bool copyPicture(const Page& page);

}  // namespace lpstudio
