#include "app/desktop/shell/layout_memory.h"

#include <QMainWindow>
#include <QSettings>
#include <QSplitter>
#include <numeric>

namespace lpstudio {
namespace {

/// Raise it when the arrangement changes so that an old one would look wrong.
constexpr int kVersion = 1;
const QString kGroup = QStringLiteral("layout");
const QString kVersionKey = QStringLiteral("layout/version");
const QString kGeometryKey = QStringLiteral("layout/geometry");
const QString kDocksKey = QStringLiteral("layout/docks");
const QString kPageKey = QStringLiteral("layout/page");

bool isSound(const QSplitter& splitter) {
    // While nothing is laid out all sizes are 0.
    const QList<int> sizes = splitter.sizes();
    const int total = std::accumulate(sizes.begin(), sizes.end(), 0);
    for (int i = 0; i < splitter.count(); ++i)
        if (total > 0 && sizes[i] == 0 && !splitter.isCollapsible(i) &&
            splitter.widget(i)->isVisible())
            return false;
    return true;
}

}  // namespace

LayoutMemory::LayoutMemory(QMainWindow& window, const std::map<QString, QWidget*>& pages)
    : window_(window), docks_(window.saveState(kVersion)) {
    for (const auto& [name, page] : pages) {
        int number = 0;
        for (QSplitter* splitter : page->findChildren<QSplitter*>())
            // The number of parts is in the key: a page that has got another is another.
            splitters_.push_back({QStringLiteral("layout/splitters/%1/%2-of-%3")
                                      .arg(name)
                                      .arg(number++)
                                      .arg(splitter->count()),
                                  splitter, splitter->saveState()});
    }
}

void LayoutMemory::save(const QString& page) const {
    QSettings settings;
    settings.setValue(kVersionKey, kVersion);
    settings.setValue(kGeometryKey, window_.saveGeometry());
    settings.setValue(kDocksKey, window_.saveState(kVersion));
    settings.setValue(kPageKey, page);
    for (const Divided& one : splitters_) settings.setValue(one.key, one.splitter->saveState());
}

QString LayoutMemory::restore() {
    const QSettings settings;
    if (settings.value(kVersionKey).toInt() != kVersion) return {};
    window_.restoreGeometry(settings.value(kGeometryKey).toByteArray());
    if (!window_.restoreState(settings.value(kDocksKey).toByteArray(), kVersion))
        window_.restoreState(docks_, kVersion);
    for (const Divided& one : splitters_) {
        const QByteArray state = settings.value(one.key).toByteArray();
        if (state.isEmpty()) continue;
        if (!one.splitter->restoreState(state) || !isSound(*one.splitter))
            one.splitter->restoreState(one.first);
    }
    return settings.value(kPageKey).toString();
}

void LayoutMemory::reset() {
    QSettings().remove(kGroup);
    window_.restoreState(docks_, kVersion);
    for (const Divided& one : splitters_) one.splitter->restoreState(one.first);
}

}  // namespace lpstudio
