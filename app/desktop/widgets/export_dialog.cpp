#include "app/desktop/widgets/export_dialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QVBoxLayout>

#include "app/desktop/widgets/dialog_buttons.h"
#include "app/project/store/design_library.h"

namespace lpstudio {
namespace {

constexpr auto kFolderKey = "export/folder", kWhatKey = "export/what",
               kActivationsKey = "export/activations";

struct KindText {
    const char *title, *detail;
};

/// In the order of ExportKind.
constexpr KindText kTexts[] = {
    {QT_TRANSLATE_NOOP("lpstudio::ExportDialog", "LP configuration"),
     QT_TRANSLATE_NOOP("lpstudio::ExportDialog",
                       "JSON: the formats of every layer, scores, seed. Read by evaluate and "
                       "simulate.")},
    {QT_TRANSLATE_NOOP("lpstudio::ExportDialog", "Table of layers"),
     QT_TRANSLATE_NOOP("lpstudio::ExportDialog", "CSV: shapes, parameters, sizes, SQNR.")},
    {QT_TRANSLATE_NOOP("lpstudio::ExportDialog", "Packed weight codes"),
     QT_TRANSLATE_NOOP("lpstudio::ExportDialog",
                       "Safetensors: n-bit words and codebooks; lpstudio_codes.py reads them.")},
    {QT_TRANSLATE_NOOP("lpstudio::ExportDialog", "Quantized network"),
     QT_TRANSLATE_NOOP("lpstudio::ExportDialog",
                       "TorchScript that runs in plain PyTorch and LibTorch.")},
    {QT_TRANSLATE_NOOP("lpstudio::ExportDialog", "Memory images"),
     QT_TRANSLATE_NOOP("lpstudio::ExportDialog",
                       "$readmemh text for hardware test benches, one file per layer.")}};
static_assert(std::size(kTexts) == std::size(kExportKinds));

QLabel* quiet(const QString& text) {
    auto* label = new QLabel(text);
    label->setProperty("quiet", true);
    label->setWordWrap(true);
    label->setIndent(24);
    return label;
}

}  // namespace

ExportDialog::ExportDialog(QString stem, const std::string& hardware, const QString& folder,
                           QWidget* parent)
    : QDialog(parent),
      stem_(std::move(stem)),
      activations_(new QCheckBox(tr("Also quantize activations (standard ops only)"))),
      design_(new QComboBox),
      folder_(new QLineEdit) {
    setWindowTitle(tr("Export %1").arg(stem_));
    setMinimumWidth(520);
    const QSettings settings;
    const QStringList what =
        settings.value(QLatin1String(kWhatKey), QStringList{QStringLiteral("config")})
            .toStringList();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(4);
    for (const ExportKind kind : kExportKinds) {
        const auto i = static_cast<std::size_t>(kind);
        boxes_[i] = new QCheckBox(tr(kTexts[i].title));
        boxes_[i]->setChecked(what.contains(QLatin1String(exportKindName(kind))));
        connect(boxes_[i], &QCheckBox::toggled, this, &ExportDialog::refresh);
        layout->addWidget(boxes_[i]);
        layout->addWidget(quiet(tr(kTexts[i].detail)));
        auto* more = new QHBoxLayout;
        more->setContentsMargins(24, 0, 0, 0);
        if (kind == ExportKind::TorchScript) more->addWidget(activations_);
        if (kind == ExportKind::Memory) {
            auto* label = new QLabel(tr("Layout for the grid of"));
            label->setBuddy(design_);
            more->addWidget(label);
            more->addWidget(design_, 1);
        }
        layout->addLayout(more);
        layout->addSpacing(8);
    }
    activations_->setChecked(settings.value(QLatin1String(kActivationsKey), false).toBool());

    DesignLibrary& library = DesignLibrary::instance();
    for (const QString& name : library.presetNames() + library.ownNames()) {
        const std::string spec = library.specOf(name);
        try {
            if (library.load(name).peKind == PeKind::Packed)
                design_->addItem(name, QString::fromStdString(spec));
        } catch (const std::exception&) {
            continue;  // a damaged design of the user's own cannot be chosen
        }
    }
    design_->setCurrentIndex(std::max(0, design_->findData(QString::fromStdString(hardware))));

    folder_->setText(settings.value(QLatin1String(kFolderKey), folder).toString());
    folder_->setAccessibleName(tr("Folder"));
    connect(folder_, &QLineEdit::textChanged, this, &ExportDialog::refresh);
    auto* choose = new QPushButton(tr("Choose…"));
    choose->setAutoDefault(false);
    connect(choose, &QPushButton::clicked, this, &ExportDialog::chooseFolder);
    auto* place = new QHBoxLayout;
    place->setSpacing(8);
    place->addWidget(new QLabel(tr("Folder")));
    place->addWidget(folder_, 1);
    place->addWidget(choose);
    layout->addLayout(place);
    layout->addSpacing(8);
    auto* buttons = new DialogButtons(QDialogButtonBox::Cancel, this);
    export_ = buttons->addButton(tr("Export"), QDialogButtonBox::AcceptRole);
    export_->setDefault(true);
    layout->addWidget(buttons);
    refresh();
}

ExportOptions ExportDialog::options() const {
    ExportOptions options;
    options.what.clear();
    for (const ExportKind kind : kExportKinds)
        if (box(kind)->isChecked()) options.what.push_back(kind);
    options.activationsInGraph =
        box(ExportKind::TorchScript)->isChecked() && activations_->isChecked();
    options.hardware = design_->currentData().toString().toStdString();
    options.stem = stem_.toStdString();
    return options;
}

QString ExportDialog::folder() const {
    return folder_->text().trimmed();
}

void ExportDialog::accept() {
    QStringList what;
    for (const ExportKind kind : options().what) what << QLatin1String(exportKindName(kind));
    QSettings settings;
    settings.setValue(QLatin1String(kWhatKey), what);
    settings.setValue(QLatin1String(kActivationsKey), activations_->isChecked());
    settings.setValue(QLatin1String(kFolderKey), folder());
    QDialog::accept();
}

void ExportDialog::refresh() {
    activations_->setEnabled(box(ExportKind::TorchScript)->isChecked());
    design_->setEnabled(box(ExportKind::Memory)->isChecked());
    if (export_ != nullptr) export_->setEnabled(!options().what.empty() && !folder().isEmpty());
}

void ExportDialog::chooseFolder() {
    const QString chosen =
        QFileDialog::getExistingDirectory(this, tr("Folder of the exported files"), folder());
    if (!chosen.isEmpty()) folder_->setText(chosen);
}

}  // namespace lpstudio
