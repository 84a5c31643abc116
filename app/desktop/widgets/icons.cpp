#include "app/desktop/widgets/icons.h"

#include <QApplication>
#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>
#include <QPixmap>
#include <QSvgRenderer>

// Resources of a static library must be asked for; the macro works outside namespaces only.
static void initResources() {
    Q_INIT_RESOURCE(lpstudio);
}

namespace lpstudio {
namespace {

QByteArray svgOf(const QString& name) {
    static const bool ready = [] {
        initResources();
        return true;
    }();
    Q_UNUSED(ready);
    QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

class SvgEngine final : public QIconEngine {
public:
    explicit SvgEngine(QByteArray svg) : svg_(std::move(svg)) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
        const QPalette palette = QApplication::palette();
        QColor color = palette.color(QPalette::WindowText);
        if (mode == QIcon::Disabled)
            color = palette.color(QPalette::Disabled, QPalette::WindowText);
        else if (mode == QIcon::Selected)
            color = palette.color(QPalette::HighlightedText);
        QByteArray colored = svg_;
        colored.replace("#000000", color.name().toLatin1());
        QSvgRenderer(colored).render(painter, rect);
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        return scaledPixmap(size, mode, state, 1);
    }

    QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State state,
                         qreal scale) override {
        QPixmap pixmap(size * scale);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(0, 0), pixmap.size()), mode, state);
        return pixmap;
    }

    QIconEngine* clone() const override { return new SvgEngine(svg_); }

private:
    QByteArray svg_;
};

}  // namespace

QIcon themedIcon(const QString& name) {
    return QIcon(new SvgEngine(svgOf(name)));
}

QIcon applicationIcon() {
    return QIcon(new SvgEngine(svgOf(QStringLiteral("lpstudio"))));
}

}  // namespace lpstudio
