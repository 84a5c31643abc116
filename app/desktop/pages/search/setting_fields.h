#pragma once

#include <QWidget>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "app/desktop/pages/search/form_rows.h"
#include "app/desktop/pages/search/setting_words.h"

namespace lpstudio {

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
