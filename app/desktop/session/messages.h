#pragma once

#include <QObject>
#include <QString>
#include <exception>

namespace lpstudio {

/// What the user is told, one line each. Whatever meets an error or has done something says it
/// here; the window shows it.
class Messages final : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    /// Runs `work`. What it throws becomes problem(), and the answer is false.
    template <class Work>
    bool attempt(Work&& work) {
        try {
            work();
            return true;
        } catch (const std::exception& error) {
            Q_EMIT problem(QString::fromUtf8(error.what()));
            return false;
        }
    }

Q_SIGNALS:
    /// Something went wrong; the line says what to do.
    void problem(const QString& message);
    /// Something was done.
    void noted(const QString& message);
};

}  // namespace lpstudio
