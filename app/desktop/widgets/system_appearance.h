#pragma once

#include <QObject>

namespace lpstudio {

/// Whether the desktop is light or dark, and when that changes. Qt 6.4 does not tell; on Linux the
/// desktop portal does (org.freedesktop.appearance, color-scheme). Where there is no portal the
/// appearance stays unknown.
class SystemAppearance final : public QObject {
    Q_OBJECT

public:
    enum class Scheme { Unknown, Light, Dark };

    static SystemAppearance& instance();
    Scheme scheme() const { return scheme_; }
    /// Asks the portal, without waiting for it, and listens to it from then on.
    void ask();
    /// The portal's value of color-scheme: 1 prefers dark, 2 light, others have no preference.
    void told(uint colorScheme);

Q_SIGNALS:
    void changed();

private:
    SystemAppearance() = default;

    Scheme scheme_ = Scheme::Unknown;
};

}  // namespace lpstudio
