#include "app/desktop/shell/page_factory.h"

#include "app/desktop/pages/compare/compare_page.h"
#include "app/desktop/pages/distributions/distributions_page.h"
#include "app/desktop/pages/formats/formats_page.h"
#include "app/desktop/pages/hardware/hardware_page.h"
#include "app/desktop/pages/pareto/pareto_page.h"
#include "app/desktop/pages/project/project_page.h"
#include "app/desktop/pages/report/report_page.h"
#include "app/desktop/pages/search/search_page.h"
#include "app/desktop/shell/window_menus.h"

namespace lpstudio {

std::map<PageId, Page*> makePages(Session& session, Jobs& jobs, const WindowActions& actions) {
    const ProjectPage::Actions ofProject{actions.example, actions.create, actions.import};
    return {{PageId::Project, new ProjectPage(session, jobs, ofProject)},
            {PageId::Distributions, new DistributionsPage(session, jobs, actions.import)},
            {PageId::Formats, new FormatsPage(session, jobs, actions.import)},
            {PageId::Search, new SearchPage(session, jobs, actions.import)},
            {PageId::Pareto, new ParetoPage(session, jobs, actions.searchPage)},
            {PageId::Hardware, new HardwarePage(session, jobs, actions.import)},
            {PageId::Compare, new ComparePage(session, jobs, actions.searchPage)},
            {PageId::Report, new ReportPage(session, jobs, actions.searchPage)}};
}

}  // namespace lpstudio
