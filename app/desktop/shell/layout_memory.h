#pragma once

#include <QByteArray>
#include <QString>
#include <map>
#include <vector>

class QMainWindow;
class QSplitter;
class QWidget;

namespace lpstudio {

/// Remembers where the window is, which panels are docked where, and how each page's splitters
/// stand, from one session to the next. What was stored by another version, is damaged, or no
/// longer fits a page is left aside: that part then looks as it does at first.
class LayoutMemory final {
public:
    /// Takes the arrangement that `window` has now as the first one; call it when all is made.
    LayoutMemory(QMainWindow& window, const std::map<QString, QWidget*>& pages);

    void save(const QString& page) const;
    /// Puts all back; gives the name of the page that was shown last, empty if none is known.
    QString restore();
    /// To the first arrangement, and forgets the stored one.
    void reset();

private:
    struct Divided {
        QString key;
        QSplitter* splitter = nullptr;
        QByteArray first;
    };

    QMainWindow& window_;
    QByteArray docks_;
    std::vector<Divided> splitters_;
};

}  // namespace lpstudio
