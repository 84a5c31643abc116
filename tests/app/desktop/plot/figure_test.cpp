#include "app/desktop/plot/figure.h"

#include <gtest/gtest.h>

#include <QBuffer>
#include <QGraphicsScene>
#include <QImageReader>
#include <QPainter>
#include <QRegularExpression>
#include <QXmlStreamReader>
#include <clocale>
#include <cmath>
#include <map>

#include "app/desktop/charts/hypervolume_chart.h"
#include "app/desktop/charts/layer_bars_chart.h"
#include "app/desktop/charts/lines_chart.h"
#include "app/desktop/plot/plot_geometry.h"
#include "app/desktop/plot/svg_device.h"
#include "tests/app/desktop/charts/chart_pictures.h"

namespace lpstudio::test {
namespace {

struct Svg {
    std::map<QString, int> elements;
    QStringList texts;
    bool valid = false;
};

Svg read(const QByteArray& document) {
    Svg svg;
    QXmlStreamReader reader(document);
    while (!reader.atEnd()) {
        reader.readNext();
        if (!reader.isStartElement()) continue;
        ++svg.elements[reader.name().toString()];
        if (reader.name() == QLatin1String("text"))
            svg.texts << reader.readElementText(QXmlStreamReader::IncludeChildElements);
    }
    svg.valid = !reader.hasError();
    return svg;
}

std::vector<PlotLine> someLines() {
    PlotLine lp, other;
    lp.family = QStringLiteral("lp");
    lp.label = QStringLiteral("LP");
    lp.pieces = {{{2, 8.123456789012345}, {4, 20}, {8, 44}}};
    lp.tips = {QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c")};
    other.family = QStringLiteral("int");
    other.label = QStringLiteral("Integer <&>");
    other.pieces = {{{2, 5}, {4, 17}, {8, 41}}};
    return {lp, other};
}

const LineAxes kAxes{QStringLiteral("SQNR of formats"),
                     QStringLiteral("Stored bits per weight"),
                     QStringLiteral("SQNR (dB)"),
                     {1.8, 8.2, 5, 44},
                     7};

TEST(FigureTable, NumbersReadBackWhateverTheLocale) {
    const std::string before = std::setlocale(LC_ALL, nullptr);
    std::setlocale(LC_ALL, "de_DE.UTF-8");
    QLocale::setDefault(QLocale(QLocale::German, QLocale::Germany));
    FigureTable table({QStringLiteral("Name"), QStringLiteral("Energy (J)")});
    table.addRow({QStringLiteral("a, \"b\""), 0.1 + 0.2});
    table.addRow({QStringLiteral("many"), qint64{1234567}});
    table.addRow({QStringLiteral("none"), std::nan("")});
    const auto records = table.records();
    QLocale::setDefault(QLocale::c());
    std::setlocale(LC_ALL, before.c_str());
    ASSERT_EQ(records.size(), 4U);
    EXPECT_EQ(records[0][1], "Energy (J)");
    EXPECT_EQ(records[1][0], "a, \"b\"");
    EXPECT_EQ(records[1][1], "0.30000000000000004");
    EXPECT_EQ(records[2][1], "1234567");
    EXPECT_EQ(records[3][1], "");
}

TEST(FigureExport, ThePictureHasTwiceThePixelsAndTheLightTheme) {
    LinesChart chart(ChartTheme::darkTheme());
    chart.setLines(someLines(), kAxes);
    chart.resize(900, 600);
    const QImage image = figureImage(chart);
    EXPECT_EQ(image.size(), QSize(1800, 1200));
    EXPECT_EQ(image.pixelColor(2, 2), QColor(Qt::white));
    EXPECT_GT(pixelsLike(image, ChartTheme::print().accent), 100);
    EXPECT_EQ(pixelsLike(image, ChartTheme::darkTheme().base), 0);
    // The screen is as it was.
    EXPECT_TRUE(chart.theme().dark);
    EXPECT_EQ(chart.size(), QSizeF(900, 600));
    EXPECT_EQ(chart.backgroundBrush().color(), ChartTheme::darkTheme().base);

    QByteArray png = figurePng(chart);
    QBuffer buffer(&png);
    QImageReader reader(&buffer, "png");
    EXPECT_EQ(reader.size(), QSize(1800, 1200));
    EXPECT_EQ(reader.text(QStringLiteral("Title")), QStringLiteral("SQNR of formats"));
}

TEST(FigureExport, SvgHasTextAsTextAndLinesAsPaths) {
    LinesChart chart;
    chart.setLines(someLines(), kAxes);
    chart.resize(900, 600);
    const QByteArray document = figureSvg(chart);
    const Svg svg = read(document);
    EXPECT_TRUE(svg.valid);
    for (const char* text : {"SQNR of formats", "SQNR (dB)", "Stored bits per weight", "LP"})
        EXPECT_TRUE(svg.texts.contains(QLatin1String(text))) << text;
    EXPECT_TRUE(svg.texts.contains(QStringLiteral("Integer <&>")));
    EXPECT_GT(svg.elements.at(QStringLiteral("path")), 10);
    EXPECT_FALSE(svg.elements.contains(QStringLiteral("image")));
    EXPECT_TRUE(document.contains("width=\"600pt\" height=\"400pt\" viewBox=\"0 0 600 400\""));
    EXPECT_TRUE(document.contains(ChartTheme::print().accent.name().toLatin1()));
}

TEST(FigureExport, PdfIsOnePageOfTheFiguresSize) {
    LinesChart chart;
    chart.setLines(someLines(), kAxes);
    chart.resize(900, 600);
    const QByteArray pdf = figurePdf(chart);
    EXPECT_TRUE(pdf.startsWith("%PDF-"));
    static const QRegularExpression box(
        QStringLiteral("/MediaBox \\[0 0 600(\\.0*)? 400(\\.0*)?\\]"));
    EXPECT_TRUE(QString::fromLatin1(pdf).contains(box));
    EXPECT_EQ(pdf.count("/Type /Page\n"), 1);
}

TEST(FigureExport, AZoomedChartIsExportedAsItIsSeen) {
    LinesChart chart;
    chart.setLines(someLines(), kAxes);
    chart.resize(900, 600);
    EXPECT_EQ(read(figureSvg(chart)).elements.count(QStringLiteral("clipPath")), 1U);
    const auto rows = chart.figureTable().rows();
    chart.setWindow({0.4, 0.6, 0.3, 0.7});
    const Svg svg = read(figureSvg(chart));
    EXPECT_TRUE(svg.valid);
    // What lies outside of the axes is cut off.
    EXPECT_GE(svg.elements.at(QStringLiteral("clipPath")), 1);
    EXPECT_EQ(chart.window(), (PlotRange{0.4, 0.6, 0.3, 0.7}));
    EXPECT_EQ(chart.figureTable().rows(), rows);
    EXPECT_EQ(rows, 6U);
}

TEST(SvgDevice, ClipsPointsTextAndTransforms) {
    SvgDevice device({100, 50}, QStringLiteral("A & B"));
    QPainter painter(&device);
    painter.save();
    painter.setClipRect(QRectF(10, 10, 20, 20));
    painter.fillRect(QRectF(0, 0, 100, 50), QColor(255, 0, 0, 128));
    painter.save();
    painter.setClipRect(QRectF(15, 15, 40, 40), Qt::IntersectClip);
    painter.fillRect(QRectF(0, 0, 100, 50), Qt::green);
    painter.restore();
    painter.fillRect(QRectF(0, 0, 100, 50), Qt::blue);
    painter.restore();
    painter.fillRect(QRectF(0, 0, 4, 4), Qt::black);
    QPen pen(Qt::red, 3, Qt::DashLine, Qt::RoundCap);
    painter.setPen(pen);
    const QPointF dots[] = {{1, 2}, {3, 4}};
    painter.drawPoints(dots, 2);
    painter.translate(50, 25);
    painter.rotate(-90);
    painter.drawText(QPointF(0, 0), QStringLiteral("turned"));
    painter.end();
    const QByteArray document = device.document();
    const Svg svg = read(document);
    EXPECT_TRUE(svg.valid) << document.constData();
    EXPECT_TRUE(document.contains("<title>A &amp; B</title>"));
    EXPECT_TRUE(document.contains("fill-opacity=\"0.50"));
    // The outer clip, the inner one, the outer one again; none for the last.
    EXPECT_EQ(svg.elements.at(QStringLiteral("clipPath")), 3);
    EXPECT_TRUE(document.contains("M10,10L30,10L30,30L10,30L10,10"));
    EXPECT_TRUE(document.contains("15,15"));
    EXPECT_FALSE(document.mid(document.indexOf("#000000")).left(60).contains("clip-path"));
    EXPECT_TRUE(document.contains("d=\"M1,2h0M3,4h0\""));
    EXPECT_TRUE(document.contains("stroke-dasharray"));
    EXPECT_TRUE(svg.texts.contains(QStringLiteral("turned")));
    EXPECT_TRUE(document.contains("transform=\"matrix("));
}

TEST(SvgDevice, GradientsStayGradients) {
    SvgDevice device({200, 100}, QStringLiteral("scale"));
    {
        QPainter painter(&device);
        painter.translate(10, 20);
        QLinearGradient linear(0, 80, 0, 0);
        linear.setColorAt(0, QColor(1, 2, 3));
        linear.setColorAt(0.5, QColor(40, 50, 60, 51));
        linear.setColorAt(1, QColor(7, 8, 9));
        painter.fillRect(QRectF(0, 0, 20, 80), linear);
        QRadialGradient radial(0.5, 0.5, 0.5);
        radial.setCoordinateMode(QGradient::ObjectMode);
        radial.setColorAt(0, Qt::red);
        radial.setColorAt(1, Qt::blue);
        painter.setPen(QPen(radial, 3));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(QRectF(50, 0, 20, 20));
    }
    const QByteArray document = device.document();
    const Svg svg = read(document);
    EXPECT_TRUE(svg.valid);
    EXPECT_EQ(svg.elements.at(QStringLiteral("linearGradient")), 1);
    EXPECT_EQ(svg.elements.at(QStringLiteral("radialGradient")), 1);
    EXPECT_EQ(svg.elements.at(QStringLiteral("stop")), 5);
    EXPECT_FALSE(document.contains("fill=\"#000000\"")) << document.toStdString();
    EXPECT_TRUE(document.contains("fill=\"url(#g1)\""));
    EXPECT_TRUE(document.contains("stroke=\"url(#g2)\""));
    EXPECT_TRUE(document.contains("y1=\"80\""));
    EXPECT_TRUE(document.contains("gradientTransform=\"matrix(1 0 0 1 10 20)\""));
    EXPECT_TRUE(document.contains("stop-color=\"#28323c\" stop-opacity=\"0.2\""));
    EXPECT_TRUE(document.contains("gradientUnits=\"objectBoundingBox\""));
}

TEST(PlotChart, WindowMovesAxesAndItems) {
    LinesChart chart;
    chart.setLines(someLines(), kAxes);
    const QImage whole = picture(&chart);
    QGraphicsScene scene;
    scene.addItem(&chart);
    chart.zoomAt(4, chart.plotArea().center());
    EXPECT_FALSE(chart.showsAll());
    EXPECT_NEAR(chart.window().width(), 0.25, 1e-9);
    EXPECT_NEAR(chart.window().xFrom, 0.375, 1e-9);
    chart.panBy({chart.plotArea().width(), 0});  // the hand pulls to the right
    EXPECT_NEAR(chart.window().xFrom, 0.125, 1e-9);
    chart.showAll();
    EXPECT_TRUE(chart.showsAll());
    scene.removeItem(&chart);
    EXPECT_EQ(picture(&chart), whole);
}

TEST(PlotChart, GrowingDataStayInView) {
    HypervolumeChart chart;
    chart.setHypervolume({{100, 0.5}});
    chart.setWindow({0, 0.5, 0, 1});  // 0 to 50 candidates
    chart.setHypervolume({{100, 0.5}, {200, 0.6}});
    EXPECT_NEAR(chart.window().xTo, 0.25, 1e-6);
    EXPECT_EQ(chart.window().yTo, 1);
    chart.setHypervolume({});
    EXPECT_TRUE(chart.showsAll());
}

TEST(PlotChart, BarsAreFoundWhereTheyAreSeen) {
    LayerBars bars;
    bars.title = QStringLiteral("MACs");
    bars.valueTitle = QStringLiteral("MACs");
    for (int i = 0; i < 40; ++i) bars.bars.push_back({QStringLiteral("l%1").arg(i), 1.0 + i});
    LayerBarsChart chart(Qt::Vertical);
    chart.setBars(bars);
    picture(&chart);
    const QRectF area = chart.plotArea();
    EXPECT_EQ(chart.layerAt(area.center() + QPointF(1, 0)), 20);
    chart.setWindow({0.25, 0.5, 0, 1});
    EXPECT_EQ(chart.layerAt({area.left() + 1, area.center().y()}), 10);
    EXPECT_EQ(chart.layerAt({area.right() - 1, area.center().y()}), 19);
    EXPECT_EQ(chart.layerAt({area.right() + 5, area.center().y()}), -1);
    // A theme does not lose the place.
    chart.setTheme(ChartTheme::darkTheme());
    EXPECT_FALSE(chart.showsAll());
    EXPECT_EQ(chart.figureTable().rows(), 40U);
    EXPECT_EQ(std::get<double>(chart.figureTable().cell(39, 1)), 40);
}

}  // namespace
}  // namespace lpstudio::test
