#include "app/desktop/widgets/system_appearance.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>

#include "app/desktop/widgets/portal_listener.h"

namespace lpstudio {
namespace {

const QString kService = QStringLiteral("org.freedesktop.portal.Desktop");
const QString kPath = QStringLiteral("/org/freedesktop/portal/desktop");
const QString kInterface = QStringLiteral("org.freedesktop.portal.Settings");
const QString kSpace = QStringLiteral("org.freedesktop.appearance");
const QString kKey = QStringLiteral("color-scheme");

/// The portal wraps its answer twice.
uint numberIn(QVariant value) {
    while (value.canConvert<QDBusVariant>()) value = value.value<QDBusVariant>().variant();
    return value.toUInt();
}

}  // namespace

void PortalListener::settingChanged(const QString& space, const QString& key,
                                    const QDBusVariant& value) {
    if (space == kSpace && key == kKey)
        SystemAppearance::instance().told(numberIn(value.variant()));
}

SystemAppearance& SystemAppearance::instance() {
    static SystemAppearance appearance;
    return appearance;
}

void SystemAppearance::ask() {
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected()) return;
    QDBusMessage call =
        QDBusMessage::createMethodCall(kService, kPath, kInterface, QStringLiteral("Read"));
    call << kSpace << kKey;
    auto* watcher = new QDBusPendingCallWatcher(bus.asyncCall(call), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this,
            [this](QDBusPendingCallWatcher* done) {
                const QDBusPendingReply<QDBusVariant> reply = *done;
                if (!reply.isError()) told(numberIn(reply.value().variant()));
                done->deleteLater();
            });
    bus.connect(kService, kPath, kInterface, QStringLiteral("SettingChanged"),
                new PortalListener(this), SLOT(settingChanged(QString, QString, QDBusVariant)));
}

void SystemAppearance::told(uint colorScheme) {
    const Scheme scheme = colorScheme == 1   ? Scheme::Dark
                          : colorScheme == 2 ? Scheme::Light
                                             : Scheme::Unknown;
    if (scheme == scheme_) return;
    scheme_ = scheme;
    Q_EMIT changed();
}

}  // namespace lpstudio
