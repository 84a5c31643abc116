#include "app/desktop/shell/help_browser.h"

#include <QAbstractTextDocumentLayout>
#include <QFontDatabase>
#include <QImage>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextDocument>
#include <QTextFrame>
#include <QTextTable>
#include <algorithm>

#include "app/desktop/plot/chart_theme.h"
#include "app/desktop/shell/help_library.h"
#include "app/desktop/widgets/theme.h"

namespace lpstudio {
namespace {

constexpr qreal kMargin = 12;
/// A line that begins at the top is met here, whatever its place is rounded to.
constexpr int kTopLine = 4;

/// A fifth of its height more would be a gap under it.
bool isPicture(const QTextBlock& block) {
    const auto first = block.begin();
    return !first.atEnd() && first.fragment().charFormat().isImageFormat();
}

}  // namespace

HelpBrowser::HelpBrowser(QWidget* parent) : QTextBrowser(parent) {
    setOpenLinks(false);
    setFrameShape(QFrame::NoFrame);
    setAccessibleName(tr("Help page"));
    document()->setDocumentMargin(kMargin);
    // One that comes and goes with the size of the pictures would change the room for them.
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    connect(&Theme::instance(), &Theme::changed, this, [this] { render(firstShown()); });
    soon_.setSingleShot(true);
    connect(&soon_, &QTimer::timeout, this, [this] {
        if (viewport()->width() == renderedWidth_) return;
        render(first_);
    });
}

void HelpBrowser::setPage(const QString& markdown) {
    markdown_ = markdown;
    render(0);
}

int HelpBrowser::firstShown() const {
    if (!shown_) return first_;
    if (verticalScrollBar()->value() == 0) return 0;
    return cursorForPosition({static_cast<int>(kMargin), kTopLine}).position();
}

void HelpBrowser::scrollTo(int position) {
    first_ = position;
    // Lays out all of it; by itself the text is laid out piece by piece, and so far it can scroll.
    document()->documentLayout()->pageCount();
    QTextCursor cursor(document());
    cursor.setPosition(std::clamp(position, 0, document()->characterCount() - 1));
    // The cursor goes there too: where it stands is made visible when the browser is first shown.
    setTextCursor(cursor);
    QScrollBar* bar = verticalScrollBar();
    bar->setValue(position == 0 ? 0 : bar->value() + cursorRect(cursor).top());
}

void HelpBrowser::render(int first) {
    renderedWidth_ = viewport()->width();
    // Reading lays out what has been read, which may bring a resize.
    reading_ = true;
    document()->clear();
    // The colour of links is fixed when the text is read.
    document()->setMarkdown(markdown_, QTextDocument::MarkdownDialectGitHub);
    styleBlocks();
    styleTables();
    reading_ = false;
    scrollTo(first);
}

void HelpBrowser::styleBlocks() {
    const ChartTheme& theme = Theme::instance().charts();
    const QColor code = mixed(theme.base, theme.text, 0.06);
    const QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    const qreal size = font().pointSizeF();
    QTextCursor cursor(document());
    cursor.beginEditBlock();
    for (QTextBlock block = document()->begin(); block.isValid(); block = block.next()) {
        QTextBlockFormat format = block.blockFormat();
        const int level = format.headingLevel();
        const bool isCode = format.nonBreakableLines();
        if (level > 0) {
            format.setTopMargin(level == 1 ? 0 : 16);
            format.setBottomMargin(4);
        } else if (isCode) {
            format.setBackground(code);
            format.setLeftMargin(4);
            format.setTextIndent(4);
            // Lines of one listing have no gap between them.
            const bool first = !block.previous().blockFormat().nonBreakableLines();
            const bool last =
                !block.next().isValid() || !block.next().blockFormat().nonBreakableLines();
            format.setTopMargin(first ? 4 : 0);
            format.setBottomMargin(last ? 8 : 0);
        } else {
            if (!isPicture(block)) format.setLineHeight(120, QTextBlockFormat::ProportionalHeight);
            if (format.bottomMargin() < 6) format.setBottomMargin(6);
        }
        cursor.setPosition(block.position());
        cursor.setBlockFormat(format);
        if (level > 0) {
            cursor.select(QTextCursor::BlockUnderCursor);
            QTextCharFormat heading;
            heading.clearProperty(QTextFormat::FontSizeAdjustment);
            heading.setFontPointSize(size * (level == 1 ? 1.45 : (level == 2 ? 1.2 : 1.05)));
            heading.setFontWeight(QFont::DemiBold);
            heading.setProperty(QTextFormat::FontSizeAdjustment, 0);
            cursor.mergeCharFormat(heading);
        }
        for (auto at = block.begin(); !at.atEnd(); ++at) {
            const QTextFragment part = at.fragment();
            if (!part.charFormat().fontFixedPitch()) continue;
            cursor.setPosition(part.position());
            cursor.setPosition(part.position() + part.length(), QTextCursor::KeepAnchor);
            QTextCharFormat format2;
            format2.setFontFamilies({fixed.family()});
            format2.setFontPointSize(size * 0.95);
            if (!isCode) format2.setBackground(code);
            cursor.mergeCharFormat(format2);
        }
    }
    cursor.endEditBlock();
}

void HelpBrowser::styleTables() {
    const ChartTheme& theme = Theme::instance().charts();
    for (QTextFrame* frame : document()->rootFrame()->childFrames()) {
        auto* table = qobject_cast<QTextTable*>(frame);
        if (table == nullptr) continue;
        QTextTableFormat format = table->format();
        format.setBorder(1);
        format.setBorderStyle(QTextFrameFormat::BorderStyle_Solid);
        format.setBorderBrush(mixed(theme.base, theme.text, 0.2));
        format.setBorderCollapse(true);
        format.setCellSpacing(0);
        format.setCellPadding(4);
        format.setTopMargin(4);
        format.setBottomMargin(8);
        table->setFormat(format);
    }
}

bool HelpBrowser::showHeading(const QString& anchor) {
    for (QTextBlock block = document()->begin(); block.isValid(); block = block.next()) {
        if (block.blockFormat().headingLevel() == 0 || headingAnchor(block.text()) != anchor)
            continue;
        scrollTo(block.position());
        return true;
    }
    return false;
}

QVariant HelpBrowser::loadResource(int type, const QUrl& name) {
    if (type != QTextDocument::ImageResource) return {};
    QImage image(QStringLiteral(":/help/") + name.path());
    if (image.isNull()) return {};
    const double ratio = devicePixelRatioF();
    const int room = static_cast<int>((viewport()->width() - 2 * kMargin) * ratio);
    if (room > 0 && image.width() > room)
        image = image.scaledToWidth(room, Qt::SmoothTransformation);
    image.setDevicePixelRatio(ratio);
    return image;
}

void HelpBrowser::showEvent(QShowEvent* event) {
    QTextBrowser::showEvent(event);
    // Until now it could not be scrolled.
    scrollTo(first_);
    shown_ = true;
}

void HelpBrowser::hideEvent(QHideEvent* event) {
    first_ = firstShown();
    shown_ = false;
    QTextBrowser::hideEvent(event);
}

bool HelpBrowser::event(QEvent* event) {
    // When resizeEvent() comes the text has moved already.
    if (event->type() == QEvent::Resize && !reading_ && !soon_.isActive()) first_ = firstShown();
    return QTextBrowser::event(event);
}

void HelpBrowser::resizeEvent(QResizeEvent* event) {
    QTextBrowser::resizeEvent(event);
    // Pictures are cut to the width; texts wrap by themselves.
    if (markdown_.contains(QStringLiteral("!["))) soon_.start();
    if (!reading_) scrollTo(first_);
}

}  // namespace lpstudio
