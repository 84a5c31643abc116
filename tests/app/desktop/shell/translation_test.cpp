// Every text of the window can be translated: with a translator that marks what passes through it,
// nothing on any page is left without a mark but data. And translation files are found and used.
#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAction>
#include <QApplication>
#include <QChart>
#include <QComboBox>
#include <QDockWidget>
#include <QFile>
#include <QGraphicsView>
#include <QGroupBox>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QRegularExpression>
#include <QSpinBox>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTranslator>
#include <algorithm>
#include <set>

#include "app/desktop/jobs/jobs.h"
#include "app/desktop/shell/command_palette.h"
#include "app/desktop/shell/help_panel.h"
#include "app/desktop/shell/translation.h"
#include "app/desktop/widgets/page.h"
#include "app/desktop/widgets/title_row.h"
#include "app/project/store/design_library.h"
#include "core/number/family_comparison.h"
#include "hw/published_ratios.h"
#include "hw/workload.h"
#include "tests/app/desktop/child.h"
#include "tests/app/desktop/window_fixture.h"

namespace lpstudio {
namespace {

constexpr QChar kOpen(0x27E6), kClose(0x27E7);

/// A language in which every text stands between marks.
class Marker final : public QTranslator {
public:
    QString translate(const char* context, const char* source, const char*, int) const override {
        // Qt's own texts are Qt's.
        if (QByteArray(context).startsWith('Q') && !QByteArray(context).contains("lpstudio"))
            return {};
        return kOpen + QString::fromUtf8(source) + kClose;
    }
    bool isEmpty() const override { return false; }
};

/// What is left of a text without its translated parts and without data.
class Untranslated final {
public:
    void addData(const QString& text) {
        if (text.size() > 1) data_.insert(text);
    }
    QString operator()(QString text) const {
        static const QRegularExpression translated(QStringLiteral("⟦[^⟦⟧]*⟧"));
        static const QRegularExpression tag(QStringLiteral("<[^>]*>"));
        static const QRegularExpression spec(QStringLiteral("\\b[a-z][a-z0-9]*:[\\w.,@+-]+"));
        static const QRegularExpression path(QStringLiteral("(~|\\.)?/[^\\s]+"));
        static const QRegularExpression command(QStringLiteral("lpstudio-cli.*"));
        static const QRegularExpression formula(QStringLiteral("log2\\s*\\|\\w+\\||log10"));
        // Names that are the same in every language, keys, and units.
        static const QRegularExpression name(QStringLiteral(
            "\\b(LPS?|LPA|LPQ|NSGA-II|SQNR|SRAM|DRAM|GOPS|TOPS|KiB|MiB|GiB|kB|MB|GB|Ctrl|Shift|Alt|"
            "Esc|"
            "Del|Left|Right|Space|PDF|HTML|CSV|PNG|SVG|JSON|MACs?|PEs?|nJ|mJ|GHz|MHz|kHz|mm²|"
            "LP Studio|Letter|A4|ANT|BitFusion|AdaptivFloat|posit|int|float|fixed|ResNet-\\d+|"
            "ViT-\\w+|bit|conv2d|linear|matmul|bmm|lps|lpz)\\b"));
        for (const QString& one : data_) text.replace(one, QStringLiteral(" "));
        for (qsizetype before = -1; before != text.size();) {
            before = text.size();
            text.remove(translated);
        }
        for (const auto& pattern : {tag, command, spec, path, formula, name}) text.remove(pattern);
        static const QRegularExpression word(QStringLiteral("[A-Za-zÀ-ÿ]{3,}"));
        return word.match(text).hasMatch() ? text.trimmed() : QString();
    }

private:
    struct LongestFirst {
        bool operator()(const QString& a, const QString& b) const {
            return std::pair(-a.size(), a) < std::pair(-b.size(), b);
        }
    };
    std::set<QString, LongestFirst> data_;
};

/// Texts that a widget shows or tells.
QStringList textsOf(const QWidget* widget) {
    QStringList texts{widget->toolTip(), widget->accessibleName(), widget->windowTitle()};
    if (const auto* label = qobject_cast<const QLabel*>(widget)) texts << label->text();
    if (const auto* button = qobject_cast<const QAbstractButton*>(widget)) texts << button->text();
    if (const auto* group = qobject_cast<const QGroupBox*>(widget)) texts << group->title();
    if (const auto* line = qobject_cast<const QLineEdit*>(widget)) texts << line->placeholderText();
    if (const auto* spin = qobject_cast<const QSpinBox*>(widget))
        texts << spin->prefix() << spin->suffix() << spin->specialValueText();
    if (const auto* tabs = qobject_cast<const QTabBar*>(widget))
        for (int i = 0; i < tabs->count(); ++i) texts << tabs->tabText(i) << tabs->tabToolTip(i);
    if (const auto* box = qobject_cast<const QComboBox*>(widget))
        for (int i = 0; i < box->count(); ++i) texts << box->itemText(i);
    if (const auto* view = qobject_cast<const QAbstractItemView*>(widget))
        if (const auto* model = view->model())
            for (int i = 0; i < model->columnCount(); ++i)
                for (const int role : {Qt::DisplayRole, Qt::ToolTipRole})
                    texts << model->headerData(i, Qt::Horizontal, role).toString();
    if (const auto* view = qobject_cast<const QGraphicsView*>(widget))
        if (view->scene() != nullptr)
            for (QGraphicsItem* item : view->scene()->items())
                if (const auto* chart = dynamic_cast<const QChart*>(item)) {
                    texts << chart->title();
                    for (const QAbstractAxis* axis : chart->axes()) texts << axis->titleText();
                }
    for (const QAction* action : widget->actions()) texts << action->text() << action->toolTip();
    return texts;
}

class TranslationTest : public WindowFixture {
protected:
    void SetUp() override {
        QApplication::installTranslator(&marker);
        WindowFixture::SetUp();
    }
    void TearDown() override {
        window.reset();
        QApplication::removeTranslator(&marker);
    }
    void addData() {
        const auto& store = window->session().store();
        const auto add = [this](const std::string& text) {
            untranslated.addData(QString::fromStdString(text));
        };
        for (const ModelRecord& model : store->models()) {
            add(model.name);
            add(model.file.filename().string());
        }
        for (const DatasetRecord& dataset : store->datasets()) {
            add(dataset.name);
            add(dataset.path.filename().string());
        }
        for (const RunRecord& run : store->runs()) add(run.name);
        // What a file of images calls its classes, and digests of files.
        for (const ModelRecord& model : store->models()) add(model.sha256);
        for (const DatasetRecord& dataset : store->datasets()) add(dataset.sha256);
        const auto network = window->session().selection().network();
        for (const std::string& name : network->card().classNames)
            names.insert(QString::fromStdString(name));
        // Settings of a run stand there as the project's file has them: keys and values.
        for (const RunRecord& run : store->runs()) {
            add(run.fingerprint);
            settings = QJsonDocument::fromJson(QByteArray::fromStdString(run.settings)).object();
        }
        untranslated.addData(QString::fromStdString(project.string()));
        for (const Layer& layer : window->session().selection().network()->layers())
            add(layer.name);
        untranslated.addData(window->session().projectName());
    }
    /// What the program comes with: designs and networks by name, what a design's file says of it,
    /// names of formats, and why a published figure differs, as the published tables have it.
    void addShippedData() {
        for (const QString& name : DesignLibrary::instance().presetNames()) {
            names.insert(name);
            untranslated.addData(
                QString::fromStdString(DesignLibrary::instance().load(name).summary));
        }
        for (const WorkloadInfo& info : workloads())
            names.insert(QString::fromStdString(info.name));
        for (const FormatFamily& family : formatFamilies())
            names.insert(QString::fromStdString(family.title));
        for (const PublishedRatio& ratio : publishedRatios())
            untranslated.addData(QString::fromStdString(ratio.reason));
    }
    /// A text that is nothing but a name: inside other texts such words are not left out.
    bool isName(const QString& text) const { return names.contains(text); }
    /// A line of the settings of a run: its key or its value.
    bool isSetting(const QString& text) const {
        for (auto it = settings.begin(); it != settings.end(); ++it)
            if (text == it.key() || text == it.value().toVariant().toString()) return true;
        return false;
    }
    void look(QWidget* root, const std::string& where) {
        for (QWidget* widget : root->findChildren<QWidget*>()) {
            if (!widget->isVisibleTo(root)) continue;
            for (const QString& text : textsOf(widget)) {
                const QString rest = untranslated(text);
                if (rest.isEmpty() || isName(text) || isSetting(text) || !told.insert(text).second)
                    continue;
                ADD_FAILURE() << where << ", " << widget->metaObject()->className() << ": \""
                              << text.toStdString() << "\" has \"" << rest.toStdString() << '"';
            }
        }
    }

