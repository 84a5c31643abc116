#include "app/desktop/widgets/page.h"

#include <QStackedLayout>

#include "app/desktop/widgets/empty_state.h"

namespace lpstudio {

Page::Page(const QString& name, const QString& title, Workbench& workbench)
    : name_(name),
      title_(title),
      workbench_(workbench),
      layout_(new QStackedLayout(this)),
      empty_(new EmptyState(name)) {
    setObjectName(name + QStringLiteral("Page"));
    layout_->addWidget(empty_);
}

void Page::setBody(QWidget* body) {
    layout_->addWidget(body);
}

void Page::showBody() {
    layout_->setCurrentIndex(1);
}

void Page::showEmpty(const QString& text, std::initializer_list<QAction*> actions) {
    empty_->show(text, actions);
    layout_->setCurrentIndex(0);
}

bool Page::isEmpty() const {
    return layout_->currentIndex() == 0;
}

}  // namespace lpstudio
