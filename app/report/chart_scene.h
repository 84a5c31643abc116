#pragma once

#include <QByteArray>
#include <QSizeF>
#include <vector>

#include "app/report/document.h"

QT_BEGIN_NAMESPACE
class QPainter;
QT_END_NAMESPACE

namespace lpstudio {

// Qt Charts lives on the GUI thread, the rest of a report's making need not: figures are drawn
// there one by one into pictures, which any thread then paints into the file or on the screen.

/// A figure as the data of a QPicture, vectors in points. Needs a QApplication and its thread, for
/// a few tens of milliseconds.
QByteArray figurePicture(const DocFigure& figure, const QSizeF& size);

/// All of them, `sizes` in the order of the document's figures. Needs a QApplication and its
/// thread.
std::vector<QByteArray> figurePictures(const Document& document, const std::vector<QSizeF>& sizes);

/// Paints the data of a QPicture; nothing for none. Works on any thread, also for the same picture
/// on several.
void paintPicture(QPainter& painter, const QByteArray& picture);

/// The document's figures in its order.
std::vector<const DocFigure*> figuresOf(const Document& document);

}  // namespace lpstudio
