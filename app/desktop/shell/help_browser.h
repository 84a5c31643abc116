#pragma once

#include <QTextBrowser>
#include <QTimer>

namespace lpstudio {

/// Shows a page of the help in the program's theme: tables with thin lines, code on a ground of
/// its own, pictures no wider than the panel. Links are only announced.
class HelpBrowser final : public QTextBrowser {
    Q_OBJECT

public:
    explicit HelpBrowser(QWidget* parent = nullptr);

    void setPage(const QString& markdown);
    /// Scrolls to the heading with this anchor (headingAnchor()); false if there is none.
    bool showHeading(const QString& anchor);

    QVariant loadResource(int type, const QUrl& name) override;

protected:
    bool event(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    /// Reads the text anew; `first`: the character that comes to the top.
    void render(int first);
    /// Position of the character at the top.
    int firstShown() const;
    /// The character at this position to the top.
    void scrollTo(int position);
    void styleBlocks();
    void styleTables();

    QTimer soon_;  ///< fits the pictures to another width
    QString markdown_;
    int renderedWidth_ = 0;
    bool reading_ = false, shown_ = false;
    int first_ = 0;  ///< what shall stand at the top; before the resizes that the timer follows
};

}  // namespace lpstudio
