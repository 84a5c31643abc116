#pragma once

#include <QString>
#include <QWidget>
#include <optional>
#include <string>
#include <vector>

#include "app/desktop/charts/pareto_quantities.h"

class QLabel;
class QLineEdit;
class QPushButton;

namespace lpstudio {

/// The limits of all quantities as a form: least and most of each, typed with SI prefixes ("20u").
class LimitsPanel final : public QWidget {
    Q_OBJECT

public:
    explicit LimitsPanel(QWidget* parent = nullptr);

    void setLimits(const ParetoLimits& limits);
    /// Shows between which values the candidates lie, and how many are within the limits.
    void setColumns(const CandidateColumns& columns, std::size_t excluded);

Q_SIGNALS:
    /// Typed by the user.
    void limitChanged(const QString& key, const lpstudio::Limit& limit);
    void cleared();

private:
    struct Row {
        std::string key;
        QLineEdit *least, *most;
    };
    void take(const Row& row);

    std::vector<Row> rows_;
    ParetoLimits limits_;
    QLabel* count_;
    QPushButton* clear_;
};

}  // namespace lpstudio
