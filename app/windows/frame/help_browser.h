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
    void resizeEvent(QResizeEvent* event) override;

private:
    void render();
    void styleBlocks();
    void styleTables();

    QTimer soon_;  ///< fits the pictures to another width
    QString markdown_;
    int renderedWidth_ = 0;
};

}  // namespace lpstudio
