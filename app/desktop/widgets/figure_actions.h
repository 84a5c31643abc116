#pragma once

#include <QObject>
#include <QString>
#include <filesystem>

#include "app/desktop/plot/figure.h"

class QAction;
class QWidget;

namespace lpstudio {

class Zoomable;

enum class FigureFile { Png, Svg, Pdf, Csv };
inline constexpr FigureFile kFigureFiles[] = {FigureFile::Png, FigureFile::Svg, FigureFile::Pdf,
                                              FigureFile::Csv};

/// "png", "svg", "pdf", "csv".
QString suffixOf(FigureFile kind);
/// A name for a file with a figure of this title: lower case, words joined by hyphens.
QString fileNameOf(const QString& title, FigureFile kind);
/// The data as CSV (RFC 4180, UTF-8).
std::string figureCsv(const Figure& figure);
/// The file appears whole or not at all. Throws Error that names the file and why.
void writeFigure(Figure& figure, FigureFile kind, const std::filesystem::path& file);

/// Gives a widget that shows a figure its context menu: copy the picture (Ctrl+Shift+C) or the
/// data, export it as PNG, SVG, PDF or CSV (Ctrl+Shift+E asks for the file), and zoom. What cannot
/// be written is told in the window's message bar.
class FigureActions final : public QObject {
    Q_OBJECT

public:
    /// `zoom`: null for a picture without. Figure and zoom live as long as the view.
    FigureActions(QWidget* view, Figure& figure, Zoomable* zoom);

    Figure& figure() const { return figure_; }
    void copyPicture();
    void copyData();
    /// Asks for a file first; `kind` is offered first.
    void askAndExport(FigureFile kind);
    /// Tells what goes wrong.
    void exportTo(const QString& file, FigureFile kind);

private:
    QAction* add(const QString& name, const QString& text);
    void tell(const QString& problem);

    QWidget* view_;
    Figure& figure_;
};

}  // namespace lpstudio
