#include "app/desktop/pages/formats/code_points_panel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "app/desktop/charts/distribution_chart.h"
#include "app/desktop/pages/formats/format_lines.h"
#include "app/desktop/widgets/chart_view.h"
#include "core/base/error.h"

namespace lpstudio {
namespace {

/// How a row stands in the choice: "lp:4", "float:4".
QString choiceOf(const FormatRow& row) {
    return QStringLiteral("%1:%2").arg(row.family).arg(row.width);
}

QComboBox* makeBox(const QString& name, const QString& choice) {
    auto* box = new QComboBox;
    box->setAccessibleName(name);
    box->setToolTip(CodePointsPanel::tr(
        "A row of the table, or any spec: lp:6,1,4 or posit:8,1 are fitted to the layer, "
        "int:4@0.02 is used as is"));
    box->setEditable(true);
    box->setInsertPolicy(QComboBox::NoInsert);
    // Completion would turn a spec that is being typed into the nearest row.
    box->setCompleter(nullptr);
    box->setMinimumContentsLength(18);
    box->setCurrentText(choice);
    return box;
}

}  // namespace

CodePointsPanel::CodePointsPanel(QWidget* parent)
    : QWidget(parent),
      boxes_{makeBox(tr("First format"), QStringLiteral("lp:4")),
             makeBox(tr("Second format"), QStringLiteral("int:4"))},
      problem_(new QLabel),
      accuracy_(new QCheckBox(tr("Relative accuracy"))),
      chart_(new DistributionChart) {
    boxes_[0]->setObjectName(QStringLiteral("firstFormat"));
    boxes_[1]->setObjectName(QStringLiteral("secondFormat"));
    problem_->setObjectName(QStringLiteral("codePointsProblem"));
    problem_->setProperty("problem", true);
    problem_->setWordWrap(true);
    problem_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    problem_->setContentsMargins(16, 0, 16, 0);
    problem_->hide();
    auto* scale = new ScaleChoice;
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(16, 8, 16, 0);
    bar->setSpacing(8);
    bar->addWidget(new QLabel(tr("Code points of")));
    bar->addWidget(boxes_[0]);
    bar->addWidget(new QLabel(tr("and")));
    bar->addWidget(boxes_[1]);
    bar->addSpacing(16);
    bar->addWidget(scale);
    bar->addSpacing(8);
    bar->addWidget(accuracy_);
    bar->addStretch();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(bar);
    layout->addWidget(problem_);
    layout->addWidget(new ChartView(chart_), 1);

    for (QComboBox* box : boxes_) {
        connect(box, &QComboBox::activated, this, &CodePointsPanel::showFormats);
        connect(box->lineEdit(), &QLineEdit::editingFinished, this, &CodePointsPanel::showFormats);
    }
    connect(scale, &ScaleChoice::chosen, chart_, &DistributionChart::setScale);
    connect(accuracy_, &QCheckBox::toggled, chart_, &DistributionChart::setAccuracyVisible);
    connect(&fit_, &Job::failed, this, [this](const QString& why) { draw({}, {why}); });
    chart_->setAccuracyVisible(false);
    chart_->setFormats({nullptr, nullptr});
}

void CodePointsPanel::setLayer(DistributionData weights,
                               std::shared_ptr<const MagnitudeTable> table,
                               std::vector<FormatRow> rows) {
    table_ = std::move(table);
    rows_ = std::move(rows);
    chart_->setData(std::move(weights));
    fillBoxes();
    showFormats();
}

void CodePointsPanel::clear(const QString& title) {
    fit_.abandon();
    table_.reset();
    rows_.clear();
    chart_->setData({}, title);
    draw({}, {});
}

void CodePointsPanel::fillBoxes() {
    for (QComboBox* box : boxes_) {
        const QSignalBlocker quiet(box);
        const QString chosen = box->currentText();
        box->clear();
        for (const FormatRow& row : rows_) {
            box->addItem(choiceOf(row));
            box->setItemData(box->count() - 1,
                             QStringLiteral("%1, %2").arg(row.title, row.shortSpec),
                             Qt::ToolTipRole);
        }
        box->setCurrentIndex(box->findText(chosen));
        box->setCurrentText(chosen);
    }
}

FormatPtr CodePointsPanel::formatOf(const QString& choice) const {
    for (const FormatRow& row : rows_)
        if (choiceOf(row) == choice) return row.format;
    return parseFormat(choice.toStdString());
}

void CodePointsPanel::showFormats() {
    if (!table_) return;
    std::vector<FormatPtr> formats;
    QStringList problems;
    bool fitted = true;
    for (const QComboBox* box : boxes_) try {
            formats.push_back(formatOf(box->currentText().trimmed()));
            fitted = fitted && formats.back()->isFitted();
        } catch (const Error& error) {
            formats.emplace_back();
            problems << QString::fromUtf8(error.what());
        }
    if (fitted) {
        fit_.abandon();
        draw(formats, problems);
        return;
    }
    // A wide LP has thousands of members to try.
    fit_.launch(tr("Fitting"),
                [this, formats, problems, table = table_](const JobContext&) -> Job::Delivery {
                    std::vector<FormatPtr> results;
                    results.reserve(formats.size());
                    for (const FormatPtr& format : formats)
                        results.push_back(format ? format->fit(*table) : format);
                    return [this, results, problems] { draw(results, problems); };
                });
}

void CodePointsPanel::draw(const std::vector<FormatPtr>& formats, QStringList problems) {
    std::vector<FormatPtr> drawn(boxes_.size());
    for (std::size_t i = 0; i < formats.size(); ++i) {
        if (!formats[i]) continue;
        if (hasFixedCodePoints(*formats[i]))
            drawn[i] = formats[i];
        else
            problems << tr("%1: its elements share scales, so that its code points are not the "
                           "same all over the layer; choose another format")
                            .arg(QString::fromStdString(formats[i]->spec()));
    }
    problem_->setText(problems.join(u'\n'));
    problem_->setVisible(!problems.isEmpty());
    chart_->setFormats(drawn);
}

}  // namespace lpstudio