    Marker marker;
    Untranslated untranslated;
    std::set<QString> told, names;
    QJsonObject settings;
};

TEST_F(TranslationTest, NothingButDataIsLeftUntranslated) {
    addShippedData();
    for (const auto& [id, page] : window->pages()) {
        window->showPage(id);
        EXPECT_TRUE(waitFor([page = page] { return !page->isBusy(); }));
        look(window.get(), "empty page " + std::to_string(pageNumber(id)));
    }
    openAndWait();
    ASSERT_NO_FATAL_FAILURE(search(12));
    addData();
    eachView([this](const Page& page, const QString& view) {
        look(window.get(),
             "page " + std::to_string(pageNumber(page.id())) + " " + view.toStdString());
    });
    // The marks are really there.
    EXPECT_TRUE(window->page(PageId::Pareto)->title().startsWith(kOpen));
    int menus = 0;
    for (const QAction* menu : child<TitleRow>(window)->menuBar()->actions())
        for (const QAction* action : menu->menu()->actions()) {
            if (action->isSeparator()) continue;
            ++menus;
            EXPECT_TRUE(untranslated(action->text()).isEmpty()) << action->text().toStdString();
        }
    EXPECT_GT(menus, 20);
}

/// Made by lrelease from one text of the context lpstudio::PageRail: "Pages" is "Paĝoj".
constexpr const char* kEsperanto =
    "PLhkGMrvnJXNIRy/YKG93acAAAACZW9CAAAACABWfcMAAAAAaQAAADYDAAAACgBQAGEBHQBvAGoIAAAAAAYA"
    "AAAFUGFnZXMHAAAAEmxwc3R1ZGlvOjpQYWdlUmFpbAGIAAAAAgEB";

TEST(Translation, FilesAreFoundByLanguage) {
    const QTemporaryDir folder;
    EXPECT_TRUE(installTranslations(QLocale(QStringLiteral("eo")), {folder.path()}).isEmpty());
    // A file that is no translation is left aside.
    QFile broken(folder.filePath(QStringLiteral("lpstudio_eo.qm")));
    ASSERT_TRUE(broken.open(QIODevice::WriteOnly));
    broken.write("not a translation");
    broken.close();
    EXPECT_TRUE(installTranslations(QLocale(QStringLiteral("eo")), {folder.path()}).isEmpty());

    QFile whole(broken.fileName());
    ASSERT_TRUE(whole.open(QIODevice::WriteOnly));
    whole.write(QByteArray::fromBase64(kEsperanto));
    whole.close();
    EXPECT_TRUE(installTranslations(QLocale(QStringLiteral("de_DE")), {folder.path()}).isEmpty());
    const QStringList files = installTranslations(QLocale(QStringLiteral("eo")), {folder.path()});
    ASSERT_EQ(files.size(), 1);
    EXPECT_EQ(files.front(), whole.fileName());
    EXPECT_EQ(QCoreApplication::translate("lpstudio::PageRail", "Pages"), QStringLiteral("Paĝoj"));
    for (auto* translator : QCoreApplication::instance()->findChildren<QTranslator*>())
        QCoreApplication::removeTranslator(translator);
    EXPECT_EQ(QCoreApplication::translate("lpstudio::PageRail", "Pages"), QStringLiteral("Pages"));
}

}  // namespace
}  // namespace lpstudio
