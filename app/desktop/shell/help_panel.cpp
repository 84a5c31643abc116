#include "app/desktop/shell/help_panel.h"

#include <QAction>
#include <QComboBox>
#include <QDesktopServices>
#include <QLineEdit>
#include <QListWidget>
#include <QScrollBar>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QToolButton>
#include <QUrl>
#include <QVBoxLayout>
#include <utility>

#include "app/desktop/jobs/example_project.h"
#include "app/desktop/shell/help_browser.h"
#include "app/desktop/widgets/icons.h"
#include "core/base/error.h"

namespace lpstudio {
namespace {

QToolButton* makeButton(const QString& icon, const QString& text) {
    auto* button = new QToolButton;
    button->setIcon(themedIcon(icon));
    button->setToolTip(text);
    button->setAccessibleName(text);
    button->setAutoRaise(true);
    button->setEnabled(false);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

}  // namespace

HelpPanel::HelpPanel(QWidget* parent)
    : QWidget(parent),
      back_(makeButton(QStringLiteral("left"), tr("Back (Alt+Left)"))),
      forward_(makeButton(QStringLiteral("right"), tr("Forward (Alt+Right)"))),
      contents_(new QComboBox),
      search_(new QLineEdit),
      stack_(new QStackedWidget),
      browser_(new HelpBrowser),
      hits_(new QListWidget) {
    contents_->setObjectName(QStringLiteral("contents"));
    forward_->setObjectName(QStringLiteral("forward"));
    back_->setObjectName(QStringLiteral("back"));
    hits_->setObjectName(QStringLiteral("hits"));
    search_->setObjectName(QStringLiteral("search"));
    contents_->setAccessibleName(tr("Contents of the help"));
    contents_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    contents_->setMinimumContentsLength(16);
    search_->setPlaceholderText(tr("Search the help"));
    search_->setAccessibleName(tr("Search the help"));
    search_->setClearButtonEnabled(true);
    hits_->setAccessibleName(tr("Pages found"));
    hits_->setWordWrap(true);
    hits_->setSpacing(4);
    hits_->setFrameShape(QFrame::NoFrame);
    stack_->addWidget(browser_);
    stack_->addWidget(hits_);
    auto* top = new QHBoxLayout;
    top->setContentsMargins(8, 8, 8, 8);
    top->setSpacing(4);
    top->addWidget(back_);
    top->addWidget(forward_);
    top->addWidget(contents_, 3);
    top->addWidget(search_, 2);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(top);
    layout->addWidget(stack_, 1);
    setMinimumWidth(320);

    const auto addKey = [this](const QKeySequence& key, auto&& done) {
        auto* action = new QAction(this);
        action->setShortcut(key);
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        connect(action, &QAction::triggered, this, done);
        addAction(action);
    };
    addKey(QKeySequence(Qt::ALT | Qt::Key_Left), [this] { go(-1); });
    addKey(QKeySequence(Qt::ALT | Qt::Key_Right), [this] { go(1); });
    connect(back_, &QToolButton::clicked, this, [this] { go(-1); });
    connect(forward_, &QToolButton::clicked, this, [this] { go(1); });
    connect(contents_, &QComboBox::activated, this,
            [this](int at) { showPage(contents_->itemData(at).toString()); });
    connect(browser_, &QTextBrowser::anchorClicked, this, &HelpPanel::openLink);
    connect(search_, &QLineEdit::textChanged, this, &HelpPanel::find);
    connect(search_, &QLineEdit::returnPressed, this, [this] {
        if (hits_->count() > 0) Q_EMIT hits_->itemActivated(hits_->item(0));
    });
    const auto choose = [this](const QListWidgetItem* item) {
        const QString name = item->data(Qt::UserRole).toString();
        if (!name.isEmpty()) showPage(name);
    };
    connect(hits_, &QListWidget::itemActivated, this, choose);
    connect(hits_, &QListWidget::itemClicked, this, choose);
    fillContents();
}

void HelpPanel::fillContents() {
    const QSignalBlocker quiet(contents_);
    contents_->clear();
    for (const HelpPage& page : library_.pages()) contents_->addItem(page.title, page.name);
    contents_->setCurrentIndex(contents_->findData(current_));
}

void HelpPanel::addGenerated(const QString& name, std::function<HelpPage()> make) {
    library_.put(make());
    generated_.emplace_back(name, std::move(make));
    fillContents();
}

void HelpPanel::showPage(const QString& name, const QString& heading) {
    if (at_ >= 0)
        visits_[static_cast<std::size_t>(at_)].scroll = browser_->verticalScrollBar()->value();
    visits_.resize(static_cast<std::size_t>(at_) + 1);
    const QString known = library_.find(name) != nullptr || library_.pages().empty()
                              ? name
                              : library_.pages().front().name;
    if (known != current_ || !heading.isEmpty() || visits_.empty()) {
        visits_.push_back({known, 0});
        at_ = static_cast<int>(visits_.size()) - 1;
    }
    display(known, heading);
}

void HelpPanel::display(const QString& name, const QString& heading) {
    for (const auto& [own, make] : generated_)
        if (own == name) library_.put(make());
    current_ = name;
    if (const HelpPage* page = library_.find(name)) browser_->setPage(page->markdown);
    if (!heading.isEmpty()) browser_->showHeading(heading);
    {
        const QSignalBlocker quiet(search_);
        search_->clear();
    }
    stack_->setCurrentWidget(browser_);
    contents_->setCurrentIndex(contents_->findData(name));
    back_->setEnabled(at_ > 0);
    forward_->setEnabled(at_ + 1 < static_cast<int>(visits_.size()));
}

void HelpPanel::go(int step) {
    const int to = at_ + step;
    if (to < 0 || to >= static_cast<int>(visits_.size())) return;
    visits_[static_cast<std::size_t>(at_)].scroll = browser_->verticalScrollBar()->value();
    at_ = to;
    const Visit visit = visits_[static_cast<std::size_t>(at_)];
    display(visit.name, {});
    browser_->verticalScrollBar()->setValue(visit.scroll);
}

QString HelpPanel::pageFor(const QString& programPage) const {
    if (library_.find(programPage) != nullptr) return programPage;
    return library_.pages().empty() ? QString() : library_.pages().front().name;
}

void HelpPanel::showFor(const QString& programPage) {
    showPage(pageFor(programPage));
}

void HelpPanel::follow(const QString& before, const QString& now) {
    if (isShownFor(before)) showFor(now);
}

bool HelpPanel::isShownFor(const QString& programPage) const {
    return current_ == pageFor(programPage);
}

void HelpPanel::openLink(const QUrl& url) {
    if (const auto target = helpTarget(url.toString(), current_)) {
        if (library_.find(target->name) != nullptr) showPage(target->name, target->heading);
        return;
    }
    if (!url.isRelative()) {
        QDesktopServices::openUrl(url);
        return;
    }
    try {
        const auto file = resourcePath(std::filesystem::path("help") / url.path().toStdString());
        QDesktopServices::openUrl(
            QUrl::fromLocalFile(QString::fromStdString(file.lexically_normal().string())));
    } catch (const Error&) {
        // The program was installed without that file: there is nothing to open.
    }
}

void HelpPanel::find(const QString& query) {
    if (query.trimmed().isEmpty()) {
        stack_->setCurrentWidget(browser_);
        return;
    }
    hits_->clear();
    for (const HelpHit& hit : library_.search(query)) {
        auto* item =
            new QListWidgetItem(QStringLiteral("%1\n%2").arg(hit.title, hit.excerpt), hits_);
        item->setData(Qt::UserRole, hit.name);
    }
    if (hits_->count() == 0) {
        auto* none = new QListWidgetItem(tr("No page contains all of these words"), hits_);
        none->setFlags(Qt::NoItemFlags);
    }
    stack_->setCurrentWidget(hits_);
}

}  // namespace lpstudio
