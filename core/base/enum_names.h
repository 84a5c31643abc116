#pragma once

#include <array>
#include <initializer_list>
#include <string>
#include <string_view>

#include "core/base/error.h"

namespace lpstudio {

/// The names that values of an enumeration have in files and on the command line: one table for
/// both directions and for the message about a name that is none.
///
///     constexpr EnumNames<CostKind> kCosts("cost", {{CostKind::Bits, "bits"}, ...});
///     kCosts.name(CostKind::Bits);  // "bits"
///     kCosts.parse("volts");        // cost "volts" is unknown; give bits, energy or latency
template <class Enum>
class EnumNames {
public:
    struct Name {
        Enum value;
        const char* text;
    };

    /// `what` is what a value is called in messages. At most 16 names.
    constexpr EnumNames(const char* what, std::initializer_list<Name> names) : what_(what) {
        for (const Name& name : names) names_.at(count_++) = name;
    }

    constexpr const Name* begin() const { return names_.data(); }
    constexpr const Name* end() const { return names_.data() + count_; }

    /// Empty for a value that the table lacks.
    constexpr const char* name(Enum value) const {
        for (const Name& name : *this)
            if (name.value == value) return name.text;
        return "";
    }

    /// Null for a text that is no name.
    constexpr const Name* find(std::string_view text) const {
        for (const Name& name : *this)
            if (name.text == text) return &name;
        return nullptr;
    }

    /// Throws UsageError listing the names.
    Enum parse(std::string_view text) const {
        if (const Name* name = find(text)) return name->value;
        throw UsageError(std::string(what_) + " \"" + std::string(text) + "\" is unknown; give " +
                         choices());
    }

    /// "bits, energy or latency"; the last two stand on either side of `between`.
    std::string choices(const char* between = " or ") const {
        std::string text;
        for (const Name& name : *this) {
            const bool last = &name + 1 == end();
            text += (text.empty() ? "" : last ? between : ", ") + std::string(name.text);
        }
        return text;
    }

private:
    const char* what_;
    std::array<Name, 16> names_{};
    std::size_t count_ = 0;
};

}  // namespace lpstudio
