#include "app/windows/search_page.h"

#include <QAction>
#include <QScrollArea>
#include <QScrollBar>
#include <QSplitter>

#include "app/windows/icons.h"
#include "app/windows/search_form.h"
#include "app/windows/search_panel.h"
#include "app/windows/workbench.h"
#include "core/error.h"

namespace lpstudio {

SearchPage::SearchPage(Workbench& bench, QAction* importAction)
    : Page(QStringLiteral("search"), tr("Search"), bench),
      import_(importAction),
      start_(new QAction(themedIcon(QStringLiteral("play")), tr("Start search"), this)),
      form_(new SearchForm(bench)),
      panel_(new SearchPanel(bench)) {
    start_->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_R));
    start_->setToolTip(tr("Start the search (Ctrl+R)"));
    auto* scroll = new QScrollArea;
    scroll->setWidget(form_);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setMinimumWidth(form_->minimumSizeHint().width() +
                            scroll->verticalScrollBar()->sizeHint().width());
    auto* split = new QSplitter;
    split->addWidget(scroll);
    split->addWidget(panel_);
    split->setStretchFactor(1, 1);
    split->setSizes({380, 1000});
    split->setChildrenCollapsible(false);
    split->setHandleWidth(1);
    setBody(split);

    connect(start_, &QAction::triggered, this, &SearchPage::start);
    connect(&bench, &Workbench::contentChanged, this, &SearchPage::refresh);
    connect(&bench.selection(), &Selection::modelChanged, this, &SearchPage::refresh);
    connect(&bench.selection(), &Selection::runChanged, this, &Page::headerChanged);
    connect(&bench.search(), &Job::started, this, &SearchPage::refresh);
    connect(&bench.search(), &Job::ended, this, &SearchPage::refresh);
    refresh();
}

QString SearchPage::subtitle() const {
    const Selection& selection = workbench().selection();
    return selection.run() ? tr("%1 · %2").arg(QString::fromStdString(selection.runRecord().name),
                                               tr(runStateName(selection.runRecord().state)))
                           : tr("no run yet");
}

bool SearchPage::isBusy() const {
    return workbench().isLoading();
}

void SearchPage::refresh() {
    const bool hasModel = workbench().selection().model() != 0;
    start_->setEnabled(hasModel && !workbench().search().isRunning());
    Q_EMIT headerChanged();
    if (hasModel)
        showBody();
    else
        showEmpty(tr("Here a search looks for the number format of every layer.\nIt needs a model "
                     "and images to calibrate on."),
                  {import_});
}

void SearchPage::start() {
    panel_->clearProblem();
    try {
        workbench().search().start(form_->request());
    } catch (const Error& error) {
        panel_->showProblem(QString::fromUtf8(error.what()));
    }
}

}  // namespace lpstudio
