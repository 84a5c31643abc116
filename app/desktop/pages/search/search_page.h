#pragma once

#include <functional>

#include "app/desktop/jobs/search_job.h"
#include "app/desktop/widgets/page.h"

namespace lpstudio {

class SearchForm;
class SearchPanel;

/// Sets up searches, starts them one after the other, and shows their history.
class SearchPage final : public Page {
    Q_OBJECT

public:
    SearchPage(Session& session, Jobs& jobs, QAction* importAction);

    QString subtitle() const override;
    QAction* mainAction() const override { return start_; }
    QAction* secondAction() const override { return resume_; }
    bool choosesModel() const override { return true; }
    bool choosesRun() const override { return true; }
    bool isBusy() const override;
    QStringList views() const override;
    void showView(const QString& view) override;

private:
    void follow();
    void refresh();
    void start();
    void resume();
    /// Fills the form from the chosen run.
    void duplicate();
    /// Takes a waiting search out of the queue, back into the form.
    void edit(int entry);
    void launch(const std::function<SearchRequest()>& request);

    QAction *import_, *start_, *resume_, *duplicate_;
    SearchForm* form_;
    SearchPanel* panel_;
    bool refused_ = false;  ///< the last start, for what the form tells
};

}  // namespace lpstudio
