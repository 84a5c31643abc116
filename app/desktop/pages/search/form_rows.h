#pragma once

#include <QDoubleSpinBox>
#include <QString>
#include <map>
#include <vector>

class QFormLayout;
class QGroupBox;
class QLabel;
class QSpinBox;

namespace lpstudio {

/// What is wrong with a field of a form, and what to do.
struct FieldProblem {
    QWidget* field = nullptr;
    QString text;
};

/// The rows of one group of a form: a name, a field, and under it what is wrong with it. Labels of
/// equal width line several groups up as one form.
class FormRows {
public:
    explicit FormRows(QGroupBox* group);
    /// The field gets the name as its accessible name, the label the field's tooltip.
    void add(const QString& name, QWidget* field);
    void setVisible(QWidget* field, bool visible);
    /// Shows these problems and no others; those of other groups' fields are passed over.
    void showProblems(const std::vector<FieldProblem>& problems);
    /// What is shown under a field; empty: nothing.
    QString problemOf(QWidget* field) const;

private:
    struct Row {
        QWidget* holder;
        QLabel* problem;
    };
    QFormLayout* form_;
    std::map<QWidget*, Row> rows_;
};

/// A box for real numbers that gives back the number it was given as long as the user leaves it
/// alone, however many decimals it shows.
class ExactSpinBox final : public QDoubleSpinBox {
    Q_OBJECT

public:
    ExactSpinBox(double from, double to, int decimals, double step, const QString& tip);
    void setExact(double value);
    double exact() const { return value() == shown_ ? exact_ : value(); }

private:
    double exact_ = 0, shown_ = 0;
};

/// A box for counts; `zero` is shown in place of the least one.
QSpinBox* makeCount(int from, int to, const QString& tip, const QString& zero = {});

}  // namespace lpstudio
