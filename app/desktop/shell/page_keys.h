#pragma once

#include <QObject>

class QWidget;

namespace lpstudio {

class Page;

/// What the keys of the menu Edit do on a page. The table is the one that holds the focus, else the
/// page's; the picture is the chart that holds the focus, else the page's largest. False if there
/// is none.
bool copyTable(const Page& page);
bool findInTable(const Page& page);
bool copyPicture(const Page& page);

/// Keeps the key Space, which pauses a running search, for the widgets that live by it: buttons,
/// check boxes, lists with checks, combo boxes. (Lines of text keep it by themselves.) Fields of
/// numbers have no use for it: there it pauses, or does nothing.
class SpaceGuard final : public QObject {
    Q_OBJECT

public:
    /// Watches the whole application as long as it lives.
    explicit SpaceGuard(QObject* parent);
    /// Whether a widget does something of its own when Space is pressed.
    static bool lives(const QWidget* widget);
    /// Whether it is a field in which only a number is typed.
    static bool isNumber(const QWidget* widget);

    bool eventFilter(QObject* watched, QEvent* event) override;
};

}  // namespace lpstudio
