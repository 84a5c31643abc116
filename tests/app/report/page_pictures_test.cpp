// The pages that the desktop previews.
#include "app/report/page_pictures.h"

#include <gtest/gtest.h>

#include <QImage>
#include <QPainter>
#include <cmath>
#include <thread>

#include "app/report/chart_scene.h"
#include "app/report/pdf_file.h"
#include "app/report/report_document.h"
#include "tests/app/report/report_sample.h"

namespace lpstudio::test {
namespace {

/// Share of the pixels of a part that are not white.
double inkIn(const QImage& image, const QRect& part) {
    int ink = 0;
    for (int y = part.top(); y <= part.bottom(); ++y)
        for (int x = part.left(); x <= part.right(); ++x)
            if (qGray(image.pixel(x, y)) < 200) ++ink;
    return double(ink) / (part.width() * part.height());
}

TEST(PagePictures, AreThePagesOfThePdf) {
    ReportInput input = sampleReport(60);
    addReported(input, 9);
    const Document document = reportDocument(input);
    for (const PageSize size : {PageSize::A4, PageSize::Letter}) {
        const ReportPages pages = reportPages(document, size);
        const std::vector<QSizeF> sizes = pdfFigureSizes(document, size);
        EXPECT_EQ(pages.count(), pdfOf(document, size, figurePictures(document, sizes)).pages);
        EXPECT_EQ(pages.size, size == PageSize::A4 ? QSizeF(595, 842) : QSizeF(612, 792));
        ASSERT_EQ(pages.figures.size(), sizes.size());
        ASSERT_GE(sizes.size(), 8U);
        const QRectF paper(QPointF(0, 0), pages.size);
        for (std::size_t i = 0; i < sizes.size(); ++i) {
            EXPECT_EQ(pages.figures[i].place.size(), sizes[i]);
            EXPECT_TRUE(paper.contains(pages.figures[i].place));
            EXPECT_LT(pages.figures[i].page, pages.count());
        }
    }
}

TEST(PagePictures, LinkTheContentsToTheHeadings) {
    const Document document = reportDocument(sampleReport(60));
    const ReportPages pages = reportPages(document, PageSize::A4);
    std::size_t headings = 0;
    for (const DocBlock& block : document.blocks)
        headings += std::holds_alternative<DocHeading>(block) ? 1U : 0U;
    ASSERT_EQ(pages.links.size(), headings);
    int page = 0;
    for (const PageLink& link : pages.links) {
        EXPECT_EQ(link.page, 0);
        EXPECT_GT(link.place.width(), 100);
        EXPECT_GE(link.toPage, page);
        EXPECT_LT(link.toPage, pages.count());
        EXPECT_GT(link.toY, 0);
        EXPECT_LT(link.toY, pages.size.height());
        page = link.toPage;
    }
    EXPECT_GT(page, 3);
    EXPECT_EQ(pages.links.front().text, QStringLiteral("1 Result"));
}

TEST(PagePictures, HaveTextAtOnceAndFiguresWhenTheyAreDrawn) {
    const Document document = reportDocument(sampleReport(12));
    const ReportPages pages = reportPages(document, PageSize::A4);
    const int width = 595;
    std::vector<QByteArray> figures(pages.figures.size());
    const PlacedFigure& first = pages.figures.front();
    const QRect place = first.place.toRect().adjusted(2, 2, -2, -2);
    const QImage before = pageImage(pages, first.page, figures, width);
    EXPECT_EQ(before.size(), QSize(595, 842));
    EXPECT_EQ(inkIn(before, place), 0);
    EXPECT_GT(inkIn(before, before.rect()), 0.002);
    figures.front() = figurePicture(first.figure, first.place.size());
    EXPECT_GT(inkIn(pageImage(pages, first.page, figures, width), place), 0.005);
    // The title, at twice the size: text grows with the page.
    const QImage large = pageImage(pages, 0, {}, 2 * width);
    EXPECT_EQ(large.size(), QSize(1190, 1684));
    EXPECT_GT(inkIn(large, {100, 90, 600, 120}), 0.02);
}

TEST(PagePictures, DoNotDependOnTheResolutionOfTheDevice) {
    const Document document = reportDocument(sampleReport(12));
    const DocFigure* figure = figuresOf(document).front();
    const QByteArray picture = figurePicture(*figure, {400, 200});
    std::vector<QImage> images;
    // A screen's, and that of the PDF.
    for (const int dotsPerInch : {96, 1200}) {
        QImage image(400, 200, QImage::Format_RGB32);
        image.setDotsPerMeterX(qRound(dotsPerInch / 0.0254));
        image.setDotsPerMeterY(qRound(dotsPerInch / 0.0254));
        image.fill(Qt::white);
        QPainter painter(&image);
        paintPicture(painter, picture);
        painter.end();
        images.push_back(image);
    }
    EXPECT_GT(inkIn(images[0], {200, 0, 200, 200}), 0.005);
    int different = 0;
    for (int y = 0; y < 200; ++y)
        for (int x = 0; x < 400; ++x)
            if (std::abs(qGray(images[0].pixel(x, y)) - qGray(images[1].pixel(x, y))) > 64)
                ++different;
    EXPECT_LT(different, 80);
}

TEST(PagePictures, ArePaintedAlikeOnSeveralThreads) {
    const Document document = reportDocument(sampleReport(12));
    ReportPages pages;
    std::thread([&] { pages = reportPages(document, PageSize::A4); }).join();
    std::vector<QByteArray> figures;
    for (const PlacedFigure& figure : pages.figures)
        figures.push_back(figurePicture(figure.figure, figure.place.size()));
    std::vector<QImage> images(4);
    const int page = pages.figures.front().page;
    {
        std::vector<std::jthread> threads;
        for (QImage& image : images)
            threads.emplace_back([&] { image = pageImage(pages, page, figures, 800); });
    }
    for (const QImage& image : images) EXPECT_EQ(image, images.front());
    EXPECT_EQ(images.front(), pageImage(pages, page, figures, 800));
}

}  // namespace
}  // namespace lpstudio::test
