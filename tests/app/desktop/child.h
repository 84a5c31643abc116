#pragma once

#include <QGraphicsItem>
#include <QGraphicsScene>
#include <QGraphicsView>
#include <QLabel>
#include <QObject>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

namespace lpstudio {

/// The one `T` below `root` with that object name; without a name the one of that type. The test
/// fails with a message that says what was looked for if there is none, or more than one.
template <class T>
T* child(const QObject* root, std::string_view name = {}) {
    T* found = nullptr;
    int count = 0;
    for (QObject* object : root->findChildren<QObject*>())
        if (auto* one = dynamic_cast<T*>(object);
            one != nullptr && (name.empty() || object->objectName().toStdString() == name)) {
            found = one;
            ++count;
        }
    if (count != 1)
        throw std::runtime_error(std::to_string(count) + " children of type " +
                                 T::staticMetaObject.className() +
                                 (name.empty() ? "" : " named \"" + std::string(name) + "\"") +
                                 " in a " + root->metaObject()->className() + ", expected one");
    return found;
}

template <class T>
T* child(const QObject& root, std::string_view name = {}) {
    return child<T>(&root, name);
}

template <class T, class Root>
T* child(const std::unique_ptr<Root>& root, std::string_view name = {}) {
    return child<T>(root.get(), name);
}

/// The one chart of that type in the views below `root`.
template <class Chart>
Chart* chartIn(const QObject* root) {
    Chart* found = nullptr;
    int count = 0;
    for (const QGraphicsView* view : root->findChildren<QGraphicsView*>())
        for (QGraphicsItem* item : view->scene()->items())
            if (auto* chart = dynamic_cast<Chart*>(item)) {
                found = chart;
                ++count;
            }
    if (count != 1)
        throw std::runtime_error(std::to_string(count) + " charts of type " +
                                 Chart::staticMetaObject.className() + " in a " +
                                 root->metaObject()->className() + ", expected one");
    return found;
}

/// What a label tells; empty while it is hidden.
inline QString shownText(const QLabel* label) {
    return label->isHidden() ? QString() : label->text();
}

}  // namespace lpstudio
