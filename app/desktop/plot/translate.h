#pragma once

#include <QCoreApplication>
#include <QString>

namespace lpstudio {

/// A text in the user's language, for functions outside of every QObject. lupdate files their texts
/// under the context of the namespace.
inline QString tr(const char* text) {
    return QCoreApplication::translate("lpstudio", text);
}

}  // namespace lpstudio
