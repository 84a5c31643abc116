#include "app/desktop/shell/page_header.h"

#include <QAction>
#include <QActionGroup>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

#include "app/desktop/jobs/loading.h"
#include "app/desktop/widgets/compact_box.h"
#include "app/desktop/widgets/icons.h"
#include "app/desktop/widgets/page.h"
#include "core/base/error.h"

namespace lpstudio {
namespace {

/// More than there is between an icon and the word below it, so that the two never take turns.
constexpr int kWordSpacing = 12;

}  // namespace

PageRail::PageRail(QWidget* parent)
    : QFrame(parent), group_(new QActionGroup(this)), layout_(new QVBoxLayout(this)) {
    setFixedWidth(104);
    setAccessibleName(tr("Pages"));
    layout_->setContentsMargins(0, 8, 0, 8);
    layout_->setSpacing(0);
    layout_->addStretch();
}

void PageRail::addPage(PageId page, const QString& title) {
    auto* action = new QAction(themedIcon(pageName(page)), title, group_);
    action->setCheckable(true);
    action->setShortcut(
        QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_0 + pageNumber(page))));
    action->setToolTip(QStringLiteral("%1 (%2)").arg(
        title, action->shortcut().toString(QKeySequence::NativeText)));
    connect(action, &QAction::triggered, this, [this, page] { Q_EMIT pageChosen(page); });
    auto* button = new QToolButton;
    button->setProperty("rail", true);
    button->setDefaultAction(action);
    button->setIconSize({24, 24});
    button->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    button->setAccessibleName(title);
    layout_->insertWidget(layout_->count() - 1, button);
    actions_[page] = action;
    buttons_.push_back(button);
}

QSize PageRail::minimumSizeHint() const {
    const QMargins margins = layout_->contentsMargins();
    int icon = 0;
    if (!buttons_.empty()) {
        const QToolButton* first = buttons_.front();
        icon = first->sizeHint().height();
        if (first->toolButtonStyle() == Qt::ToolButtonTextUnderIcon)
            icon -= first->fontMetrics().height();
    }
    return {width(), margins.top() + margins.bottom() + icon * static_cast<int>(buttons_.size())};
}

void PageRail::resizeEvent(QResizeEvent* event) {
    QFrame::resizeEvent(event);
    if (buttons_.empty()) return;
    // On a low screen the words go; the tooltips have them.
    const QToolButton* first = buttons_.front();
    int word = first->sizeHint().height();
    if (first->toolButtonStyle() == Qt::ToolButtonIconOnly)
        word += first->fontMetrics().height() + kWordSpacing;
    const QMargins margins = layout_->contentsMargins();
    const bool words =
        height() >= margins.top() + margins.bottom() + word * static_cast<int>(buttons_.size());
    for (QToolButton* button : buttons_)
        button->setToolButtonStyle(words ? Qt::ToolButtonTextUnderIcon : Qt::ToolButtonIconOnly);
}

void PageRail::setCurrent(PageId page) {
    if (const auto at = actions_.find(page); at != actions_.end()) at->second->setChecked(true);
}

namespace {

QComboBox* makeChoice(const QString& name) {
    auto* choice = new QComboBox;
    choice->setAccessibleName(name);
    makeCompact(choice, 18);
    return choice;
}

}  // namespace

PageHeader::PageHeader(Session& session, Loading& loading, QWidget* parent)
    : QFrame(parent),
      session_(session),
      loading_(loading),
      title_(new QLabel),
      subtitle_(new QLabel),
      modelLabel_(new QLabel(tr("Model"))),
      runLabel_(new QLabel(tr("Run"))),
      model_(makeChoice(tr("Model"))),
      run_(makeChoice(tr("Run"))),
      action_(new QToolButton),
      second_(new QToolButton) {
    title_->setProperty("title", true);
    subtitle_->setProperty("quiet", true);
    subtitle_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    for (QToolButton* button : {action_, second_})
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(16, 8, 16, 8);
    layout->setSpacing(8);
    layout->addWidget(title_);
    layout->addSpacing(8);
    layout->addWidget(subtitle_, 1);
    layout->addWidget(modelLabel_);
    layout->addWidget(model_);
    layout->addSpacing(8);
    layout->addWidget(runLabel_);
    layout->addWidget(run_);
    layout->addSpacing(8);
    layout->addWidget(second_);
    layout->addWidget(action_);
    setFixedHeight(48);

    connect(model_, &QComboBox::activated, this,
            [this](int at) { loading_.chooseModel(model_->itemData(at).toLongLong()); });
    connect(run_, &QComboBox::activated, this,
            [this](int at) { loading_.chooseRun(RunId(run_->itemData(at).toLongLong())); });
    connect(&session_, &Session::contentChanged, this, &PageHeader::refreshChoices);
    connect(&session_.selection(), &Selection::modelChanged, this, &PageHeader::refreshChoices);
    connect(&session_.selection(), &Selection::runChanged, this, &PageHeader::refreshChoices);
    refreshChoices();
}

void PageHeader::setPage(Page* page) {
    if (page_ != nullptr) disconnect(page_, &Page::headerChanged, this, nullptr);
    page_ = page;
    connect(page_, &Page::headerChanged, this, &PageHeader::refreshTexts);
    setAction(action_, page_->mainAction());
    setAction(second_, page_->secondAction());
    refreshTexts();
    refreshChoices();
}

void PageHeader::setAction(QToolButton* button, QAction* action) {
    // A tool button gathers the actions it was given before; only the current one belongs to it.
    const auto old = button->actions();
    for (QAction* one : old) {
        button->removeAction(one);
        disconnect(one, &QAction::visibleChanged, button, nullptr);
    }
    if (action != nullptr) {
        button->setDefaultAction(action);
        connect(action, &QAction::visibleChanged, button,
                [button, action] { button->setVisible(action->isVisible()); });
    }
    button->setVisible(action != nullptr && action->isVisible());
}

void PageHeader::refreshTexts() {
    title_->setText(page_->title());
    subtitle_->setText(page_->subtitle());
    subtitle_->setToolTip(page_->subtitle());
}

void PageHeader::refreshChoices() {
    const QSignalBlocker quietModel(model_), quietRun(run_);
    model_->clear();
    run_->clear();
    if (const auto& store = session_.store()) try {
            for (const ModelRecord& model : store->models())
                model_->addItem(QString::fromStdString(model.name),
                                QVariant::fromValue<qint64>(model.id));
            for (const RunRecord& run : store->runs())
                run_->addItem(QString::fromStdString(run.name),
                              QVariant::fromValue<qint64>(run.id.value));
        } catch (const Error&) {
            // The page that shows the project's contents tells the user.
        }
    model_->setCurrentIndex(model_->findData(session_.selection().model()));
    const auto run = session_.selection().run();
    run_->setCurrentIndex(run ? run_->findData(QVariant::fromValue<qint64>(run->value)) : -1);
    const bool chooseModel = page_ != nullptr && page_->choosesModel() && model_->count() > 0;
    const bool chooseRun = page_ != nullptr && page_->choosesRun() && run_->count() > 0;
    modelLabel_->setVisible(chooseModel);
    model_->setVisible(chooseModel);
    runLabel_->setVisible(chooseRun);
    run_->setVisible(chooseRun);
}

}  // namespace lpstudio
