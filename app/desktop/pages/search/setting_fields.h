#pragma once

#include <QDoubleSpinBox>
#include <QString>
#include <QWidget>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "app/desktop/pages/search/setting_words.h"

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

/// The fields of one group of the form of a search: a row for each setting, made by the kind of its
/// value as settingTable() and settingWords() have it. Each is named "setting-KEY".
class SettingFields {
public:
    using Show = std::function<void(const SearchSettings&)>;
    using Read = std::function<void(SearchSettings&)>;

    /// `changed` is called when the user or a program changes a field. `rows` must outlive this.
    SettingFields(FormRows& rows, std::function<void()> changed);

    /// A row with the field that the setting's kind of value asks for.
    void add(std::string_view key);
    /// A row with a field of its own making, which calls `changed` itself.
    void add(std::string_view key, QWidget* field, Show show, Read read);

    void show(const SearchSettings& settings) const;
    /// Writes what the fields say; what is being typed need not be valid.
    void read(SearchSettings& settings) const;
    /// Shows the rows that an algorithm has.
    void showScope(Algorithm algorithm);
    /// Null if there is none of this key or kind.
    template <class Field = QWidget>
    Field* field(std::string_view key) const {
        for (const Row& row : fields_)
            if (row.setting->key == key) return qobject_cast<Field*>(row.field);
        return nullptr;
    }

private:
    struct Row {
        const Setting* setting;
        QWidget* field;
        Show show;
        Read read;
    };
    struct Maker;

    FormRows& rows_;
    std::function<void()> changed_;
    std::vector<Row> fields_;
};

/// A box for a number of the setting's range, with its unit.
ExactSpinBox* makeNumberBox(const Setting& setting);

}  // namespace lpstudio
