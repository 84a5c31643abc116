#pragma once

#include <QDBusVariant>
#include <QObject>

namespace lpstudio {

/// Receives the signal by which the desktop portal announces changed settings, and informs
/// SystemAppearance; connected by name. For system_appearance.cpp only.
class PortalListener final : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

public Q_SLOTS:
    void settingChanged(const QString& space, const QString& key, const QDBusVariant& value);
};

}  // namespace lpstudio
